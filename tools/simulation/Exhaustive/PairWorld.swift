package import Decisions

/// One record of JD Edwards and the records of Zoho that it is, was or may be paired with: the program as a whole
/// around the real decision core.
///
/// `decideRecord` decides from real inputs (and through it `mergeRecord`, the statements and the standing of our key),
/// `judgeProbe` and `judgeReadBack` judge what reads show, ``WriteLife`` says what each write owes. What lies between
/// them in the product, from a verdict to an intent and from an event to the state, is written here once more, as small
/// as it can be; each rule says which file it mirrors.
///
/// JD Edwards is read and never written, as in the product. Reads do not lag here: ``UpdateWorld`` has those.
package struct PairWorld: ExhaustiveWorld {
  /// How far the world goes.
  package struct Bounds: Sendable {
    /// Edits that people make on each side.
    package var edits = Sides(jde: 1, zoho: 1)
    /// The fields that they edit.
    package var fields = Field.allCases
    /// Edits of another field of Zoho's record: they move only its time.
    package var touches = 0
    /// What persons say before it becomes calm, answers among it.
    package var words = 1
    /// What they say of pairings unasked.
    package var unasked = Saying.pairing
    package var faults = 1
    package var crashes = 0
    /// Distinct values of a field, up to 3; the first stands on both sides at the beginning.
    package var values = 2
    /// How often JD Edwards' record becomes another company's.
    package var companies = 0
    /// How often the mapping of the shared field moves.
    package var mappings = 0
    /// Seconds after its sending in which a call may still land.
    package var landing: Int64 = 2
    /// What the network may do.
    package var fates: [Fate] = [.lostBefore, .lostAfter, .late, .doubled]

    package init() {}
  }

  /// Something of each side.
  package struct Sides: Hashable, Sendable {
    package var jde: Int8
    package var zoho: Int8

    package init(jde: Int8, zoho: Int8) {
      (self.jde, self.zoho) = (jde, zoho)
    }
  }

  /// The mapped fields that are merged: the terms are JD Edwards', the credit is everybody's.
  package enum Field: Int8, Hashable, Sendable, CaseIterable {
    case terms
    case credit
  }

  /// The records of Zoho: the one that is linked at the beginning, another company's, and the one that an insert of ours
  /// makes.
  package enum Place: Int8, Hashable, Sendable, CaseIterable {
    case first
    case other
    case made
  }

  /// What the network did with a call.
  package enum Fate: String, Hashable, Sendable, CaseIterable {
    case answered
    case lostBefore = "lost before it arrived"
    case lostAfter = "lost after it took effect"
    case late = "without an answer, and it may land late"
    case doubled = "answered, and a copy may land late"
    case withoutEffect = "answered with success, without effect"
  }

  /// What a person says, as an answer or unasked.
  package enum Saying: Hashable, Sendable {
    case unlink
    case theseTwo(Place)
    case isNew
    case keepApart
    case ignore
    case sameCompany
    case takeSide(Field, Side)
    case takeValue(Field, Int8)
    case takeBack

    /// What may be said of a pairing unasked.
    package static let pairing: [Saying] = [.unlink, .theseTwo(.other), .ignore, .takeBack]
  }

  package enum Act: Hashable, Sendable {
    case timePasses
    case jdeEdited(Field, Int8)
    case zohoEdited(Place, Field, Int8)
    case zohoTouched(Place)
    case becameAnother
    case mappingMoved
    case jdeRead
    case zohoRead(Place)
    case decided
    case called(Fate, generation: Int8)
    case answerTaken(generation: Int8)
    case lookedUp(generation: Int8)
    case readBack(generation: Int8)
    case ended(generation: Int8)
    case copyLanded(Place)
    case crashed
    case said(Saying)
  }

  package let bounds: Bounds
  /// The real records, mappings and marks behind the small names.
  let catalogue: PairCatalogue

  package init(_ bounds: Bounds) {
    self.bounds = bounds
    catalogue = PairCatalogue()
  }

  package var start: State {
    var state = State()
    state.left.edits = bounds.edits
    (state.left.touches, state.left.words) = (Int8(bounds.touches), Int8(bounds.words))
    (state.left.faults, state.left.crashes) = (Int8(bounds.faults), Int8(bounds.crashes))
    (state.left.companies, state.left.mappings) = (Int8(bounds.companies), Int8(bounds.mappings))
    return renamed(state)
  }

  package func steps(from state: State) -> [WorldStep<State, Act>] {
    (program(state) + surroundings(state)).map { WorldStep($0.act, renamed($0.state), bad: $0.bad) }
  }

  package func windows(of state: State) -> NamedWindows { state.memory.windows }
}

extension PairWorld.Act: CustomStringConvertible {
  package var description: String {
    switch self {
    case .timePasses: "time passes"
    case .jdeEdited(let field, let value): "a person sets the \(field) in JD Edwards to \(value)"
    case .zohoEdited(let place, let field, let value): "a person sets the \(field) of \(place) to \(value)"
    case .zohoTouched(let place): "a person edits another field of \(place)"
    case .becameAnother: "JD Edwards' record becomes another company's"
    case .mappingMoved: "the mapping of the credit is edited"
    case .jdeRead: "JD Edwards is read"
    case .zohoRead(let place): "\(place) is read"
    case .decided: "it is decided"
    case .called(let fate, let generation): "the write of pairing \(generation) is sent: \(fate.rawValue)"
    case .answerTaken(let generation): "the answer of pairing \(generation) is written down"
    case .lookedUp(let generation): "the write of pairing \(generation) is looked up"
    case .readBack(let generation): "the write of pairing \(generation) is read back"
    case .ended(let generation): "the write of pairing \(generation) ends"
    case .copyLanded(let place): "a call lands late on \(place)"
    case .crashed: "the program crashes"
    case .said(let saying): "a person says: \(saying)"
    }
  }
}

import Decisions

/// The number of an event; only their order says anything.
typealias Sequence16 = Int16

extension PairWorld {
  /// Something of each field.
  package struct Fields<Value: Hashable & Sendable>: Hashable, Sendable {
    var terms: Value
    var credit: Value

    package subscript(_ field: Field) -> Value {
      get { field == .terms ? terms : credit }
      set { if field == .terms { terms = newValue } else { credit = newValue } }
    }
  }

  /// Something of each record of Zoho.
  package struct Places<Value: Hashable & Sendable>: Hashable, Sendable {
    var first: Value
    var other: Value
    var made: Value

    package subscript(_ place: Place) -> Value {
      get {
        switch place {
        case .first: first
        case .other: other
        case .made: made
        }
      }
      set {
        switch place {
        case .first: first = newValue
        case .other: other = newValue
        case .made: made = newValue
        }
      }
    }
  }

  /// What JD Edwards' record shows.
  package struct Source: Hashable, Sendable {
    package var values = Fields<Int8>(terms: 0, credit: 0)
    /// Whose it is: 0, or 1 once it became another company's.
    var company: Int8 = 0
  }

  /// What a record of Zoho shows.
  package struct Stand: Hashable, Sendable {
    var exists = true
    package var showsKey = false
    package var values = Fields<Int8>(terms: 0, credit: 0)
    /// The company whose name an insert of ours has given it.
    var company: Int8 = 0
    var time: Int64 = -10
  }

  /// What the projection holds of a record of Zoho.
  struct Observed: Hashable, Sendable {
    var stand: Stand
    /// The first event of its stream, and the newest that changed it.
    var first: Sequence16 = 0
    var changed: Sequence16 = 0
    /// The newest event at which it began or ceased to show our key; 0 where it never did.
    var key: Sequence16 = 0
    /// The newest operation that took our key off it.
    var cleared: Sequence16 = 0
  }

  /// A field of the base.
  package struct Agreed: Hashable, Sendable {
    package var jde: Int8
    package var zoho: Int8
    package var isDoubtful: Bool
    /// The mapping that made it.
    var mapping: Int8
  }

  /// The newest pairing.
  package struct Link: Hashable, Sendable {
    package var place: Place
    package var generation: Int8
    package var isLinked: Bool
    package var base: Fields<Agreed?>
    var baseSequence: Sequence16 = 0
    /// It was made in one breath with the newest statement about it.
    var isByWord = false
  }

  /// A row of `statements`.
  struct Said: Hashable, Sendable {
    enum Slot: Hashable, Sendable {
      case record(Place)
      case field(Field)
      case pairing
      case waiting
      case identity
    }

    let slot: Slot
    var says: SubjectStated.Says
    /// What of a field holds, and the two values that it is about.
    var takes: Saying?
    var about: Sides?
    var sequence: Sequence16
    var used: Sequence16 = 0
    var isOvertaken = false
    /// It was said in one breath with the next one.
    var isJoined = false
  }

  /// The open question about the record as a whole.
  package struct Question: Hashable, Sendable {
    package enum About: Hashable, Sendable {
      case match(String)
      case identity
      case gone
      /// A write that waits for a person.
      case write(String)
    }

    package var about: About
    /// Records that it could be.
    var candidates: [Place]
    /// What it rests on: whose the record was.
    var company: Int8
  }

  /// What the program knows durably: the projection, folded from the log.
  package struct Known: Hashable, Sendable {
    /// The number of the newest event.
    var sequence: Sequence16 = 1
    package var jde = Source()
    var jdeChanged: Sequence16 = 0
    var zoho = Places<Observed>(
      first: Observed(stand: Stand(showsKey: true)), other: Observed(stand: Stand()),
      made: Observed(stand: Stand(exists: false)))
    package var link = Link(
      place: .first, generation: 1, isLinked: true,
      base: Fields(
        terms: Agreed(jde: 0, zoho: 0, isDoubtful: false, mapping: 0),
        credit: Agreed(jde: 0, zoho: 0, isDoubtful: false, mapping: 0)))
    /// The newest number that a create has reserved.
    var reserved: Int8 = 0
    var said: [Said] = []
    package var conflicts = Fields<Sides?>(terms: nil, credit: nil)
    package var question: Question?
    /// By what both sides are known: places in the catalogue.
    var marks = Sides(jde: 1, zoho: 1)
    /// Records that the newest decision owes our key to be taken off.
    var owed: [Place] = []
    /// A decision is held back.
    package var isHeld = false
    /// The fingerprint of the newest decision.
    var decided = 0
    /// How often the terms were put back.
    var reverts: Int8 = 0
    var mapping: Int8 = 0
    package var writes: [Write] = []
  }

  /// What may still happen.
  struct Left: Hashable, Sendable {
    var edits = Sides(jde: 0, zoho: 0)
    var touches: Int8 = 0
    var words: Int8 = 0
    var faults: Int8 = 0
    var crashes: Int8 = 0
    var companies: Int8 = 0
    var mappings: Int8 = 0
  }

  package struct State: Hashable, Sendable {
    var now: Int64 = 0
    package var jde = Source()
    package var zoho = Places<Stand>(
      first: Stand(showsKey: true), other: Stand(), made: Stand(exists: false))
    package var known = Known()
    /// Calls and copies of calls that may still land.
    var air: [Call] = []
    var left = Left()
    package var memory = Memory()
  }
}

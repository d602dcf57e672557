import Decisions
import JSONText

/// From the state to a verdict of the real core (`StatePage`, `Evaluator`).
extension PairWorld {
  /// A step of this world.
  package typealias Step = WorldStep<State, Act>

  /// What follows from a verdict, whatever shape it has: the only place of this world that asks.
  struct Course {
    enum Kind {
      case settles
      case waits
      case asks(Question.About, [Place])
      case creates
      case links(Place, isPersonsWord: Bool)
      case updates
    }

    let kind: Kind
    var outcomes: [FieldOutcome] = []
    /// A question about the record as a whole arises no longer: not at all, or only by the standing of our key.
    var endsQuestion = false
    var leavesQuestionToKeys = false
  }

  /// A decision about the record with what it rests on (`Evaluation`).
  struct Evaluated {
    let course: Course
    let inputs: DecisionInputs
    /// The record of Zoho that was looked at.
    let place: Place?
    let cause: Sequence16
    /// By what both sides are known once this is decided.
    let marks: Sides
    /// The last write was refused, and nothing has changed since.
    let isParked: Bool

    var keys: KeyStanding { inputs.keyStanding }
    /// Records from which our key is to be taken.
    var clears: [KeyStanding.Owed] { isParked ? [] : keys.owed.filter(\.isToBeCleared) }
    /// Zoho's record does not carry our key yet, and nobody gave it up.
    let lacksKey: Bool
    /// A pair's first write waits until our key stands on no other record.
    var waitsForKey: Bool {
      !(keys.owed.isEmpty && keys.asked.isEmpty) && (inputs.link?.base.isEmpty ?? true || lacksKey)
    }
  }

  /// `RecordVerdict` in the words of this world (`DecisionDrafter.drafts`, `Evaluation.hasVanishedReview`).
  private func course(_ verdict: RecordVerdict) -> Course {
    func places(_ candidates: [MatchCandidate]) -> [Place] {
      candidates.compactMap { catalogue.place($0.ref) }.sorted { $0.rawValue < $1.rawValue }
    }
    switch verdict {
    case .nothing: return Course(kind: .settles, endsQuestion: true, leavesQuestionToKeys: true)
    case .unreadable: return Course(kind: .settles)
    case .unpaired: return Course(kind: .settles, endsQuestion: true)
    case .waits, .notShown, .returns, .leaves: return Course(kind: .waits)
    case .gone: return Course(kind: .asks(.gone, []))
    case .identity: return Course(kind: .asks(.identity, []))
    case .review(let reason, let candidates): return Course(kind: .asks(.match(reason), places(candidates)))
    case .create(let outcomes): return Course(kind: .creates, outcomes: outcomes, endsQuestion: true)
    case .link(let id, let explanation, let outcomes):
      guard let place = catalogue.place(id) else { return Course(kind: .waits) }
      return Course(
        kind: .links(place, isPersonsWord: explanation.isPersonsWord), outcomes: outcomes)
    case .merge(let outcomes):
      return Course(kind: .updates, outcomes: outcomes, endsQuestion: true, leavesQuestionToKeys: true)
    }
  }

  /// The record is decided about (`StatePage.evaluation`).
  func evaluated(_ known: Known) -> Evaluated {
    let mapping = catalogue.mappings[Int(known.mapping)]
    let statements = Statements(known.said.filter { $0.says != .takenBack }.map(statement))
    let found = known.link.isLinked ? nil : match(known, statements, mapping)
    let composite = catalogue.composite(known.jde)
    var matched: String?
    if case .link(let id, _)? = found { matched = id }
    let other = statements.theseTwo ?? matched
    let place = known.link.isLinked ? known.link.place : other.flatMap { catalogue.place($0) }
    let shown = place.flatMap { shownRecord($0, known) }
    let keyChanged = Place.allCases.map { known.zoho[$0].key }.max() ?? 0
    let newest = max(known.jdeChanged, place.map { known.zoho[$0].changed } ?? 0, keyChanged)
    let inputs = DecisionInputs(
      composite: composite,
      link: known.link.isLinked
        ? DecisionInputs.Link(
          generation: Int(known.link.generation), zohoID: catalogue.id(known.link.place),
          base: catalogue.base(known.link.base), baseSequence: 0,
          hasLeft: false) : nil,
      zoho: known.link.isLinked ? shown : nil, statements: statements, marks: catalogue.marks(known.marks),
      bearers: bearers(known), written: writtenByInsert(known), wasUnlinked: isUnlinked(known, statements),
      newestChange: UInt64(newest), waitsFor: [], times: .unknown, reverts: ["terms": Int(known.reverts)])
    let verdict = decideRecord(
      inputs, mapping: mapping, crosswalks: [:],
      record: { id in (id == other ? shown : nil, nil) }, match: { found ?? .create })
    let course = course(verdict)
    let isIdentity = if case .asks(.identity, _) = course.kind { true } else { false }
    let after = isIdentity ? inputs.marks : inputs.marksAfter(mapping)
    let failed = known.writes.last { $0.hasFailed }
    return Evaluated(
      course: course, inputs: inputs, place: shown == nil ? nil : place, cause: newest,
      marks: Sides(jde: catalogue.number(after.jde), zoho: catalogue.number(after.zoho)),
      isParked: failed.map { newest < $0.last } ?? false,
      lacksKey: !inputs.isLeftAlone && shown?.key(mapping) == .blank)
  }

  private func shownRecord(_ place: Place, _ known: Known) -> ZohoRecord? {
    let stand = known.zoho[place].stand
    return stand.exists ? catalogue.record(place, stand) : nil
  }

  private func statement(_ said: Said) -> Statements.Statement {
    let about: SubjectStated.About =
      switch (said.slot, said.takes, said.about) {
      case (.record(let place), _, _): .record(.zoho, catalogue.id(place))
      case (.field(let field), .takeValue(_, let value), let pair?):
        .value(field: "\(field)", catalogue.value(value), real(pair))
      case (.field(let field), .takeSide(_, let side), let pair?):
        .side(field: "\(field)", side, real(pair))
      default: .subject
      }
    return Statements.Statement(
      says: said.says, about: about, sequence: UInt64(said.sequence),
      usedSequence: said.used == 0 ? nil : UInt64(said.used), isOvertaken: said.isOvertaken)
  }

  private func real(_ pair: Sides) -> FieldPair {
    FieldPair(jde: catalogue.value(pair.jde), zoho: catalogue.value(pair.zoho))
  }

  /// `MatchBook`.
  private func match(_ known: Known, _ statements: Statements, _ mapping: EntityMapping) -> MatchOutcome? {
    guard statements.isNew == nil, statements.theseTwo == nil else { return nil }
    var index = MatchIndex()
    for place in Place.allCases {
      guard let record = shownRecord(place, known) else { continue }
      index.add(right: record.id, matchProfile(zoho: record, mapping: mapping), isLinked: false)
    }
    let profile = matchProfile(jde: catalogue.composite(known.jde), mapping: mapping)
    index.add(left: PairCatalogue.key, profile)
    let record = UnlinkedRecord(
      ref: PairCatalogue.key, profile: profile, keptApart: Set(statements.apart.keys))
    return decideMatches([record], index: &index, rules: mapping.matching).first
  }

  /// `KeyPage`.
  private func bearers(_ known: Known) -> [KeyBearer] {
    Place.allCases.compactMap { place in
      let seen = known.zoho[place]
      guard seen.stand.exists, seen.stand.showsKey else { return nil }
      return KeyBearer(
        id: catalogue.id(place), name: nil, since: UInt64(seen.key), modifiedTime: nil,
        clearedSequence: seen.cleared == 0 ? nil : UInt64(seen.cleared))
    }
  }

  /// What an insert carried that may have made a record: its intent is forgotten once it ends.
  func writtenByInsert(_ known: Known) -> Base {
    known.writes.last { $0.life.mayHaveMade && ($0.isOpen || $0.hasFailed) }
      .map { intent(of: $0).doubtfulPairs } ?? [:]
  }

  private func isUnlinked(_ known: Known, _ statements: Statements) -> Bool {
    !known.link.isLinked && statements.apart[catalogue.id(known.link.place)] != nil
  }

  /// A write about this record, or to the one that it is paired with, has not come to its end (`StatePage.isBusy`).
  func isBusy(_ known: Known, at now: Int64) -> Bool {
    known.writes.contains { write in
      guard write.isOpen else { return write.life.unanswered.isOpen(at: now) }
      let isElsewhere =
        write.life.successor == .generation && write.call.action != .insert && !write.call.setsKey
      guard isElsewhere, known.link.isLinked else { return true }
      return write.call.place == known.link.place
    }
  }

  /// The real intent.
  func intent(of write: Write) -> WriteIntended {
    let call = write.call
    var row = JSONObject()
    var pairs: Base = [:]
    var before: [String: FieldValue] = [:]
    for field in call.fields {
      let value = catalogue.value(call.desired[field])
      row[field == .terms ? "Terms" : "Credit"] = JSONValue(value.text)
      pairs["\(field)"] = FieldPair(
        jde: catalogue.value(write.jde[field]), zoho: value, mapping: catalogue.hash(field, write.mapping))
      before["\(field)"] = catalogue.value(write.before[field])
    }
    if call.setsKey { row["JDE_Address_Number"] = JSONValue(PairCatalogue.key) }
    switch call.action {
    case .insert:
      row["Account_Name"] = JSONValue(catalogue.name(call.company))
      before = [:]
    case .clearKey:
      row["JDE_Address_Number"] = .null
      before = ["key": .value(PairCatalogue.key)]
    case .update: break
    }
    return WriteIntended(
      operation: "operation", entity: "customer", key: PairCatalogue.key, generation: Int(call.generation),
      target: .zoho(PairCatalogue.module, call.action == .insert ? nil : catalogue.id(call.place)),
      action: call.action, row: row, before: before, pairs: pairs,
      unmodifiedSince: call.condition == nil ? nil : "known")
  }
}

import Decisions
import EventLog
import JSONText
import Projections

/// Writes the events of one record, in the order in which they happened to it.
struct RecordEvents {
  let evaluation: Evaluation
  let mapping: EntityMapping
  let drafter: DecisionDrafter
  /// The index of the first draft in its commit.
  let offset: Int
  private(set) var result = RecordDrafts()

  init(evaluation: Evaluation, mapping: EntityMapping, drafter: DecisionDrafter, offset: Int) {
    self.evaluation = evaluation
    self.mapping = mapping
    self.drafter = drafter
    self.offset = offset
  }

  /// Nothing is wrong (any more): what was held or in conflict is over.
  mutating func settle() {
    if evaluation.standing.isHeld {
      // Under the name of an update, a record that left its scope would count as back in it.
      let action = evaluation.link?.hasLeft == true ? "mark" : "update"
      decide(action: action, outcome: .base, held: nil, changes: FieldChanges([], mapping: mapping))
    }
    withdrawConflicts(except: [])
    closeNeedlessWrite()
  }

  /// A write that was refused, and that both sides agree without.
  private mutating func closeNeedlessWrite() {
    guard let write = evaluation.needlessWrite else { return }
    let ended = WriteEnded(
      operation: write.operation, entity: write.entity, key: write.key, generation: write.generation,
      errorClass: nil, message: "both sides agree without it")
    add(.writeSettled, on: StreamKey.operation(write.operation), ended.json)
  }

  /// What is owed, or by what it is known, is another than before, and no decision of this commit has said so.
  mutating func noteNews() {
    guard evaluation.isNews, !result.isHeld, !result.drafts.contains(where: { $0.kind == .decisionMade })
    else { return }
    let isOut = evaluation.link?.hasLeft == true || evaluation.traits.load == .mark
    // Under the name of an update, a record that left its scope would count as back in it.
    decide(
      action: isOut ? "mark" : "update", outcome: .base, held: nil,
      changes: FieldChanges([], mapping: mapping))
  }

  /// The record is in its scope again: from now on a second leaving counts.
  mutating func comeBack() {
    decide(action: "return", outcome: .base, held: nil, changes: FieldChanges([], mapping: mapping))
  }

  /// The record of the pairing was deleted: it holds no longer.
  mutating func lose(_ link: LinkState) {
    add(
      .linkRemoved, on: linkStream,
      LinkRemoved(
        entity: link.entity, key: link.key, generation: link.generation, module: link.module,
        zohoID: link.zohoID, by: "source", reason: "its record was deleted"
      ).json)
  }

  /// What a person was asked is no question any more.
  mutating func withdrawQuestion() {
    add(
      .questionWithdrawn, on: linkStream,
      QuestionWithdrawn(QuestionID(evaluation.subject), why: "no_longer_arises").json)
  }

  /// Asks a question about the whole record, once.
  mutating func ask(_ question: QuestionAsked) {
    guard !evaluation.isLeftAlone, evaluation.standing.openQuestion?.asked.isSame(as: question) != true
    else { return }
    add(.questionAsked, on: linkStream, question.json)
  }

  /// The record was found in Zoho.
  mutating func link(to id: String, how: String, explanation: JSONValue) {
    add(
      .linkMade, on: linkStream,
      LinkMade(
        entity: evaluation.entity, key: evaluation.key, generation: evaluation.nextGeneration,
        module: mapping.zoho.module, zohoID: id, how: how, explanation: explanation
      ).json)
    result.isLinked = true
  }

  /// The record was found in Zoho, and nothing pairs the two yet: what would be done is recorded, once.
  mutating func propose(_ id: String, how: String, _ outcomes: [FieldOutcome], held: String) {
    // What was asked before it was found arises no longer.
    if evaluation.standing.openQuestion != nil, evaluation.standing.failed == nil { withdrawQuestion() }
    var changes = FieldChanges(outcomes, mapping: mapping)
    changes.addPairing(of: evaluation.key, with: id, how: how)
    if let zoho = evaluation.zoho {
      changes.addKey(evaluation.key, mapping: mapping, shown: zoho.key(mapping))
    }
    decideOnce(action: "link", outcome: .held, held: held, changes: changes)
  }

  /// Zoho gets a new record.
  mutating func create(_ outcomes: [FieldOutcome], reservation: Reservation?) {
    var changes = FieldChanges(outcomes, mapping: mapping)
    askAbout(changes.asked)
    guard changes.asked.isEmpty else {
      decideOnce(action: "create", outcome: .ask, held: nil, changes: changes)
      return
    }
    changes.addKey(evaluation.key, mapping: mapping, shown: .blank)
    if let owner = drafter.owners.id(of: evaluation.owner) {
      changes.add("Owner", value: ["id": JSONValue(owner)], rule: "owner", shown: .blank)
    }
    if let held = drafter.policy.holdsPairing(evaluation.entity) {
      decideOnce(action: "create", outcome: .held, held: held, changes: changes)
      return
    }
    var pairs = changes.pairs
    for outcome in outcomes where outcome.action == .nothing && outcome.jde.value == .blank {
      pairs[outcome.field] = FieldPair(jde: .blank, zoho: .blank)
    }
    intend(
      .insert, changes: changes, pairs: pairs, zohoID: nil, base: reservation?.sequence ?? 0,
      generation: reservation?.generation ?? evaluation.nextGeneration, action: "create")
  }

  /// A pair is brought into agreement, field by field.
  mutating func update(_ outcomes: [FieldOutcome], target: String) {
    let unmarks = evaluation.link?.hasLeft == true && !evaluation.marksToTakeBack.isEmpty
    // While its mark stands it has not come back: once that is off, and that was read back, the fold says so.
    if evaluation.link?.hasLeft == true, !unmarks { comeBack() }
    let action = unmarks ? "unmark" : "update"
    var changes = FieldChanges(outcomes, mapping: mapping)
    if let zoho = evaluation.zoho, !evaluation.isLeftAlone {
      changes.addKey(evaluation.key, mapping: mapping, shown: zoho.key(mapping))
    }
    for mark in evaluation.marksToTakeBack {
      changes.add(mark.field, value: mark.before, rule: "returned", shown: .value(mark.mark))
    }
    withdrawConflicts(except: Set(changes.asked.map(\.field)))
    askAbout(changes.asked)
    if changes.writes {
      let waits = evaluation.waitsForKey(mapping) ? WritePolicy.keyStands : nil
      if let held = drafter.policy.holdsUpdate ?? waits {
        decideOnce(action: action, outcome: .held, held: held, changes: changes)
      } else {
        let base = evaluation.link?.baseSequence ?? 0
        intend(
          .update, changes: changes, pairs: changes.pairs, zohoID: target, base: base,
          generation: evaluation.link?.generation ?? evaluation.nextGeneration, action: action)
      }
    } else if !changes.heldBack.isEmpty {
      decideOnce(action: "update", outcome: .held, held: WritePolicy.towardsJDE, changes: changes)
    } else if !changes.moved.isEmpty {
      decide(action: "update", outcome: .base, held: nil, changes: changes)
    } else if !changes.asked.isEmpty {
      decideOnce(action: "update", outcome: .ask, held: nil, changes: changes)
    }
  }

  /// Our key is taken off records that a person said are not this one, each on the condition that it still shows it.
  mutating func clearKeys() {
    guard drafter.policy.holdsUpdate == nil else { return }
    for owed in evaluation.clears {
      let row: JSONObject = [mapping.zoho.key: .null]
      let key = FieldValue.value(evaluation.key)
      let field = DecisionMade.Field(
        id: FieldChanges.keyField, rule: DecisionMade.Owed.keyStandsOn, action: "write", to: .zoho,
        jde: .absent,
        zoho: key, value: .blank)
      let index = decide(
        action: WriteIntended.Action.clearKey.rawValue, outcome: .write, fields: [field], base: [:],
        fingerprint: "\(WriteIntended.Action.clearKey.rawValue) \(owed.bearer.id) \(owed.statement)")
      let target = WriteTarget.zoho(mapping.zoho.module, owed.bearer.id)
      let operation = operationID(
        link: linkStream, generation: evaluation.standing.generation, target: target.stream ?? "",
        fields: [mapping.zoho.key], desired: [.blank],
        baseSequence: owed.statement)
      let intent = WriteIntended(
        operation: operation, entity: evaluation.entity, key: evaluation.key,
        generation: evaluation.standing.generation, target: target, action: .clearKey, row: row,
        before: [FieldChanges.keyField: key], pairs: [:], unmodifiedSince: owed.bearer.modifiedTime)
      result.intents.append(PlacedIntent(intent: intent, index: result.drafts.count))
      add(.writeIntended, on: StreamKey.operation(operation), intent.json, cause: .inCommit(index))
    }
  }

  /// The record left the scope of its entity: what the mapping says is done once.
  mutating func leave(reason: String) {
    guard let link = evaluation.link else { return }
    switch mapping.jde.onLeave {
    case .keep:
      left(reason: reason, policy: "keep")
    case .unlink:
      left(reason: reason, policy: "unlink")
      add(
        .linkRemoved, on: linkStream,
        LinkRemoved(
          entity: evaluation.entity, key: evaluation.key, generation: link.generation,
          module: mapping.zoho.module, zohoID: link.zohoID, by: "mapping", reason: reason
        ).json)
    case .mark(let marks):
      var changes = FieldChanges([], mapping: mapping)
      var written: [LeavingMark] = []
      for (name, value) in marks.sorted(by: { $0.key < $1.key }) {
        let before = evaluation.zoho?.record[name]
        let shown = FieldValue(json: before)
        guard shown != .value(value) else { continue }
        changes.add(name, value: JSONValue(value), rule: "left", shown: shown)
        written.append(LeavingMark(field: name, mark: value, before: before ?? .null))
      }
      if changes.writes, let held = drafter.policy.holdsUpdate {
        decideOnce(action: "mark", outcome: .held, held: held, changes: changes)
        return
      }
      left(reason: reason, policy: "mark", marks: written)
      guard changes.writes else { return }
      intend(
        .update, changes: changes, pairs: [:], zohoID: link.zohoID, base: link.baseSequence,
        generation: link.generation, action: "mark")
    }
  }

  private var linkStream: String { StreamKey.link(evaluation.entity, evaluation.key) }

  private mutating func left(reason: String, policy: String, marks: [LeavingMark] = []) {
    add(
      .recordLeft, on: linkStream,
      RecordLeft(
        entity: evaluation.entity, key: evaluation.key, reason: reason, policy: policy, marks: marks
      ).json)
  }

  private mutating func intend(
    _ action: WriteIntended.Action, changes: FieldChanges, pairs: Base, zohoID: String?, base: UInt64,
    generation: Int, action name: String
  ) {
    let index = decide(action: name, outcome: .write, held: nil, changes: changes)
    let target = StreamKey.zoho(mapping.zoho.module, zohoID ?? "new")
    // Where no base moves by it (our key, a mark), the newest change tells one such write from the next.
    let base = pairs.isEmpty ? max(base, evaluation.cause) : base
    let operation = operationID(
      link: linkStream, generation: generation, target: target, fields: changes.row.keys,
      desired: changes.row.members.map { .value($0.value.text) }, baseSequence: base)
    let intent = WriteIntended(
      operation: operation, entity: evaluation.entity, key: evaluation.key, generation: generation,
      target: .zoho(mapping.zoho.module, zohoID), action: action, row: changes.row, before: changes.before,
      pairs: pairs,
      unmodifiedSince: changes.isContested && action == .update ? evaluation.zoho?.modifiedTime : nil)
    result.intents.append(PlacedIntent(intent: intent, index: result.drafts.count))
    add(
      .writeIntended, on: StreamKey.operation(operation), intent.json, cause: .inCommit(index))
  }

  /// A decision that changes nothing by itself is recorded once for each change, not once for each run.
  private mutating func decideOnce(
    action: String, outcome: DecisionMade.Outcome, held: String?, changes: FieldChanges
  ) {
    if outcome == .held { result.isHeld = true }
    // What a person says ends what is held: unless it is said anew, nothing names it any more.
    let isUnsaid = outcome == .held && !evaluation.standing.isHeld
    guard
      isUnsaid || evaluation.hasNewOwed
        || evaluation.standing.decisionFingerprint != fingerprint(action, outcome, held, changes)
    else { return }
    decide(action: action, outcome: outcome, held: held, changes: changes)
  }

  @discardableResult
  private mutating func decide(
    action: String, outcome: DecisionMade.Outcome, held: String?, changes: FieldChanges
  ) -> Int {
    decide(
      action: action, outcome: outcome, held: held, fields: changes.fields, base: changes.moved,
      fingerprint: fingerprint(action, outcome, held, changes))
  }

  private mutating func decide(
    action: String, outcome: DecisionMade.Outcome, held: String? = nil, fields: [DecisionMade.Field],
    base: Base, fingerprint: String
  ) -> Int {
    let index = offset + result.drafts.count
    add(
      .decisionMade, on: linkStream,
      DecisionMade(
        entity: evaluation.entity, key: evaluation.key, action: action, outcome: outcome, held: held,
        inputs: evaluation.inputs, configuration: drafter.configuration, fields: fields, base: base,
        owed: evaluation.owed, marks: marks(after: action), fingerprint: fingerprint
      ).json)
    return index
  }

  /// By what the record is known from now on; nil where the log has it so.
  ///
  /// A record that is made shows what JDE does.
  private func marks(after action: String) -> KeptMarks? {
    // Another record may be found before the two are paired.
    if action == "link" { return nil }
    let marks =
      action == "create" ? KeptMarks(jde: evaluation.marks.jde, zoho: evaluation.marks.jde) : evaluation.marks
    return marks == evaluation.standing.marks ? nil : marks
  }

  private func fingerprint(
    _ action: String, _ outcome: DecisionMade.Outcome, _ held: String?, _ changes: FieldChanges
  ) -> String {
    Decisions.fingerprint(of: [
      "action": JSONValue(action), "outcome": JSONValue(outcome.rawValue), "held": JSONValue(held ?? ""),
      "fields": .array(changes.fields.map(\.json)),
    ])
  }

  /// Fields that a person must decide; the same question is asked once.
  private mutating func askAbout(_ asked: [FieldOutcome]) {
    for outcome in asked {
      let question = QuestionAsked.conflict(evaluation.subject, outcome)
      let known = evaluation.standing.openConflicts.first { $0.field == outcome.field }
      if known?.asked.values == question.values { continue }
      add(.questionAsked, on: linkStream, question.json)
    }
  }

  private mutating func withdrawConflicts(except asked: Set<String>) {
    // A mask before a value is no agreement: what a person was asked stays asked.
    let open = asked.union(evaluation.unreadable.map(\.field))
    for conflict in evaluation.standing.openConflicts where !open.contains(conflict.field ?? "") {
      add(.questionWithdrawn, on: linkStream, QuestionWithdrawn(conflict.asked.question, why: "agreed").json)
    }
  }

  private mutating func add(
    _ kind: EventKind, on stream: String, _ body: JSONValue, cause: EventReference? = nil
  ) {
    result.drafts.append(
      Draft(
        kind: kind, stream: stream, body: body,
        cause: cause ?? .sequence(evaluation.cause > 0 ? evaluation.cause : drafter.run),
        isPersonal: drafter.personal.covers(entity: evaluation.entity)))
  }
}

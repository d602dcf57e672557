package import Decisions
package import Diagnostics
import EventLog
import JSONText
import ProjectFiles
import Projections

extension SyncEngine {
  /// Records what a person says of a pairing: which record it is, that it is a new one, or that two are not the same.
  package func answer(
    review entity: String, key: String, _ answer: LinkSettled.Answer, zohoID: String?, reason: String?
  ) async throws(Failure) {
    guard let mapping = project.rules.mapping(entity) else { throw .unknownRecord("\(entity)/\(key)") }
    let link = try await journal.store.links(entity: entity, keys: [key])[key]
    let review = try await journal.store.reviews(entity: entity, keys: [key])[key]
    if answer == .create { try await requireReadable(key, mapping, isAsked: review != nil) }
    guard link != nil || review != nil else { throw .unknownRecord("\(entity)/\(key)") }
    if answer == .unlink, link?.state != .linked { throw .notLinked("\(entity)/\(key)") }
    if let zohoID { try await check(zohoID, module: mapping.zoho.module, entity: entity, key: key, answer) }
    let settled = LinkSettled(
      entity: entity, key: key, answer: answer, zohoID: zohoID ?? link?.zohoID, by: environment.user,
      reason: reason)
    let stream = StreamKey.link(entity, key)
    let isPersonal = personal.covers(entity: entity)
    func draft(_ kind: EventKind, _ body: JSONValue) -> Draft {
      Draft(kind: kind, stream: stream, body: body, cause: .sequence(journal.run), isPersonal: isPersonal)
    }
    var drafts = [draft(.linkReviewAnswered, settled.json)]
    switch answer {
    case .link:
      drafts.append(
        draft(
          .linkMade,
          LinkMade(
            entity: entity, key: key, generation: try await nextGeneration(entity, key, link),
            module: mapping.zoho.module, zohoID: zohoID ?? "", how: "person",
            explanation: ["by": JSONValue(environment.user), "reason": JSONValue(reason)]
          ).json))
    case .keepApart: drafts.append(draft(.linkKeptApart, settled.json))
    case .unlink: drafts = [draft(.linkRemoved, settled.json)]
    case .create, .ignore, .withdrawn: break
    }
    try await journal.note(drafts)
    try await journal.catchUp()
  }

  private func nextGeneration(
    _ entity: String, _ key: String, _ link: LinkState?
  ) async throws(Failure) -> Int {
    let reserved = try await journal.store.reservations(entity: entity, keys: [key])[key]
    return max(link?.generation ?? 0, reserved?.generation ?? 0) + 1
  }

  /// A pairing must lead to a record that is there and that nobody else has.
  private func check(
    _ id: String, module: String, entity: String, key: String, _ answer: LinkSettled.Answer
  ) async throws(Failure) {
    guard try await journal.store.zohoRecords(module: module, ids: [id])[id]?.state == .present else {
      throw .unknownZohoRecord(id, module: module)
    }
    guard answer == .link, let holder = try await journal.store.links(entity: entity, zohoIDs: [id])[id],
      holder.state == .linked, holder.key != key
    else { return }
    throw .alreadyLinked(id, to: "\(entity)/\(holder.key)")
  }

  /// Says whose value holds where both sides moved; the next run carries it out.
  package func resolve(
    conflict entity: String, key: String, field: String, take side: Side
  ) async throws(Failure) {
    let name = "\(entity)/\(key)"
    let conflict = try await journal.store.conflicts(entity: entity, keys: [key])[key]?
      .first { $0.isOpen && $0.field == field }
    guard let conflict else { throw .noConflict(field, of: name) }
    let mapped = project.rules.mapping(entity)?.field(field)
    let (winner, loser) = side == .jde ? (conflict.jde, conflict.zoho) : (conflict.zoho, conflict.jde)
    // A person's word does not overrule the mapping: it would be asked again at once.
    if winner == .blank, loser != .blank, let mapped, !mapped.allowsClear {
      throw .clearNotAllowed(field, of: name, at: mapped.place.description)
    }
    let owner = mapped?.owner
    let pair = conflict.base(taking: side, owner: owner)
    let decision = DecisionMade(
      entity: entity, key: key, action: "update", outcome: .base, held: nil, inputs: [],
      configuration: configuration, fields: [], base: [field: pair],
      fingerprint: fingerprint(of: ["field": JSONValue(field), "take": JSONValue(side.rawValue)]))
    let stream = StreamKey.link(entity, key)
    let resolved = ConflictResolved(
      entity: entity, key: key, field: field, how: "\(environment.user) took \(side.rawValue)")
    let isPersonal = personal.covers(entity: entity)
    try await journal.note([
      Draft(
        kind: .conflictResolved, stream: stream, body: resolved.json, cause: .sequence(journal.run),
        isPersonal: isPersonal),
      Draft(
        kind: .decisionMade, stream: stream, body: decision.json, cause: .inCommit(0), isPersonal: isPersonal),
    ])
    try await journal.catchUp()
  }

  /// Lets failed writes be decided again from today's state, all of them where none is named; gives their number.
  package func retry(operations: [String]) async throws(Failure) -> Int {
    let failed = try await failed(operations)
    try await end(failed, .writeAbandoned, "a person asked for another try")
    return failed.count
  }

  /// Gives a failed write up: nothing is written for it until its record changes.
  package func discard(operation: String) async throws(Failure) {
    try await end(try await failed([operation]), .writeSettled, "a person gave it up")
  }

  /// Says what became of a write whose outcome could not be told.
  package func settle(operation: String, applied: Bool) async throws(Failure) {
    guard let row = try await journal.store.operation(operation), OperationState.open.contains(row.state)
    else {
      throw .noOpenOperation(operation)
    }
    try await end(
      [row], applied ? .writeSettled : .writeAbandoned,
      applied ? "a person saw that it was applied" : "a person saw that it was not applied")
  }

  private func failed(_ operations: [String]) async throws(Failure) -> [OperationRow] {
    let failed = try await journal.store.operations(in: [.failed], limit: 1_000_000)
    guard !operations.isEmpty else { return failed }
    for operation in operations where !failed.contains(where: { $0.operation == operation }) {
      throw .noOpenOperation(operation)
    }
    return failed.filter { operations.contains($0.operation) }
  }

  private func end(_ rows: [OperationRow], _ kind: EventKind, _ message: String) async throws(Failure) {
    guard !rows.isEmpty else { return }
    try await journal.note(
      rows.map { row in
        Draft(
          kind: kind, stream: StreamKey.operation(row.operation),
          body: WriteEnded(
            operation: row.operation, entity: row.entity, key: row.key, errorClass: nil,
            message: message
          ).json, cause: .sequence(journal.run), isPersonal: personal.covers(entity: row.entity))
      })
    try await journal.catchUp()
  }
}

extension ConflictRow {
  /// The base that lets one side's value hold.
  ///
  /// The base takes the loser's value as it is, and of the winner something else than it shows: the winner is then
  /// the only side that moved. Half a pair would be none at all. Where the loser owns the field, its owner would win
  /// again: there both values count as agreed, and stay as they are.
  fileprivate func base(taking side: Side, owner: FieldOwner?) -> FieldPair {
    let isOwnersLoss = side == .jde ? owner == .zoho : owner == .jde
    guard !isOwnersLoss else { return FieldPair(jde: jde, zoho: zoho) }
    switch side {
    case .jde: return FieldPair(jde: Self.other(than: jde, before: base?.jde), zoho: zoho)
    case .zoho: return FieldPair(jde: jde, zoho: Self.other(than: zoho, before: base?.zoho))
    }
  }

  /// What a side showed before, or where it did not move or was never agreed, anything but what it shows now.
  private static func other(than shown: FieldValue, before: FieldValue?) -> FieldValue {
    if let before, before != .absent, before != shown { return before }
    return shown == .blank ? .value("-") : .blank
  }
}

import JSONText
import SimulatedCompanies

/// What a write call does with its rows.
enum WriteKind: String, Sendable {
  case insert
  case update
  case upsert
}

/// One write call.
struct WriteCall: Sendable {
  let kind: WriteKind
  let module: ZohoModule
  let request: ImitatedRequest
  let runsAutomations: Bool
  let enforcesUnique: Bool
  let refusals: [Fault.RowRefusal]
  /// By which fields an upsert finds records, by position.
  let checkFields: [Int]
}

extension ZohoState {
  /// POST, PUT and upsert: each row is judged by itself.
  mutating func write(
    _ kind: WriteKind, _ module: ZohoModule, _ request: ImitatedRequest, id: String? = nil
  ) -> ImitatedAnswer {
    guard let body = request.json, let rows = body["data"]?.array else {
      return failure(400, "INVALID_DATA", "body must be JSON with data", ["expected_data_type": "jsonobject"])
    }
    guard !rows.isEmpty, rows.count <= 100 else {
      return failure(400, rows.isEmpty ? "INVALID_DATA" : "LIMIT_EXCEEDED", "1 to 100 rows", ["limit": 100])
    }
    let call = WriteCall(
      kind: kind, module: module, request: request,
      runsAutomations: quirks.workflows == .always || body["trigger"]?.array?.isEmpty != true,
      enforcesUnique: enforcesUnique && !request.faults.contains(.uniqueNotEnforced),
      refusals: request.faults.compactMap { if case .refuseRows(let refusal) = $0 { refusal } else { nil } },
      checkFields: upsertFields(body, module))
    if let conflict = conflict(rows, call, id: id) { return conflict }
    var answers: [JSONValue] = []
    var refused = 0
    for (index, row) in rows.enumerated() {
      let outcome = write(row, at: index, call, id: id)
      if case .failure = outcome { refused += 1 }
      answers.append(Self.json(outcome))
    }
    if quirks.rowOrder == .exchanged { answers.reverse() }
    var answer = ImitatedAnswer(status(rows.count, refused: refused, kind), ["data": .array(answers)])
    answer.rows = rows.count
    return answer
  }

  private static func json(_ outcome: Result<JSONValue, RowError>) -> JSONValue {
    switch outcome {
    case .success(let value): value
    case .failure(let error): error.json
    }
  }

  private func status(_ rows: Int, refused: Int, _ kind: WriteKind) -> Int {
    if refused == rows { return quirks.allRowsRefused == .status400 ? 400 : 202 }
    if refused > 0 { return quirks.someRowsRefused == .status207 ? 207 : 200 }
    return kind == .insert ? 201 : 200
  }

  /// The named fields in order, then all other unique ones.
  private func upsertFields(_ body: JSONValue, _ module: ZohoModule) -> [Int] {
    let named = (body["duplicate_check_fields"]?.array ?? []).compactMap {
      $0.string.flatMap(module.position)
    }
    let first = named.isEmpty ? module.position(module.systemField).map { [$0] } ?? [] : named
    return first + module.uniquePositions.filter { !first.contains($0) }
  }

  /// 412 where a record changed after the time that `If-Unmodified-Since` names.
  private mutating func conflict(_ rows: [JSONValue], _ call: WriteCall, id: String?) -> ImitatedAnswer? {
    guard call.kind != .insert, let header = call.request.headers["if-unmodified-since"],
      let since = WallTime(iso: header) ?? WallTime(http: header)
    else { return nil }
    for row in rows {
      guard let index = try? target(row, call, id: id).index,  // what cannot be found is judged row by row
        let record = tables[call.module.name]?.records[index], record.modified > since.seconds
      else { continue }
      var details = self.details(of: record)
      details["Modified_Time"] = JSONValue(ZohoTimeText.text(record.modified, quirks.timeZone))
      let error = RowError(
        code: "ALREADY_MODIFIED", message: "the record was modified meanwhile", details: details)
      return ImitatedAnswer(412, ["data": [error.json]])
    }
    return nil
  }

  /// The record that a row is about.
  struct Target {
    /// Its position; nil for a new one.
    var index: Int?
    /// The field by which an upsert found it.
    var field: String?
  }

  /// The record that a row is about.
  func target(_ row: JSONValue, _ call: WriteCall, id: String?) throws(RowError) -> Target {
    guard let table = tables[call.module.name] else { return Target() }
    switch call.kind {
    case .insert: return Target()
    case .upsert:
      for position in call.checkFields {
        let field = call.module.fields[position].name
        guard let value = row[field]?.string else { continue }
        if let found = table.holders(of: value, at: position).first {
          return Target(index: table.index(of: found), field: field)
        }
      }
      return Target()
    case .update:
      let external = call.request.headers["x-external"]?.split(separator: ".").last.map(String.init)
      let name = id ?? row[external ?? "id"]?.idText ?? ""
      guard case .found(let index) = address(name, call.module, call.request) else { throw .unknownID(name) }
      return Target(index: index)
    }
  }

  /// What the answer to an applied row says of its record.
  func details(of record: ZohoRecord) -> JSONObject {
    let said = record.modified + (quirks.writeTime == .ahead ? 7_200 : 0)
    var details: JSONObject = [
      "Modified_Time": JSONValue(ZohoTimeText.text(said, quirks.timeZone)),
      "Modified_By": ZohoUser.all[Int(record.modifiedBy)].shortJSON(quirks),
      "Created_Time": JSONValue(ZohoTimeText.text(record.created, quirks.timeZone)),
    ]
    if let name = quirks.idName { details[name] = quirks.value(of: record.id) }
    details["Created_By"] = ZohoUser.all[Int(record.createdBy)].shortJSON(quirks)
    details["$approval_state"] = "approved"
    return details
  }
}

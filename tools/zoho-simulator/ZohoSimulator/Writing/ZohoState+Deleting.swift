import JSONText
import SimulatedCompanies

extension ZohoState {
  /// DELETE by `ids=` or by the path: to the recycle bin.
  mutating func delete(_ module: ZohoModule, _ request: ImitatedRequest, id: String?) -> ImitatedAnswer {
    let ids = id.map { [$0] } ?? (request.parameter("ids") ?? "").split(separator: ",").map(String.init)
    guard !ids.isEmpty, ids.count <= 100 else {
      return failure(
        400, "REQUIRED_PARAM_MISSING", "One of the expected parameter is missing", ["param_name": "ids"])
    }
    var rows: [JSONValue] = []
    var refused = 0
    for id in ids {
      if case .found(let index) = address(id, module, request),
        let record = tables[module.name]?.records[index], !record.isLocked
      {
        remove(module, at: index, by: 0, call: request.number, who: ZohoUser.all[0].name, time: request.time)
        log(id: record.id, module, request, code: "SUCCESS")
        rows.append([
          "code": "SUCCESS", "details": ["id": JSONValue(id)], "message": "record deleted",
          "status": "success",
        ])
      } else {
        refused += 1
        log(id: UInt64(id), module, request, code: "INVALID_DATA")
        let error = RowError(
          code: "INVALID_DATA", message: "record not deleted", details: ["id": JSONValue(id)])
        rows.append(error.json)
      }
    }
    let status = refused == ids.count ? 400 : refused > 0 ? 207 : 200
    var answer = ImitatedAnswer(status, ["data": .array(rows)])
    answer.rows = ids.count
    return answer
  }

  private mutating func log(id: UInt64?, _ module: ZohoModule, _ request: ImitatedRequest, code: String) {
    writes.record(
      WriteLog.Row(
        time: request.time, call: request.number, action: "delete",
        operation: "\(request.method) \(request.path)", module: module.name, id: id, key: nil, sent: "{}",
        before: "null", after: "null", isApplied: code == "SUCCESS", code: code))
  }

  /// Takes a record out and writes that down.
  mutating func remove(
    _ module: ZohoModule, at index: Int, by user: UInt8, call: Int, who: String, time: WallTime
  ) {
    guard let record = tables[module.name]?.records[index] else { return }
    let name = module.position(module.systemField).flatMap(record.string)
    tables[module.name]?.remove(
      at: index, name: name, time: time.adding(seconds: clockOffset).seconds, by: user)
    journal.record(
      Journal.Change(
        time: time, call: call, who: who, action: "delete", place: module.name, key: String(record.id),
        before: values(record, module.fields.map(\.name), module), after: "null"))
  }

  /// Puts a changed record in place and writes down what differs.
  mutating func change(
    _ module: ZohoModule, at index: Int, from old: ZohoRecord, to new: ZohoRecord, call: Int, who: String,
    time: WallTime
  ) {
    tables[module.name]?.replace(at: index, with: new)
    let names =
      module.fields.indices.filter { old[$0] != new[$0] }.map { module.fields[$0].name }
      + (old.owner == new.owner ? [] : ["Owner"]) + (old.isLocked == new.isLocked ? [] : ["Locked__s"])
    journal.record(
      Journal.Change(
        time: time, call: call, who: who, action: "update", place: module.name, key: String(new.id),
        before: values(old, names, module), after: values(new, names, module)))
  }
}

import JSONText
import SimulatedCompanies

extension ZohoState {
  /// `POST /control/change`: what people do in Zoho, `[{"module":"Accounts","action":"update","id":"…","values":{…}}]`.
  ///
  /// Actions are insert, update, delete, erase (out of the recycle bin), lock, unlock, and merge (with `child`).
  /// A record is named by `id`, or by `key`, the value of the field with JDE's number.
  mutating func change(_ request: ImitatedRequest) -> ImitatedAnswer {
    guard let json = request.json, let changes = json.array ?? json["changes"]?.array else {
      return .refused("a JSON list of changes is needed")
    }
    var ids: [JSONValue] = []
    for change in changes {
      guard let module = ZohoModule.all.first(where: { $0.name == change["module"]?.string }) else {
        return .refused("unknown module \(change["module"]?.string ?? "")")
      }
      switch self.change(module, change, request) {
      case .success(let id): ids.append(JSONValue(String(id)))
      case .failure(let problem): return .refused(problem.text)
      }
    }
    return ImitatedAnswer(200, ["changed": .array(ids)])
  }

  private struct Problem: Error { let text: String }

  private mutating func change(
    _ module: ZohoModule, _ change: JSONValue, _ request: ImitatedRequest
  ) -> Result<UInt64, Problem> {
    let action = change["action"]?.string ?? "update"
    let user = ZohoUser.all.firstIndex { $0.mail.hasPrefix(change["who"]?.string ?? "ada") } ?? 1
    let now = time(of: request).seconds
    if action == "erase" {
      let id = change["id"]?.string.flatMap { UInt64($0) } ?? 0
      return tables[module.name]?.erase(id) == true
        ? .success(id) : .failure(Problem(text: "not in the bin: \(id)"))
    }
    if action == "insert" {
      var record = ZohoRecord(id: takeID(), time: now, owner: UInt8(user), by: UInt8(user))
      if let problem = set(change["values"]?.object, in: &record, module) { return .failure(problem) }
      tables[module.name]?.append(record)
      journal.record(
        Journal.Change(
          time: request.time, call: 0, who: ZohoUser.all[user].name, action: "insert", place: module.name,
          key: String(record.id), before: "null", after: values(record, module.fields.map(\.name), module)))
      return .success(record.id)
    }
    guard let index = index(change, module), let old = tables[module.name]?.records[index] else {
      return .failure(
        Problem(
          text: "no such record in \(module.name): \(change["id"]?.string ?? change["key"]?.string ?? "")"))
    }
    if action == "delete" {
      remove(
        module, at: index, by: UInt8(user), call: 0, who: ZohoUser.all[user].name, time: request.time)
      return .success(old.id)
    }
    var new = old
    if let problem = set(change["values"]?.object, in: &new, module) { return .failure(problem) }
    if action == "lock" || action == "unlock" { new.isLocked = action == "lock" }
    new.modified = max(now, old.modified)
    new.modifiedBy = UInt8(user)
    self.change(
      module, at: index, from: old, to: new, call: 0, who: ZohoUser.all[user].name, time: request.time)
    if action == "merge", let child = change["child"]?.string.flatMap({ UInt64($0) }),
      let place = tables[module.name]?.index(of: child)
    {
      remove(module, at: place, by: UInt8(user), call: 0, who: ZohoUser.all[user].name, time: request.time)
    }
    return .success(old.id)
  }

  private func index(_ change: JSONValue, _ module: ZohoModule) -> Int? {
    guard let table = tables[module.name] else { return nil }
    if let id = change["id"]?.string.flatMap({ UInt64($0) }) { return table.index(of: id) }
    guard let key = change["key"]?.string, let position = module.keyField.flatMap(module.position) else {
      return nil
    }
    return table.holders(of: key, at: position).first.flatMap(table.index)
  }

  private func set(_ values: JSONObject?, in record: inout ZohoRecord, _ module: ZohoModule) -> Problem? {
    for member in values ?? [:] {
      let name = member.key.value
      if name == "Owner" {
        record.owner = member.value["id"]?.string.flatMap { ZohoUser.position(id: $0) } ?? record.owner
        continue
      }
      guard let position = module.position(name) else {
        return Problem(text: "no field \(name) in \(module.name)")
      }
      if let id = member.value["id"]?.string {
        record[position] = id
      } else {
        record[position] = member.value.isNull || member.value.string == "" ? nil : member.value.text
      }
    }
    return nil
  }

  /// A new account that nobody asked for, with the highest id: what shifts the pages of a reader.
  mutating func insertStranger(_ module: ZohoModule, _ request: ImitatedRequest) {
    var record = ZohoRecord(id: takeID(), time: time(of: request).seconds, owner: 1, by: 1)
    for name in [module.systemField, "Last_Name"] {
      guard let position = module.position(name), module.fields[position].kind == .text else { continue }
      record[position] = JSONValue("Shifted Stranger \(record.id % 1_000_000)").text
    }
    tables[module.name]?.append(record)
    journal.record(
      Journal.Change(
        time: request.time, call: 0, who: ZohoUser.all[1].name, action: "insert", place: module.name,
        key: String(record.id), before: "null", after: values(record, module.fields.map(\.name), module)))
  }
}

import JSONText
import SimulatedCompanies

extension ZohoState {
  /// `POST /control/change`: what people do in Zoho, `[{"module":"Accounts","action":"update","id":"…","values":{…}}]`.
  ///
  /// Actions are insert, update, delete, erase (out of the recycle bin), restore (out of it again), lock, unlock,
  /// merge (with `child`) and mass_update (of `ids`, of the records that `where` describes, or of all). A record is
  /// named by `id`, or by `key`, the value of the field with JDE's number.
  mutating func change(_ request: ImitatedRequest) -> ImitatedAnswer {
    guard let json = request.json, let changes = json.array ?? json["changes"]?.array else {
      return .refused("a JSON list of changes is needed")
    }
    var ids: [JSONValue] = []
    for change in changes {
      guard let module = ZohoModule.all.first(where: { $0.name == change["module"]?.string }) else {
        return .refused("unknown module \(change["module"]?.string ?? "")")
      }
      let outcome =
        change["action"]?.string == "mass_update"
        ? massUpdate(module, change, request) : self.change(module, change, request).map { [$0] }
      switch outcome {
      case .success(let changed): ids += changed.map { JSONValue(String($0)) }
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
    let user = Self.user(change)
    let now = time(of: request).seconds
    if action == "restore" { return restore(module, change, request) }
    if action == "erase" {
      let id = change["id"]?.idText.flatMap { UInt64($0) } ?? 0
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
          text: "no such record in \(module.name): \(change["id"]?.idText ?? change["key"]?.string ?? "")"))
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
    if action == "merge", let child = change["child"]?.idText.flatMap({ UInt64($0) }) {
      merge(module, child, into: old.id, by: user, request)
    }
    return .success(old.id)
  }

  private static func user(_ change: JSONValue) -> Int {
    ZohoUser.all.firstIndex { $0.mail.hasPrefix(change["who"]?.string ?? "ada") } ?? 1
  }

  /// Takes the other record of a merge away: what names it in a lookup names the master from then on, and nothing else
  /// links the two.
  private mutating func merge(
    _ module: ZohoModule, _ child: UInt64, into master: UInt64, by user: Int, _ request: ImitatedRequest
  ) {
    guard let place = tables[module.name]?.index(of: child) else { return }
    remove(module, at: place, by: UInt8(user), call: 0, who: ZohoUser.all[user].name, time: request.time)
    if quirks.mergedRecord == .permanent { _ = tables[module.name]?.erase(child) }
    for other in ZohoModule.all {
      for (position, field) in other.fields.enumerated() where field.kind == .lookup(module.name) {
        for index in tables[other.name]?.records.indices ?? 0..<0 {
          guard let old = tables[other.name]?.records[index], old[position] == String(child) else { continue }
          var new = old
          new[position] = String(master)
          self.change(
            other, at: index, from: old, to: new, call: 0, who: ZohoUser.all[user].name, time: request.time)
        }
      }
    }
  }

  /// Takes a record out of the recycle bin; it comes back as it was, under its old id.
  private mutating func restore(
    _ module: ZohoModule, _ change: JSONValue, _ request: ImitatedRequest
  ) -> Result<UInt64, Problem> {
    let id = change["id"]?.idText.flatMap { UInt64($0) } ?? 0
    guard let record = tables[module.name]?.restore(id) else {
      return .failure(Problem(text: "not in the bin: \(id)"))
    }
    journal.record(
      Journal.Change(
        time: request.time, call: 0, who: ZohoUser.all[Self.user(change)].name, action: "insert",
        place: module.name, key: String(id), before: "null",
        after: values(record, module.fields.map(\.name), module)))
    return .success(id)
  }

  /// The same new values in many records at once, all with one `Modified_Time`.
  private mutating func massUpdate(
    _ module: ZohoModule, _ change: JSONValue, _ request: ImitatedRequest
  ) -> Result<[UInt64], Problem> {
    guard let records = tables[module.name]?.records else { return .success([]) }
    let ids = change["ids"]?.array.map { Set($0.compactMap { $0.idText.flatMap { UInt64($0) } }) }
    let wanted = change["where"]?.object ?? [:]
    let chosen = records.indices.filter { index in
      ids?.contains(records[index].id) != false
        && wanted.allSatisfy { member in
          module.position(member.key.value).flatMap(records[index].string) == member.value.string
        }
    }
    let time = max(time(of: request).seconds, chosen.map { records[$0].modified }.max() ?? 0)
    for index in chosen {
      var new = records[index]
      if let problem = set(change["values"]?.object, in: &new, module) { return .failure(problem) }
      new.modified = time
      new.modifiedBy = UInt8(Self.user(change))
      self.change(
        module, at: index, from: records[index], to: new, call: 0,
        who: ZohoUser.all[Self.user(change)].name, time: request.time)
    }
    return .success(chosen.map { records[$0].id })
  }

  private func index(_ change: JSONValue, _ module: ZohoModule) -> Int? {
    guard let table = tables[module.name] else { return nil }
    if let id = change["id"]?.idText.flatMap({ UInt64($0) }) { return table.index(of: id) }
    guard let key = change["key"]?.string, let position = module.keyField.flatMap(module.position) else {
      return nil
    }
    return table.holders(of: key, at: position).first.flatMap(table.index)
  }

  private func set(_ values: JSONObject?, in record: inout ZohoRecord, _ module: ZohoModule) -> Problem? {
    for member in values ?? [:] {
      let name = member.key.value
      if name == "Owner" {
        record.owner = member.value["id"]?.idText.flatMap { ZohoUser.position(id: $0) } ?? record.owner
        continue
      }
      guard let position = module.position(name) else {
        return Problem(text: "no field \(name) in \(module.name)")
      }
      if let id = member.value["id"]?.idText {
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

import JSONText
import SimulatedCompanies

extension ZohoState {
  /// Judges and carries out one row, and writes both down.
  mutating func write(
    _ row: JSONValue, at index: Int, _ call: WriteCall, id: String?
  ) -> Result<JSONValue, RowError> {
    let module = call.module
    var old: ZohoRecord?
    do throws(RowError) {
      let target = try target(row, call, id: id)
      old = target.index.flatMap { tables[module.name]?.records[$0] }
      let record = try judged(row, at: index, call, old: old)
      if quirks.effect == .none {
        written(row, call, old: old, new: nil, error: nil)
        return .success(answer(old ?? record, call, target))
      }
      if let place = target.index {
        tables[module.name]?.replace(at: place, with: record)
      } else {
        tables[module.name]?.append(record)
      }
      written(row, call, old: old, new: record, error: nil)
      if call.runsAutomations { automate(module, record.id, call.request) }
      return .success(answer(record, call, target))
    } catch {
      let placed = error.placed(row: index, quirk: quirks.jsonPath)
      written(row, call, old: old, new: nil, error: placed)
      return .failure(placed)
    }
  }

  private func answer(_ record: ZohoRecord, _ call: WriteCall, _ target: Target) -> JSONValue {
    let isNew = target.index == nil
    var details = details(of: record)
    if let header = call.request.headers["x-external"]?.split(separator: ".").last.map(String.init),
      let position = call.module.position(header), let text = record.string(position)
    {
      details[header] = JSONValue(text)
    }
    var answer: JSONObject = ["code": "SUCCESS"]
    if call.kind == .upsert {
      answer["duplicate_field"] = JSONValue(target.field)
      answer["action"] = isNew ? "insert" : "update"
    }
    answer["details"] = .object(details)
    answer["message"] = isNew ? "record added" : "record updated"
    answer["status"] = "success"
    return .object(answer)
  }

  /// The record as the row makes it, or why the row is refused.
  private mutating func judged(
    _ row: JSONValue, at index: Int, _ call: WriteCall, old: ZohoRecord?
  ) throws(RowError) -> ZohoRecord {
    guard let object = row.object else { throw .wrongType("data", expected: "jsonobject") }
    if let old, old.isLocked { throw .locked(old.id) }
    if let refusal = call.refusals.first(where: { $0.strikes(row: index, text: row.text) }) {
      throw RowError(
        code: refusal.code, message: "invalid data", details: ["api_name": JSONValue(refusal.field)])
    }
    let now = time(of: call.request).seconds
    var record: ZohoRecord
    if let old {
      record = old
      record.modified = max(now, old.modified)
      record.modifiedBy = 0
    } else {
      record = ZohoRecord(id: takeID(), time: now, owner: 0, by: 0)
    }
    var errors = fill(&record, from: object, call)
    for (position, field) in call.module.fields.enumerated()
    where field.isMandatory && record[position] == nil {
      if !errors.contains(where: { $0.details["api_name"]?.string == field.name }) {
        errors.append(.mandatory(field.name))
      }
    }
    if call.enforcesUnique { errors += clashes(record, call.module) }
    if let error = RowError.together(errors) { throw error }
    return record
  }

  private func fill(_ record: inout ZohoRecord, from object: JSONObject, _ call: WriteCall) -> [RowError] {
    let module = call.module
    let check = FieldCheck(quirks: quirks, lookups: ZohoLookups(tables: tables))
    var errors: [RowError] = []
    for member in object {
      let name = member.key.value
      guard name != "id", name != "Layout", !name.hasPrefix("$") else { continue }
      guard let position = module.position(name), !removedFields.contains("\(module.name).\(name)") else {
        if quirks.unknownField == .refused { errors.append(.invalid(name)) }
        continue
      }
      let field = module.fields[position]
      guard !field.isReadOnly, !hiddenFields.contains("\(module.name).\(name)") else { continue }
      do throws(RowError) {
        let text = try check.text(of: member.value, for: field)
        if name == "Owner" {
          record.owner = text.flatMap { ZohoUser.position(id: $0) } ?? record.owner
        } else {
          record[position] = text
        }
      } catch {
        errors.append(error)
      }
    }
    if let full = module.position("Full_Name") {
      let parts = ["First_Name", "Last_Name"].compactMap { module.position($0).flatMap(record.string) }
      record[full] = parts.isEmpty ? nil : JSONValue(parts.joined(separator: " ")).text
    }
    return errors
  }

  /// The unique fields whose value another record holds.
  private func clashes(_ record: ZohoRecord, _ module: ZohoModule) -> [RowError] {
    guard let table = tables[module.name] else { return [] }
    var errors: [RowError] = []
    for (position, field) in module.fields.enumerated() where isUnique(field, module) {
      guard let value = record.string(position),
        let other = table.holders(of: value, at: position).first(where: { $0 != record.id })
      else { continue }
      var details: JSONObject = ["api_name": JSONValue(field.name)]
      if quirks.duplicateShape == .id {
        details["id"] = quirks.value(of: other)
      } else {
        details["duplicate_record"] = [
          "id": quirks.value(of: other),
          "module": ["api_name": JSONValue(module.name), "id": JSONValue(String(module.id))],
        ]
      }
      errors.append(RowError(code: "DUPLICATE_DATA", message: "duplicate data", details: details))
    }
    return errors
  }

  mutating func takeID() -> UInt64 {
    nextID += UInt64(dice.within(1...9))
    return nextID
  }

  /// Writes a row down: in the list of writes, in the journal, and for the watch over repeated inserts.
  private mutating func written(
    _ row: JSONValue, _ call: WriteCall, old: ZohoRecord?, new: ZohoRecord?, error: RowError?
  ) {
    let (module, request) = (call.module, call.request)
    var names = row.object?.keys ?? []
    // A new record has one, whoever named it.
    if old == nil, !names.contains("Owner") { names.append("Owner") }
    let (before, after) = (values(old, names, module), values(new, names, module))
    let keyPosition = module.keyField.flatMap(module.position)
    let key = keyPosition.flatMap { position in
      row[module.fields[position].name]?.string ?? (new ?? old)?.string(position)
    }
    let action = call.kind == .upsert ? (old == nil ? "insert" : "update") : call.kind.rawValue
    writes.record(
      WriteLog.Row(
        time: request.time, call: request.number, action: action,
        operation: "\(request.method) \(request.path)", module: module.name, id: (new ?? old)?.id, key: key,
        sent: row.text, before: before, after: after, isApplied: new != nil, code: error?.code ?? "SUCCESS")
    )
    if call.kind == .insert {
      let name = key ?? row[module.systemField]?.string ?? ""
      repeats.inserted(name, module: module.name, call: request.number, isSettled: error != nil)
    }
    guard let new else { return }
    journal.record(
      Journal.Change(
        time: request.time, call: request.number, who: ZohoUser.all[0].name,
        action: old == nil ? "insert" : "update", place: module.name, key: String(new.id), before: before,
        after: after))
  }

  /// The values of some fields as a JSON object; `null` where there is no record.
  mutating func values(_ record: ZohoRecord?, _ names: [String], _ module: ZohoModule) -> String {
    guard let record else { return "null" }
    var bytes: [UInt8] = []
    writer(names, module).append(record, lookups: ZohoLookups(tables: [:]), to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The writer of these fields: the rows of one call mostly have the same, and making one costs more than using it.
  private mutating func writer(_ names: [String], _ module: ZohoModule) -> RecordWriter {
    if let last = lastWriter, last.module == module.name, last.names == names, last.quirks == quirks {
      return last.writer
    }
    let writer = RecordWriter(
      module, names: names + ["Modified_Time"], quirks: quirks.forControl, namesLookups: false)
    lastWriter = (module.name, names, quirks, writer)
    return writer
  }

  /// An insert that never reached the organisation: its outcome is unknown to the caller all the same.
  mutating func noteLostInsert(_ request: ImitatedRequest) {
    let parts = request.pathParts
    guard request.method == "POST", parts.count == 3, let module = tables[parts[2]]?.module else { return }
    for row in request.json?["data"]?.array ?? [] {
      let key = module.keyField.flatMap { row[$0]?.string } ?? row[module.systemField]?.string ?? ""
      repeats.inserted(key, module: module.name, call: request.number, isSettled: false)
    }
  }

  /// What the organisation's workflows change after a write.
  private mutating func automate(_ module: ZohoModule, _ id: UInt64, _ request: ImitatedRequest) {
    guard let changes = automations[module.name], let index = tables[module.name]?.index(of: id),
      let old = tables[module.name]?.records[index]
    else { return }
    var new = old
    for (field, text) in changes {
      if let position = module.position(field) { new[position] = text == "null" ? nil : text }
    }
    new.modifiedBy = ZohoUser.automation
    new.modified = old.modified + (quirks.workflowTime == .sameSecond ? 0 : 1)
    change(module, at: index, from: old, to: new, call: 0, who: "automation", time: request.time)
  }
}

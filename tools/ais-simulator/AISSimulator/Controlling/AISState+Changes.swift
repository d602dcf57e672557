import JSONText
import SimulatedCompanies

extension AISState {
  /// `POST /control/change`: `[{"table":"F0101","action":"update","key":{"AN8":4000},"values":{"ALPH":"…"}}]`.
  ///
  /// An insert or update sets UPMJ and UPMT to JDE's date and time unless the values name them, or
  /// `"touch": false` leaves them as they are.
  mutating func change(_ request: ImitatedRequest) -> ImitatedAnswer {
    guard let json = request.json, let changes = json.array ?? json["changes"]?.array else {
      return .refused("a JSON list of changes is needed")
    }
    var done: [JSONValue] = []
    for change in changes {
      guard let table = JDETable.all.first(where: { $0.name == change["table"]?.string }) else {
        return .refused("unknown table \(change["table"]?.string ?? "")")
      }
      if let problem = self.change(table, change, at: request.time) { return .refused(problem) }
      done.append(JSONValue(journal.changes.last?.key ?? ""))
    }
    return ImitatedAnswer(200, ["changed": .array(done)])
  }

  private mutating func change(_ table: JDETable, _ change: JSONValue, at time: WallTime) -> String? {
    let action = change["action"]?.string ?? "update"
    var values: [String: String] = [:]
    for source in [change["key"]?.object, change["values"]?.object].compactMap(\.self) {
      for member in source {
        guard table.position(member.key.value) != nil else { return "no column \(member.key.value)" }
        values[member.key.value] = Self.cell(member.value)
      }
    }
    let probe = JDERow(table.columns.map { values[$0.alias] ?? "" }, of: table)
    let old = database.find(probe, in: table)
    guard action == "insert" || old != nil else {
      return "no row \(probe.keyText(in: table)) in \(table.name)"
    }
    let who = change["who"]?.string ?? "JDE"
    if action == "delete" {
      _ = database.remove(probe, from: table)
      record(table, old: old, new: nil, who: who, at: time)
      return nil
    }
    if change["touch"]?.bool != false {
      values["UPMJ"] = values["UPMJ"] ?? clock.date(at: time).compact
      values["UPMT"] = values["UPMT"] ?? clock.upmt(at: time)
      values["USER"] = values["USER"] ?? who
    }
    let base = old?.cells ?? table.columns.map { _ in "" }
    let cells = zip(table.columns, base).map { values[$0.alias] ?? $1 }
    put(JDERow(cells, of: table), into: table, who: who, at: time)
    return nil
  }

  /// Puts a row in and writes that down.
  mutating func put(_ row: JDERow, into table: JDETable, who: String, at time: WallTime) {
    let old = database.find(row, in: table)
    database.put(row, into: table)
    record(table, old: old, new: row, who: who, at: time)
  }

  private mutating func record(
    _ table: JDETable, old: JDERow?, new: JDERow?, who: String, at time: WallTime
  ) {
    guard let row = new ?? old else { return }
    func text(_ row: JDERow?, differingFrom other: JDERow?) -> String {
      guard let row else { return "null" }
      var object = JSONObject()
      for (position, column) in table.columns.enumerated() where row.cells[position] != other?.cells[position]
      {
        object.append(column.alias, JSONValue(row.cells[position]))
      }
      return JSONValue.object(object).text
    }
    journal.record(
      Journal.Change(
        time: time, call: 0, who: who, action: old == nil ? "insert" : new == nil ? "delete" : "update",
        place: table.name, key: row.keyText(in: table), before: text(old, differingFrom: new),
        after: text(new, differingFrom: old)))
  }

  /// A new customer at the first free number below `an8`, touched today: what shifts the pages of a reader.
  mutating func insertCustomer(below an8: Int, at time: WallTime) {
    var number = an8 - 1
    func row(_ table: JDETable, _ values: [String: String]) -> JDERow {
      JDERow(table.columns.map { values[$0.alias] ?? "" }, of: table)
    }
    while number > 1, database.find(row(.f0101, ["AN8": "\(number)"]), in: .f0101) != nil { number -= 1 }
    guard number > 1 else { return }
    let name = "Shifted Customer \(number)"
    let audit = [
      "AN8": "\(number)", "USER": "JDE", "UPMJ": clock.date(at: time).compact, "UPMT": clock.upmt(at: time),
    ]
    let rows: [(JDETable, [String: String])] = [
      (.f0101, ["ALPH": name, "AT1": "C", "AC01": "CUS", "AC05": "DAC", "SIC": "7000"]),
      (.f03012, ["CO": "00000", "ACL": "5000", "TRAR": "N30", "CRCD": "EUR"]),
      (.f0111, ["IDLN": "0", "MLNM": name, "ALPH": name]),
    ]
    for (table, values) in rows {
      let merged = audit.merging(values) { _, new in new }
      put(row(table, merged), into: table, who: "JDE", at: time)
    }
  }

  private static func cell(_ value: JSONValue) -> String {
    var text = value.number?.digits ?? ""
    if case .string(let string) = value { text = LoneSurrogate.text(of: string) }
    while text.last == " " { text.removeLast() }
    return text
  }
}

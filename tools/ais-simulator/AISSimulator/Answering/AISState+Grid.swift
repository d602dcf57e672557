import JSONText
import SimulatedCompanies

/// One page of a result.
struct GridPage: Sendable {
  let rows: ArraySlice<JDERow>
  let hasMore: Bool
  let rid: String
  let state: Int
  var next: String?
}

extension AISState {
  /// The answer of BROWSE, and of every next page.
  mutating func grid(_ page: GridPage, _ parsed: DataRequest, _ request: ImitatedRequest) -> ImitatedAnswer {
    let name = parsed.table.name
    let writer = GridWriter(parsed, quirks: quirks)
    let title = JSONValue("Data Browser - \(name) [\(parsed.table.title)]").text
    let root = quirks.answer == .otherTable ? "F9999" : name
    var bytes: [UInt8] = []
    bytes.reserveCapacity(1_024 + page.rows.count * parsed.columns.count * 32)
    bytes += Array("{\"fs_DATABROWSE_\(root)\":{\"title\":\(title),\"data\":{".utf8)
    if quirks.answer != .noGrid { appendGrid(page, parsed, writer, to: &bytes) }
    let error = #"{"CODE":"0018","TITLE":"Error: Form","DESC":"the form could not be read","MOBILE":""}"#
    bytes += Array("},\"errors\":[\(quirks.answer == .formErrors ? error : "")],\"warnings\":[]},".utf8)
    let stamp = clock.timeStamp(at: request.time, form: quirks.timeStamp)
    bytes += Array("\"stackId\":1,\"stateId\":\(page.state),\"rid\":\"\(page.rid)\",".utf8)
    bytes += Array("\"currentApp\":\"DATABROWSE_\(name)\",\"timeStamp\":\"\(stamp)\",\"sysErrors\":[]".utf8)
    if let next = page.next {
      let link: JSONValue = [["rel": "next", "href": JSONValue(next)]]
      bytes += Array(",\"links\":".utf8)
      link.append(to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
    journal.show(call: request.number, place: name, keys: page.rows.map { $0.keyText(in: parsed.table) })
    var answer = ImitatedAnswer(200, body: bytes)
    answer.rows = page.rows.count
    return answer
  }

  /// Appends `"gridData":{…}`: headings, rows and summary.
  private func appendGrid(
    _ page: GridPage, _ parsed: DataRequest, _ writer: GridWriter, to bytes: inout [UInt8]
  ) {
    bytes += Array("\"gridData\":{\"id\":54,\"fullGridId\":\"54\"".utf8)
    if quirks.headings != .columns {
      bytes += Array(",\"titles\":".utf8)
      bytes += writer.headings
    }
    if quirks.headings != .titles {
      bytes += Array(",\"columns\":".utf8)
      bytes += writer.headings
    }
    if quirks.answer == .rowsetNull || quirks.answer == .rowsetObject {
      bytes += Array(",\"rowset\":\(quirks.answer == .rowsetNull ? "null" : "{}")".utf8)
    } else if !page.rows.isEmpty || quirks.emptyRowset == .empty {
      bytes += Array(",\"rowset\":[".utf8)
      for (index, row) in page.rows.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        writer.append(row, index: index, to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    }
    bytes += Array(summary(page, pageSize: parsed.pageSize).utf8)
    bytes.append(UInt8(ascii: "}"))
  }

  /// `,"summary":{…}`, as far as the switch lets the server say how far the page goes.
  private func summary(_ page: GridPage, pageSize: Int) -> String {
    let records = "\"records\":\(page.rows.count)"
    switch quirks.summary {
    case .missing: return ""
    case .missingOnFullPages where page.rows.count >= pageSize: return ""
    case .moreMissing: return ",\"summary\":{\(records)}"
    case .moreAsText: return ",\"summary\":{\(records),\"moreRecords\":\"\(page.hasMore)\"}"
    case .given, .missingOnFullPages: return ",\"summary\":{\(records),\"moreRecords\":\(page.hasMore)}"
    }
  }

  /// What comes with status 200 where an answer holds no grid at all; nil where the switch lets it hold one.
  func instead(at time: WallTime) -> ImitatedAnswer? {
    switch quirks.answer {
    case .right, .formErrors, .noGrid, .rowsetNull, .rowsetObject, .otherTable: nil
    case .emptyObject: ImitatedAnswer(200, [:])
    case .emptyArray: ImitatedAnswer(200, [])
    case .null: ImitatedAnswer(200, .null)
    case .nothing: ImitatedAnswer(200, body: [])
    case .error: failure(200, "Internal Server Error", at: time)
    case .sysErrors:
      ImitatedAnswer(
        200, ["sysErrors": [["TITLE": "Error: System", "DESC": "the request could not be served"]]])
    }
  }

  /// The answer of COUNT.
  func count(_ parsed: DataRequest) -> JSONValue {
    let count = JSONValue(parsed.count(in: database))
    let inner: JSONValue = quirks.count == .count ? ["count": count] : ["output": [["COUNT": count]]]
    return .object(JSONObject([JSONObject.Member("ds_\(parsed.table.name)", inner)]))
  }

  /// The answer of AGGREGATION: numbers of rows, sums and extremes, by groups.
  func aggregate(_ parsed: DataRequest) -> JSONValue {
    let table = parsed.table
    let groupColumns = (parsed.aggregation?["groupBy"]?.array ?? []).compactMap { $0["column"]?.string }
    let groupPositions = groupColumns.compactMap { table.position(controlID: $0) }
    var groups: [[String]: [JDERow]] = [:]
    database.forEachRow(of: table, in: parsed.condition.addressNumbers) { row in
      if parsed.finds(row) {
        groups[groupPositions.map { row.cells[$0] }, default: []].append(row)
      }
      return true
    }
    let output = groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, rows -> JSONValue in
      var members = JSONObject()
      if !key.isEmpty {
        members["groupBy"] = .object(
          JSONObject(zip(groupColumns, key).map { JSONObject.Member($0, JSONValue($1)) }))
      }
      for item in parsed.aggregation?["aggregations"]?.array ?? [] {
        let (column, kind) = (item["column"]?.string ?? "*", item["aggregation"]?.string ?? "COUNT")
        members["\(column)_\(kind)"] = Self.aggregate(kind, table.position(controlID: column), rows)
      }
      return .object(members)
    }
    let inner: JSONValue = ["output": .array(output)]
    return .object(JSONObject([JSONObject.Member("ds_\(table.name)", inner)]))
  }

  private static func aggregate(_ kind: String, _ position: Int?, _ rows: [JDERow]) -> JSONValue {
    guard let position else { return JSONValue(rows.count) }
    let numbers = rows.map { Int($0.cells[position]) ?? 0 }
    switch kind {
    case "SUM": return JSONValue(numbers.reduce(0, +))
    case "MIN": return JSONValue(numbers.min() ?? 0)
    case "MAX": return JSONValue(numbers.max() ?? 0)
    case "AVG": return JSONValue(numbers.reduce(0, +) / max(1, numbers.count))
    case "COUNT_DISTINCT": return JSONValue(Set(rows.map { $0.cells[position] }).count)
    case "SUM_DISTINCT": return JSONValue(Set(numbers).reduce(0, +))
    default: return JSONValue(rows.count)
    }
  }
}

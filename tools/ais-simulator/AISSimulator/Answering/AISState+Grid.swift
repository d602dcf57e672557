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
    var bytes: [UInt8] = []
    bytes.reserveCapacity(1_024 + page.rows.count * parsed.columns.count * 32)
    bytes += Array("{\"fs_DATABROWSE_\(name)\":{\"title\":\(title),\"data\":{\"gridData\":{".utf8)
    bytes += Array("\"id\":54,\"fullGridId\":\"54\"".utf8)
    if quirks.headings != .columns {
      bytes += Array(",\"titles\":".utf8)
      bytes += writer.headings
    }
    if quirks.headings != .titles {
      bytes += Array(",\"columns\":".utf8)
      bytes += writer.headings
    }
    if !page.rows.isEmpty || quirks.emptyRowset == .empty {
      bytes += Array(",\"rowset\":[".utf8)
      for (index, row) in page.rows.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        writer.append(row, index: index, to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    }
    bytes += Array(",\"summary\":{\"records\":\(page.rows.count),\"moreRecords\":\(page.hasMore)}}}".utf8)
    bytes += Array(",\"errors\":[],\"warnings\":[]},".utf8)
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
      if parsed.condition.isFulfilled(by: row) {
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

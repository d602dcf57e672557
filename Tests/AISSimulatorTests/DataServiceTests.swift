import JSONText
import SimulatedCompanies
import TestSupport
import Testing

@testable import AISSimulator

@Suite("The simulated data service")
struct DataServiceTests {
  private typealias C = AISConversation

  @Test("answers with the envelope of a grid")
  func envelope() throws {
    let conversation = try AISConversation()
    let answer = conversation.browse("F0101", "AN8 ALPH UPMJ UPMT", size: 2, sort: ["F0101.AN8"])
    #expect(answer.json.object?.keys.first == "fs_DATABROWSE_F0101")
    #expect(answer.grid["summary"] == ["records": 2, "moreRecords": true])
    #expect(answer.grid["columns"]?["F0101_AN8"]?.string == "Address Number")
    #expect(answer.json["sysErrors"] == [])
    #expect(answer.json["timeStamp"]?.string == "2026-11-23:10.00.00")
    #expect(answer.json["links"] == nil, "nobody asked for next pages")
    let row = try #require(answer.rowset.first)
    #expect(row["F0101_AN8"]?.int == 4_000)
    #expect(row["F0101_UPMJ"]?.string?.count == 8)
    #expect(row["F0101_UPMT"]?.int != nil)
  }

  @Test("gives every row once to a reader who pages by key")
  func keyPaging() throws {
    let conversation = try AISConversation()
    let whole = try #require(try conversation.control("GET", "state")["F0101"]?.array).compactMap {
      $0["AN8"]?.string
    }
    var read: [String] = []
    var last = "0"
    for _ in 0..<100 {
      let page = conversation.browse(
        "F0101", "AN8", conditions: [C.condition("F0101.AN8", "GREATER", last)], size: 37, sort: ["F0101.AN8"]
      )
      read += page.column("F0101_AN8")
      last = read.last ?? last
      if page.grid["summary"]?["moreRecords"]?.bool != true { break }
    }
    #expect(read == whole)
    #expect(read.count > 300)
  }

  @Test("gives every row once to a reader who follows next-links, also to their last page")
  func nextLinks() throws {
    let conversation = try AISConversation()
    var answer = conversation.browse(
      "F0111", "AN8 IDLN", size: 50, sort: ["F0111.AN8"], extra: ["enableNextPageProcessing": true])
    var read = 0
    for _ in 0..<100 {
      read += answer.rowset.count
      guard let href = answer.json["links"]?[0]?["href"]?.string else { break }
      #expect(answer.grid["summary"]?["moreRecords"]?.bool == true)
      answer = conversation.follow(href)
      #expect(answer.status == 200)
    }
    #expect(answer.grid["summary"]?["moreRecords"]?.bool == false)
    #expect(read == (try conversation.control("GET", "state")["F0111"]?.array?.count))
  }

  @Test("forgets a result set after a minute, and with its session")
  func resultSets() throws {
    let conversation = try AISConversation()
    func open() throws -> String {
      let page = conversation.browse("F0101", "AN8", size: 10, extra: ["enableNextPageProcessing": true])
      return try #require(page.json["links"]?[0]?["href"]?.string)
    }
    let late = conversation.follow(try open(), at: C.now.adding(seconds: 60))
    #expect(late.status == 500)
    #expect(late.json["sysErrors"]?[0]?["TITLE"]?.string?.hasPrefix("JAS_MSG347") == true)
    #expect(conversation.follow(try open(), at: C.now.adding(seconds: 59)).status == 200)
    #expect(conversation.follow(try open(), faults: [.deadSession]).status == 444)
  }

  @Test("believes no page size above its own limit")
  func fetchLimit() throws {
    let conversation = try AISConversation()
    _ = try conversation.control("POST", "sessions", ["fetch_limit": 20])
    let page = conversation.browse("F0101", "AN8", extra: ["maxPageSize": "No Max"])
    #expect(page.grid["summary"] == ["records": 20, "moreRecords": true])
    #expect(conversation.browse("F0101", "AN8", size: 5_000).rowset.count == 20)
    #expect(conversation.call("POST", "dataservice", ["targetName": "F0101"]).rowset.count == 20)
  }

  @Test(
    "understands MATCH_ANY, nested queries and its operators as a plain reading does", arguments: Seeds.all)
  func conditions(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let database = JDEDatabase(world: SimulatedWorld(seed: seed, customers: 12, today: C.today))
    let rows = try #require(database.tables["F0111"])
    let context = DataRequest.Context(today: C.today, user: "SYNCUSR", fetchLimit: 10_000)
    var found = 0
    for _ in 0..<30 {
      let query = Self.query(depth: 2, &random)
      let body: JSONValue = [
        "targetName": "F0111", "query": query, "maxPageSize": "No Max",
        "aggregation": ["orderBy": [["column": "F0111.AN8"], ["column": "F0111.IDLN"]]],
      ]
      let request = try DataRequest(body, context: context)
      let selected = request.select(from: database, limit: 10_000, unsorted: .byKey).map {
        $0.keyText(in: .f0111)
      }
      let plain = rows.filter { Self.holds(query, $0) }.map { $0.keyText(in: .f0111) }
      try #require(selected == plain, "\(query)")
      found += plain.isEmpty ? 0 : 1
    }
    #expect(found > 5, "the generator must find something often enough")
  }

  /// A random query over AN8 and IDLN.
  private static func query(depth: Int, _ random: inout SeededGenerator) -> JSONValue {
    if depth > 0, Bool.random(using: &random) {
      let parts = (0..<Int.random(in: 1...3, using: &random)).map { _ -> JSONValue in
        let joint = Bool.random(using: &random) ? "AND" : "OR"
        return ["andOr": JSONValue(joint), "query": query(depth: depth - 1, &random)]
      }
      return ["complexQuery": .array(parts)]
    }
    let signs = ["EQUAL", "NOT_EQUAL", "LESS", "LESS_EQUAL", "GREATER", "GREATER_EQUAL", "BETWEEN", "LIST"]
    let conditions = (0..<Int.random(in: 1...3, using: &random)).map { _ -> JSONValue in
      let isKey = Bool.random(using: &random)
      func value() -> String {
        isKey
          ? String(4_000 + Int.random(in: 0..<12, using: &random) * 4)
          : String(Int.random(in: 0...3, using: &random))
      }
      return C.condition(
        isKey ? "F0111.AN8" : "IDLN", signs.randomElement(using: &random) ?? "EQUAL", value(), value())
    }
    return [
      "matchType": Bool.random(using: &random) ? "MATCH_ALL" : "MATCH_ANY", "condition": .array(conditions),
    ]
  }

  /// The plainer way to the answer: every row is judged by the JSON itself.
  private static func holds(_ query: JSONValue, _ row: JDERow) -> Bool {
    if let parts = query["complexQuery"]?.array {
      var result: Bool?
      for part in parts {
        let next = holds(part["query"] ?? .null, row)
        result = result.map { part["andOr"]?.string == "OR" ? $0 || next : $0 && next } ?? next
      }
      return result ?? true
    }
    let results = (query["condition"]?.array ?? []).map { condition -> Bool in
      let alias = condition["controlId"]?.string?.split(separator: ".").last.map(String.init) ?? ""
      let cell = JDETable.f0111.position(alias).flatMap { Int(row.cells[$0]) } ?? 0
      let values = (condition["value"]?.array ?? []).compactMap { $0["content"]?.string.flatMap { Int($0) } }
      switch condition["operator"]?.string {
      case "EQUAL": return cell == values[0]
      case "NOT_EQUAL": return cell != values[0]
      case "LESS": return cell < values[0]
      case "LESS_EQUAL": return cell <= values[0]
      case "GREATER": return cell > values[0]
      case "GREATER_EQUAL": return cell >= values[0]
      case "BETWEEN": return values[0] <= cell && cell <= values[1]
      default: return values.contains(cell)
      }
    }
    return query["matchType"]?.string == "MATCH_ANY" ? results.contains(true) : !results.contains(false)
  }

  @Test("finds texts by their parts and blanks")
  func texts() throws {
    let conversation = try AISConversation()
    let all = conversation.browse("F0115", "AN8 PHTP", size: 2_000).rowset.count
    let blank: JSONValue = ["controlId": "F0115.PHTP", "operator": "STR_BLANK"]
    let fax = conversation.browse("F0115", "AN8", conditions: [C.condition("F0115.PHTP", "EQUAL", "FAX ")])
    let empty = conversation.browse("F0115", "AN8", conditions: [C.condition("F0115.PHTP", "EQUAL", "")])
    #expect(fax.rowset.count > 50)
    #expect(conversation.browse("F0115", "AN8", conditions: [blank]).rowset.count == all - fax.rowset.count)
    #expect(empty.rowset.count == all - fax.rowset.count)
    let starts = conversation.browse(
      "F0115", "PHTP", conditions: [C.condition("PHTP", "STR_START_WITH", "F")])
    #expect(Set(starts.column("F0115_PHTP")) == ["FAX"])
  }

  @Test("reads dates in the user's own pattern only, and TODAY by JDE's date")
  func dates() throws {
    let conversation = try AISConversation()
    _ = try conversation.control(
      "POST", "change", [["table": "F0101", "key": ["AN8": 4_000], "values": ["ALPH": "Touched"]]])
    let since = conversation.browse(
      "F0101", "AN8", conditions: [C.condition("F0101.UPMJ", "GREATER_EQUAL", "11/23/2026")])
    #expect(since.column("F0101_AN8") == ["4000"])
    for text in ["20261123", "2026-11-23", "126327", "23.11.2026"] {
      let answer = conversation.browse(
        "F0101", "AN8", conditions: [C.condition("F0101.UPMJ", "GREATER_EQUAL", text)])
      #expect(answer.status == 500, "\(text)")
    }
    func touched(daysAgo: String) -> [String] {
      let value: JSONValue = ["content": JSONValue(daysAgo), "specialValueId": "TODAY_MINUS_DAY"]
      let condition: JSONValue = ["controlId": "F0101.UPMJ", "operator": "GREATER_EQUAL", "value": [value]]
      return conversation.browse("F0101", "AN8", conditions: [condition]).column("F0101_AN8")
    }
    #expect(touched(daysAgo: "0") == ["4000"])
    let moved = try conversation.control("POST", "date", ["days": 3])
    #expect(moved["date"]?.string == "20261126")
    #expect(touched(daysAgo: "2") == [])
    #expect(touched(daysAgo: "3") == ["4000"])
    #expect(conversation.browse("F0005").json["timeStamp"]?.string?.hasPrefix("2026-11-26:") == true)
  }

  @Test("answers GET with filters, fields and a sort, and never with links")
  func byQuery() throws {
    let conversation = try AISConversation()
    let answer = conversation.call(
      "GET", "dataservice/table/F0101",
      query: [
        ("$filter", "F0101.AN8 GE 4008"), ("$filter", "F0101.AT1 EQ C"), ("$field", "F0101.AN8"),
        ("$sort", "-F0101.AN8"), ("$limit", "3"),
      ])
    #expect(answer.column("F0101_AN8") == ["5196", "5192", "5188"])
    #expect(answer.grid["summary"]?["moreRecords"]?.bool == true)
    #expect(answer.json["links"] == nil)
  }

  @Test("counts and sums")
  func aggregates() throws {
    let conversation = try AISConversation()
    let body: JSONValue = [
      "targetName": "F0101", "dataServiceType": "AGGREGATION",
      "aggregation": [
        "aggregations": [["column": "F0101.AN8", "aggregation": "COUNT"]],
        "groupBy": [["column": "F0101.AT1"]],
      ],
    ]
    let output = try #require(
      conversation.call("POST", "dataservice", body).json["ds_F0101"]?["output"]?.array)
    let customers = output.first { $0["groupBy"]?["F0101.AT1"]?.string == "C" }
    #expect(customers?["F0101.AN8_COUNT"]?.int == 300)
    let count: JSONValue = ["targetName": "F0101", "dataServiceType": "COUNT"]
    #expect(conversation.call("POST", "dataservice", count).json["ds_F0101"]?["count"]?.int == 324)
  }

  @Test("names tables and columns that it does not have as errors, not as blanks")
  func unknownNames() throws {
    let conversation = try AISConversation()
    #expect(conversation.browse("F0101", "AN8 NOPE").status == 500)
    #expect(conversation.browse("F9999").status == 500)
    #expect(conversation.browse("F0101", conditions: [C.condition("F0101.NOPE", "EQUAL", "1")]).status == 500)
    _ = try conversation.control("POST", "quirks", ["unknownColumn": "status503", "serverError": "html"])
    let answer = conversation.browse("F0101", "AN8 NOPE")
    #expect(answer.status == 503 && answer.contentType == "text/html")
  }

  @Test("lets rows move between two pages of a reader")
  func shiftsPages() throws {
    let conversation = try AISConversation()
    let first = conversation.browse("F0101", "AN8", size: 50, sort: ["F0101.AN8"])
    let last = try #require(first.column("F0101_AN8").last)
    let second = conversation.browse(
      "F0101", "AN8", conditions: [C.condition("F0101.AN8", "GREATER", last)], size: 50, sort: ["F0101.AN8"],
      faults: [.shiftPages])
    let again = conversation.browse(
      "F0101", "AN8 UPMJ", conditions: [C.condition("F0101.AN8", "LESS_EQUAL", last)], sort: ["F0101.AN8"])
    #expect(second.column("F0101_AN8").first != last)
    #expect(again.rowset.count == 51, "a row came in below the key")
    #expect(again.column("F0101_UPMJ").contains("20261123"))

    let linked = conversation.browse(
      "F0101", "AN8", size: 10, sort: ["F0101.AN8"], extra: ["enableNextPageProcessing": true])
    let href = try #require(linked.json["links"]?[0]?["href"]?.string)
    let next = conversation.follow(href, faults: [.shiftPages])
    #expect(next.column("F0101_AN8").first == linked.column("F0101_AN8").last, "the last row comes again")
  }
}

extension AISConversation {
  /// Follows a next-link wherever it points.
  func follow(_ href: String, at time: WallTime = now, faults: [Fault.Kind] = []) -> ImitatedAnswer {
    let query = href.split(separator: "?", maxSplits: 1).last.map(String.init) ?? ""
    return call("GET", "dataservice/next", query: FormText.pairs(query), at: time, faults: faults)
  }
}

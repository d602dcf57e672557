@testable import JDEdwards
import JSONText
import Testing

@Suite("A question to the data service")
struct TableQueryTests {
  func text(_ query: TableQuery, links: Bool = false) -> String {
    query.body(pageSize: 500, datePattern: "dd.MM.yyyy", withLinks: links).text
  }

  func filter(_ filter: RowFilter) -> String { filter.query(table: "F0111", datePattern: "M/d/yy").text }

  @Test("is asked in the words of the reference")
  func wire() {
    let query = TableQuery(
      "F0101", columns: ["AN8", "ALPH"], where: .all([.list("AT1", ["C", "V"]), .updatedSince(daysAgo: 3)]),
      order: [.init("AN8")])
    #expect(
      text(query, links: true)
        == #"{"targetName":"F0101","targetType":"table","dataServiceType":"BROWSE","findOnEntry":"TRUE","#
        + #""returnControlIDs":"F0101.AN8|F0101.ALPH","maxPageSize":"500","outputType":"GRID_DATA","#
        + #""enableNextPageProcessing":true,"nextPageTimeInterval":"0","query":{"autoFind":true,"matchType":"MATCH_ALL","#
        + #""condition":[{"controlId":"F0101.AT1","operator":"LIST","value":[{"content":"C","specialValueId":"LITERAL"},"#
        + #"{"content":"V","specialValueId":"LITERAL"}]},{"controlId":"F0101.UPMJ","operator":"GREATER_EQUAL","#
        + #""value":[{"content":"3","specialValueId":"TODAY_MINUS_DAY"}]}]},"#
        + #""aggregation":{"orderBy":[{"column":"F0101.AN8","direction":"ASC"}]}}"#)
  }

  @Test("for all rows and columns carries neither filter nor columns nor order")
  func bare() {
    let body = JSONValue.object(["maxPageSize": "500", "outputType": "GRID_DATA"]).text.dropFirst()
    #expect(text(TableQuery("F0101")).hasSuffix(String(body)))
  }

  @Test("goes on behind a compound key as any of its prefixes")
  func compound() throws {
    let key = try #require(TableKey.of("F0111"))
    #expect(
      filter(key.filter(after: KeyPosition(["42", "7"])))
        == #"{"autoFind":true,"matchType":"MATCH_ANY","complexQuery":["#
        + #"{"andOr":"AND","query":{"autoFind":true,"matchType":"MATCH_ALL","condition":["#
        + #"{"controlId":"F0111.AN8","operator":"GREATER","value":[{"content":"42","specialValueId":"LITERAL"}]}]}},"#
        + #"{"andOr":"OR","query":{"autoFind":true,"matchType":"MATCH_ALL","condition":["#
        + #"{"controlId":"F0111.AN8","operator":"EQUAL","value":[{"content":"42","specialValueId":"LITERAL"}]},"#
        + #"{"controlId":"F0111.IDLN","operator":"GREATER","value":[{"content":"7","specialValueId":"LITERAL"}]}]}}]}"#
    )
  }

  @Test("reads a key with a date in it again from the last value that compares")
  func inclusive() throws {
    let key = try #require(TableKey.of("F0116"))
    #expect(
      filter(key.filter(after: KeyPosition(["42", "20260101"])))
        == #"{"autoFind":true,"matchType":"MATCH_ALL","condition":["#
        + #"{"controlId":"F0111.AN8","operator":"GREATER_EQUAL","value":[{"content":"42","specialValueId":"LITERAL"}]}]}"#
    )
  }

  @Test("never mixes conditions and nested questions on one level, nor AND and OR")
  func nesting() throws {
    let mixed = RowFilter.all([
      .equal("AT1", "C"), .any([.equal("AN8", 1), .all([.equal("AN8", 2), .equal("MCU", "30")])]),
    ])
    let json = try JSONValue(parsing: filter(mixed))
    func check(_ query: JSONValue) throws {
      try #require((query["condition"] == nil) != (query["complexQuery"] == nil))
      let parts = query["complexQuery"]?.array ?? []
      try #require(Set(parts.dropFirst().map { $0["andOr"]?.string }).count <= 1)
      for part in parts { try check(try #require(part["query"])) }
    }
    try check(json)
  }

  @Test(
    "sends dates in the user's pattern",
    arguments: [
      ("MM/dd/yyyy", "03/04/2026"), ("dd.MM.yy", "04.03.26"), ("yyyy-MM-dd", "2026-03-04"),
      ("M/d/yyyy", "3/4/2026"),
    ])
  func dates(pattern: String, text: String) throws {
    #expect(DatePattern(pattern).text(of: "20260304") == text)
    #expect(DatePattern(pattern).text(of: "soon") == nil)
    let query = RowFilter.compare("EFTB", .lessEqual, [.date("20260304")]).query(
      table: "F0116", datePattern: pattern)
    #expect(query["condition"]?[0]?["value"]?[0]?["content"]?.string == text)
  }
}

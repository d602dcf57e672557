import Decisions
import Diagnostics
import Testing

@testable import counterfoil

@Suite("A list of conflicts that comes back")
struct ConflictDecisionTests {
  private static let titles = "entity,key,name,field,jde,zoho,rule,found_seq,take\r\n"

  @Test("is taken row by row, and rows without a side are left alone")
  func taken() throws {
    let text =
      Self.titles + "customer,4242,Acme,name,a,b,tie,7,Zoho\r\n" + "customer,4243,Beta,name,a,b,tie,8,\r\n"
      + "contact,4242.1,Eve,last,a,b,tie,9,jde\r\n"
    let decisions = try ConflictDecision.decisions(in: text, file: "c.csv")
    #expect(decisions.map { "\($0.record.entity)/\($0.record.key)" } == ["customer/4242", "contact/4242.1"])
    #expect(decisions.map(\.field) == ["name", "last"])
    #expect(decisions.map(\.take) == [.zoho, .jde])
    #expect(decisions.map(\.seen) == [7, 9])
  }

  @Test("is taken with semicolons too, as spreadsheet programs of half of Europe write it")
  func semicolons() throws {
    let text =
      "\u{FEFF}" + Self.titles.replacing(",", with: ";")
      + "customer;4242;\"Acme; Berlin\";name;a,b;b;tie;7;Zoho\r\n"
    let decisions = try ConflictDecision.decisions(in: text, file: "c.csv")
    #expect(decisions.map(\.record.key) == ["4242"] && decisions.map(\.take) == [.zoho])
    let mixed = Self.titles + "customer;4242;Acme;name;a;b;tie;7;Zoho\r\n"
    #expect(throws: Failure.self) { try ConflictDecision.decisions(in: mixed, file: "c.csv") }
  }

  @Test(
    "is refused whole, with the line",
    arguments: [
      ("customer,4242,Acme,name,a,b,tie,7,left", "take \"left\" is no side"),
      ("customer,4242,Acme,name,a,b,tie,seven,jde", "found_seq \"seven\" is no number of an event"),
      ("customer,4242,Acme,name,a,b,tie,7,jde\u{0}", "a cell holds the control character U+0000"),
      ("4242,,Acme,name,a,b,tie,7,jde", ""),
      (
        "customer,4242,A,name,a,b,tie,7,jde\r\ncustomer,4242,A,name,a,b,tie,7,zoho",
        "name of customer/4242 is decided twice"
      ),
    ])
  func refused(rows: String, message: String) throws {
    let failure = #expect(throws: Failure.self) {
      try ConflictDecision.decisions(in: Self.titles + rows, file: "c.csv")
    }
    #expect(failure?.message.hasPrefix(message) == true)
    #expect(failure?.place?.hasPrefix("c.csv:") == true)
    #expect(failure?.code.exitCode == 2)
  }
}

import Decisions
import Diagnostics
import Foundation
import Sync
import TestSupport
import Testing

@testable import counterfoil

@Suite("Decisions out of a spreadsheet", .temporaryFolder)
struct LinkDecisionTests {
  private static let titles = "entity,key,name,reason,zoho_id,candidate,score,same,decision,because\r\n"

  @Test("are taken where a row has one, with the candidate of that row")
  func taken() throws {
    let text =
      Self.titles + "customer,4242,Nord,weak_only,77,Nordwind,0.8,name,link,same street\r\n"
      + "customer,4243,Acme,many_right,78,Acme Ltd,0.7,name,,\r\n"
      + "customer,4243,Acme,many_right,79,ACME,0.7,name,Keep-Apart,\r\n"
      + "contact,4242.1,Ada,weak_only,80,Ada,1,,create,\r\n"
    let decisions = try LinkDecision.decisions(in: text, file: "review.csv")
    #expect(
      decisions == [
        LinkDecision(
          record: try RecordArgument("customer/4242"), answer: .link("77"), because: "same street",
          place: "review.csv:2"),
        LinkDecision(
          record: try RecordArgument("customer/4243"), answer: .keepApart(["79"]), because: nil,
          place: "review.csv:4"),
        LinkDecision(
          record: try RecordArgument("contact/4242.1"), answer: .create, because: nil, place: "review.csv:5"),
      ])
  }

  @Test("take an id as a spreadsheet is told that it is a text")
  func textForm() throws {
    let text = Self.titles + "customer,4242,,,\"=\"\"4876876000000500001\"\"\",,,,link,\r\n"
    let decisions = try LinkDecision.decisions(in: text, file: "review.csv")
    #expect(decisions.map(\.answer) == [.link("4876876000000500001")])
  }

  @Test(
    "are refused as a whole, with the line, where one cannot be read",
    arguments: [
      ("customer,1,,,77,,,,lnik,", "lnik", 2), ("customer,1,,,,,,,link,", "zoho_id", 2),
      (",1,,,77,,,,link,", "names no record", 2),
      ("customer,1,,,4.87688E+18,,,,link,", "a spreadsheet has rounded it", 2),
      ("customer,1,,,77,,,,link,\r\ncustomer,1,,,78,,,,link,", "twice", 3),
      ("customer,1,,,77,,,,link,\r\nx", "1 cell", 3),
      ("customer,1,,,77,,,,link,\r\ncustomer,2,,,78,,,", "8 cells", 3),
      ("customer,1,Nord, Ltd,,77,,,,link,street", "11 cells", 2),
    ])
  func refused(rows: String, words: String, line: Int) {
    let failure = #expect(throws: Failure.self) {
      try LinkDecision.decisions(in: Self.titles + rows, file: "review.csv")
    }
    #expect(failure?.message.contains(words) == true, "\(String(describing: failure))")
    #expect(failure?.place == "review.csv:\(line):1")
    #expect(failure?.code.exitCode == 2)
  }

  @Test("are refused where the column for them is missing")
  func noColumn() {
    let failure = #expect(throws: Failure.self) {
      try LinkDecision.decisions(in: "entity,key\r\ncustomer,1\r\n", file: "review.csv")
    }
    #expect(failure?.message == "there is no column decision")
  }

  @Test("are refused where nothing says which column is which", arguments: ["", "decision," + titles])
  func noTitles(text: String) {
    let failure = #expect(throws: Failure.self) { try LinkDecision.decisions(in: text, file: "review.csv") }
    #expect(failure?.place == "review.csv:1:1")
  }

  @Test("are refused where the file is not in UTF-8, with the line")
  func latin1() throws {
    let file = TemporaryFolder.current.appendingPathComponent("review.csv").path
    try Data(Array((Self.titles + "customer,1,,,77,,,,link,f").utf8) + [0xFC, 0x72]).write(
      to: URL(filePath: file))
    let failure = #expect(throws: Failure.self) { try DecisionSheet.text(of: file) }
    #expect(failure?.place == "\(file):2:1")
  }

  @Test("may be none at all", arguments: [titles, "\u{FEFF}" + titles])
  func none(text: String) throws {
    #expect(try LinkDecision.decisions(in: text, file: "review.csv").isEmpty)
  }

  @Test("are the values that the list was written from, not their form in a spreadsheet")
  func plainValues() throws {
    let cells = ["customer", "-7x", "", "", "77", "", "", "", "7", "link", "@because\u{7}\u{1B}"]
    let text = CSVText.line(ReviewList.columns) + CSVText.line(cells)
    #expect(text.contains("'-7x") && text.contains("'@because\\u0007"))
    let decision = try #require(try LinkDecision.decisions(in: text, file: "review.csv").first)
    #expect(decision.record.key == "-7x" && decision.answer == .link("77"))
    #expect(decision.because == "@because\u{7}\u{1B}")
    #expect(decision.seen == 7)
  }

  @Test("come back from what the list writes, whatever stands in names")
  func roundTrip() throws {
    let cells = [
      "customer", "1", "=Acme, \"The\" GmbH\nBerlin", "weak_only", "77", "Acme", "0.9", "", "", "link", "",
    ]
    let text = CSVText.line(ReviewList.columns) + CSVText.line(cells)
    let decisions = try LinkDecision.decisions(in: text, file: "review.csv")
    #expect(decisions.map(\.answer) == [.link("77")])
  }
}

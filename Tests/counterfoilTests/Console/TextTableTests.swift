import Testing

@testable import counterfoil

@Suite("What a person reads")
struct TextTableTests {
  @Test("stands in columns, without blanks at the ends of lines")
  func columns() {
    var table = TextTable(["record", "calls"], alignments: [.left, .right])
    table.add(["customer/4242", "7"])
    table.add(["c", "1,234"])
    #expect(table.lines == ["record         calls", "customer/4242      7", "c              1,234"])
  }

  @Test("keeps each row on one line")
  func lineBreaks() {
    var table = TextTable()
    table.add(["Street 1\nFloor 2", "x"])
    #expect(table.lines == ["Street 1 Floor 2  x"])
  }

  @Test(
    "groups the digits of large numbers",
    arguments: [(0, "0"), (999, "999"), (1_000, "1,000"), (-1_234_567, "-1,234,567")])
  func numbers(number: Int, text: String) {
    #expect(number.grouped == text)
  }

  @Test("shows how far a step has come, and how long it will take")
  func progress() {
    #expect(ProgressBar.line("reading", done: 1_200, of: nil, after: .zero) == "reading  1,200")
    #expect(
      ProgressBar.line("writing", done: 50, of: 200, after: .seconds(10))
        == "writing  ██████··················  50 of 200  31 s left")
  }
}

import Foundation
import JSONText
import Testing

@testable import bench

@Suite("The table of the ledger's benchmark")
struct LedgerTableTests {
  private static var table: LedgerTable {
    var limits = MachineLimits()
    limits.bareAppends = [4_000, 5_000, 6_000]
    limits.bareOverwrites = [9_000]
    limits.lz4EventsPerSecond = 1_000_000
    limits.sha256MegabytesPerSecond = 2_000
    limits.memcpyMegabytesPerSecond = 20_000
    limits.zstdBytesPerEvent = 70.25
    return LedgerTable(
      scale: BenchScale(events: 200_000), rounds: 3, names: ["Counterfoil", "SQLite"],
      versions: ["Counterfoil": "format 1", "SQLite": "3.40.1"],
      figures: [
        "Counterfoil": [.single: 7_500, .replay: 2_500_000, .history20: 1.234, .concurrent: 50_123.6],
        "SQLite": [.single: 5_500, .replay: 1_500_000, .history20: 0.284],
      ], limits: limits)
  }

  @Test("has a row for each measure that somebody was measured by, with a dash where one was not")
  func rows() {
    let lines = Self.table.text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    #expect(lines[0] == "200000 events of 1.29 KB, median of 3 rounds")
    #expect(lines.contains("Counterfoil format 1, SQLite 3.40.1"))
    #expect(lines.contains("durable append, one at a time, events/s 7,500 5,500"))
    #expect(lines.contains("durable append, 64 at once, events/s 50,124 –"))
    #expect(lines.contains("latest 20 of a record, p99, ms 1.23 0.28"))
    #expect(!lines.contains { $0.hasPrefix("open, ms") })
  }

  @Test("tells what the machine can do at best, and how near each comes to it")
  func limits() {
    let text = Self.table.text
    #expect(text.contains("bare write+fdatasync: 5,000/s (between 4,000 and 6,000 before and after each)"))
    #expect(text.contains("over zeros 9,000/s"))
    #expect(text.contains("zstd -3 over all lines as one file: 70.2 bytes/event"))
    #expect(text.contains("Counterfoil: one at a time is 1.50 of the bare loop"))
    #expect(text.contains("SQLite: one at a time is 1.10 of the bare loop"))
    #expect(text.contains("Counterfoil: replay is 2.50 of lz4 -dc"))
  }

  @Test("says the same to a program")
  func json() throws {
    let json = try JSONValue(parsing: Self.table.json.text)
    #expect(json["figures"]?["SQLite"]?["history20"]?.text == "0.2840")
    #expect(json["versions"]?["SQLite"]?.string == "3.40.1")
    #expect(json["limits"]?["bare_appends"]?.array?.count == 3)
    #expect(json["machine"]?.string == MachineFacts.text)
  }

  @Test(
    "is drawn with a bar for each contestant, the longest for the largest value, in XML that stands alone")
  func chart() throws {
    let svg = BarChart(Self.table).svg
    let parser = XMLParserCheck(svg)
    #expect(parser.isWellFormed)
    #expect(svg.components(separatedBy: "<rect x=").count - 1 == 6)
    #expect(svg.contains("latest 20 of a record, p99, ms (less is better)"))
    #expect(!svg.contains("64 at once"), "a bar beside no other compares nothing")
  }
}

/// Whether every element that is opened is closed, in order; enough for pictures of ours.
private struct XMLParserCheck {
  let isWellFormed: Bool

  init(_ text: String) {
    var open: [Substring] = []
    var isGood = true
    for tag in text.split(separator: "<").map({ $0.prefix { $0 != ">" } }) {
      if tag.hasPrefix("/") {
        isGood = isGood && open.popLast() == tag.dropFirst()
      } else if !tag.hasSuffix("/") {
        open.append(tag.prefix { !$0.isWhitespace })
      }
    }
    isWellFormed = isGood && open.isEmpty
  }
}

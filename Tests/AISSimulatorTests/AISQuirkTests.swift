import Foundation
import JSONText
import SimulatedCompanies
import Testing

@testable import AISSimulator

@Suite("What stays unconfirmed about AIS")
struct AISQuirkTests {
  private func row(_ switches: JSONValue) throws -> (row: JSONValue, answer: ImitatedAnswer) {
    let conversation = try AISConversation(quirks: .plain)
    _ = try conversation.control("POST", "quirks", switches)
    let dated = AISConversation.condition("F0116.EFTB", "EQUAL", "")
    let answer = conversation.browse("F0116", "AN8 EFTB CTY1 ADD4 CTR UPMJ", conditions: [dated], size: 1)
    return (answer.rowset.first ?? .null, answer)
  }

  @Test("about padding and blanks can be switched")
  func strings() throws {
    let plain = try row([:]).row
    #expect(plain["F0116_CTR"]?.string?.count == 2 && plain["F0116_ADD4"]?.string == "")
    let padded = try row(["padding": "padded", "blankString": "oneBlank"]).row
    #expect(padded["F0116_CTR"]?.string?.count == 3)
    #expect(padded["F0116_CTY1"]?.string?.count == 25)
    #expect(padded["F0116_ADD4"]?.string == " ")
  }

  @Test(
    "about empty dates can be switched",
    arguments: [("null", JSONValue.null), ("emptyString", ""), ("oneBlank", " "), ("zero", 0)])
  func emptyDates(position: String, expected: JSONValue) throws {
    #expect(try row(["emptyDate": JSONValue(position)]).row["F0116_EFTB"] == expected)
  }

  @Test(
    "about dates can be switched",
    arguments: [("compact", 8), ("iso", 10), ("display", 10), ("julian", 6)])
  func dates(position: String, length: Int) throws {
    let value = try #require(try row(["dateForm": JSONValue(position)]).row["F0116_UPMJ"])
    #expect((value.string ?? value.number?.digits)?.count == length)
    #expect(value.string?.contains("-") == (position == "julian" ? nil : position == "iso"))
  }

  @Test("about headings, empty rowsets and stamps can be switched")
  func envelope() throws {
    let conversation = try AISConversation(quirks: .awkward)
    let none = AISConversation.condition("F0101.AN8", "EQUAL", "1")
    let empty = conversation.browse("F0101", "AN8", conditions: [none])
    #expect(empty.grid["rowset"] == nil && empty.grid["summary"]?["records"]?.int == 0)
    #expect(empty.grid["titles"] != nil && empty.grid["columns"] == nil)
    _ = try conversation.control(
      "POST", "quirks", ["emptyRowset": "empty", "headings": "both", "timeStamp": "iso"])
    let other = conversation.browse("F0101", "AN8", conditions: [none])
    #expect(other.grid["rowset"] == [] && other.grid["columns"] == other.grid["titles"])
    #expect(other.json["timeStamp"]?.string == "2026-11-23T10:00:00+00:00")
  }

  @Test("about links can be switched: to another host, with raw bars, or missing")
  func links() throws {
    let conversation = try AISConversation(quirks: .awkward)
    func first() -> ImitatedAnswer {
      conversation.browse("F0101", "AN8 ALPH", size: 5, extra: ["enableNextPageProcessing": true])
    }
    let href = try #require(first().json["links"]?[0]?["href"]?.string)
    #expect(href.hasPrefix("http://ais-internal.example:7075//jderest/v2/dataservice/next?"))
    #expect(href.contains("F0101.AN8|F0101.ALPH") && !href.contains("+"))
    _ = try conversation.control("POST", "quirks", ["links": "missing"])
    #expect(first().json["links"] == nil)
    #expect(first().grid["summary"]?["moreRecords"]?.bool == true)
  }

  @Test("about rows that nobody sorts can be switched")
  func unsorted() throws {
    let conversation = try AISConversation(quirks: .awkward)
    let down = conversation.browse("F0101", "AN8", size: 10).column("F0101_AN8").compactMap { Int($0) }
    #expect(down == down.sorted(by: >))
    _ = try conversation.control("POST", "quirks", ["unsorted": "byKey"])
    let up = conversation.browse("F0101", "AN8", size: 10).column("F0101_AN8").compactMap { Int($0) }
    #expect(up == up.sorted() && up.first == 4_000)
  }

  @Test("has a switch for each point, and refuses positions that it does not have")
  func switches() throws {
    let conversation = try AISConversation(quirks: .awkward)
    let all = try #require(try conversation.control("POST", "quirks", ["all": "plain"]).object)
    #expect(all.count == Mirror(reflecting: AISQuirks.plain).children.count)
    var turned = AISQuirks.awkward
    for member in all {
      let isKnown = turned.turn(member.key.value, to: member.value.string ?? "")
      #expect(isKnown, "\(member.key.value)")
    }
    #expect(turned == .plain)
    let refused = try conversation.control("POST", "quirks", ["links": "missing", "emptyDate": "never"])
    #expect(
      refused["error"]?.string == "emptyDate has no position never, but null, emptyString, oneBlank, zero")
    #expect(try conversation.control("GET", "quirks")["links"] == "given", "nothing is turned by half")
    #expect(try conversation.control("POST", "quirks", ["all": "odd"])["error"] != nil)
  }

  @Test("has a line in the README of the simulators for each switch and position")
  func readme() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let readme = try String(contentsOf: root.appending(path: "tools/README.md"), encoding: .utf8)
    for known in AISQuirks.switches {
      #expect(readme.contains("`\(known.name)`"), "\(known.name)")
      for position in known.positions { #expect(readme.contains(position), "\(known.name): \(position)") }
    }
  }

  @Test("about VERSION1 rows: each cell is an object")
  func version1() throws {
    let conversation = try AISConversation(quirks: .plain)
    let answer = conversation.browse(
      "F0101", "AN8", size: 1, sort: ["AN8"], extra: ["outputType": "VERSION1"])
    #expect(answer.rowset.first?["F0101_AN8"]?["value"]?.int == 4_000)
    #expect(answer.rowset.first?["rowIndex"]?.int == 0)
  }
}

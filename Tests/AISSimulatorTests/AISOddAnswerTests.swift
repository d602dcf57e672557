import JSONText
import SimulatedCompanies
import Testing

@testable import AISSimulator

@Suite("Odd answers of the simulated AIS")
struct AISOddAnswerTests {
  private typealias C = AISConversation

  private func turned(_ switches: JSONValue, records: Int = 60) throws -> AISConversation {
    let conversation = try C(records: records)
    let answer = try conversation.control("POST", "quirks", switches)
    try #require(answer["error"] == nil, "\(answer)")
    return conversation
  }

  @Test("can lack the summary, always or on full pages, or its end, or say it as a text")
  func summaries() throws {
    func summary(_ position: String, size: Int) throws -> JSONValue? {
      try turned(["summary": JSONValue(position)]).browse("F0101", "AN8", size: size).grid["summary"]
    }
    #expect(try summary("given", size: 5) == ["records": 5, "moreRecords": true])
    #expect(try summary("missing", size: 5) == nil)
    #expect(try summary("missing", size: 2_000) == nil)
    #expect(try summary("missingOnFullPages", size: 5) == nil)
    #expect(try summary("missingOnFullPages", size: 2_000)?["moreRecords"] == false)
    #expect(try summary("moreMissing", size: 5) == ["records": 5])
    #expect(try summary("moreAsText", size: 5) == ["records": 5, "moreRecords": "true"])
  }

  /// What a cell of VERSION1 holds of the number 767500 and of a day.
  struct CellForm: Sendable {
    let position: String
    let amount: JSONValue
    let day: JSONValue
    let inner: JSONValue?

    static let all = [
      CellForm(position: "valueOnly", amount: 767_500, day: "20261123", inner: nil),
      CellForm(position: "typed", amount: 767_500, day: "20261123", inner: 767_500),
      CellForm(position: "display", amount: "767.500", day: "11/23/2026", inner: 767_500),
      CellForm(position: "displayOnly", amount: "767.500", day: "11/23/2026", inner: nil),
    ]
  }

  @Test(
    "can hold cells as objects whatever was asked for, with values as the user sees them",
    arguments: CellForm.all)
  func cells(form: CellForm) throws {
    let conversation = try turned([
      "gridForm": "version1", "cells": JSONValue(form.position), "decimalFormat": "comma",
    ])
    let row = try #require(try self.row(conversation, acl: 767_500))
    #expect(row["F03012_ACL"]?["value"] == form.amount)
    #expect(row["F03012_UPMJ"]?["value"] == form.day)
    #expect(row["F03012_ACL"]?["internalValue"] == form.inner)
    #expect(row["F03012_ACL"]?["dataType"]?.int == (form.inner == nil ? nil : 9))
    #expect(row["F03012_AN8"]?["value"]?.string != "4.000", "only amounts are grouped")
  }

  /// The one row of a new line of business, with this credit limit, touched on 23 November 2026.
  private func row(_ conversation: AISConversation, acl: JSONValue) throws -> JSONValue? {
    let line: JSONValue = ["AN8": 4_000, "CO": "00007"]
    _ = try conversation.control(
      "POST", "change", [["table": "F03012", "action": "insert", "key": line, "values": ["ACL": acl]]])
    return conversation.browse(
      "F03012", "AN8 ACL UPMJ", conditions: [C.condition("CO", "EQUAL", "00007")]
    ).rowset.first
  }

  @Test(
    "can hold numbers as texts, in plain digits or as the user sees them",
    arguments: [
      ("typed", "comma", JSONValue.number(767_500)), ("digits", "comma", "767500"),
      ("display", "comma", "767.500"), ("display", "point", "767,500"),
    ])
  func numbers(position: String, decimals: String, expected: JSONValue) throws {
    let conversation = try turned(["numbers": JSONValue(position), "decimalFormat": JSONValue(decimals)])
    #expect(try row(conversation, acl: 767_500)?["F03012_ACL"] == expected)
  }

  @Test("show a decimal with the user's own sign, and say which it is at login")
  func decimals() throws {
    let conversation = try turned(["numbers": "display", "decimalFormat": "comma"])
    let amount = try JSONValue(parsing: "-1234567.5")
    #expect(try row(conversation, acl: amount)?["F03012_ACL"]?.string == "-1.234.567,5")
    func said() -> String? {
      C.send(conversation.ais, "POST", "tokenrequest", C.credentials()).json["userInfo"]?["decimalFormat"]?
        .string
    }
    #expect(said() == ",")
    _ = try conversation.control("POST", "quirks", ["decimalFormat": "point"])
    #expect(said() == ".")
  }

  @Test("show half of a surrogate pair as it was put in, and pairs as pairs")
  func halfPairs() throws {
    let conversation = try turned([:])
    let change = try JSONValue(
      parsing: #"[{"table":"F0101","key":{"AN8":4000},"values":{"ALPH":"A \ud83d\ude00 \"B\" \ud83d"}}]"#)
    _ = try conversation.control("POST", "change", change)
    let answer = conversation.browse(
      "F0101", "ALPH", conditions: [C.condition("AN8", "EQUAL", "4000")])
    let text = String(decoding: answer.body, as: UTF8.self)
    #expect(text.contains(#""F0101_ALPH":"A 😀 \"B\" \ud83d""#))
  }

  @Test("cut texts at the column's end, in the middle of a character if need be")
  func cuts() throws {
    let conversation = try turned(["longTexts": "cut"])
    let letters = String(repeating: "n", count: 39)
    for (number, name) in [(4_000, "\(letters)😀"), (4_004, "\(letters.dropLast())😀😀")] {
      _ = try conversation.control(
        "POST", "change",
        [["table": "F0101", "key": ["AN8": JSONValue(number)], "values": ["ALPH": JSONValue(name)]]])
    }
    func name(_ number: String) -> String {
      let answer = conversation.browse(
        "F0101", "ALPH", conditions: [C.condition("AN8", "EQUAL", number)])
      return String(decoding: answer.body, as: UTF8.self)
    }
    #expect(name("4000").contains(#"\#(letters)\ud83d""#))
    #expect(name("4004").contains("\(letters.dropLast())😀\""))
    _ = try conversation.control("POST", "quirks", ["longTexts": "kept"])
    #expect(name("4000").contains("\(letters)😀\""))
  }

  @Test("can hold texts in place of rows, or rows without their key")
  func rows() throws {
    let texts = try turned(["rows": "noObjects"]).browse("F0111", "AN8 IDLN MLNM", size: 3)
    #expect(texts.rowset == ["row 0", "row 1", "row 2"])
    let keyless = try turned(["rows": "keyMissing"]).browse("F0111", "AN8 IDLN MLNM", size: 3)
    #expect(keyless.rowset.allSatisfy { $0.object?.keys == ["F0111_MLNM"] })
  }

  @Test("come with status 200 in the place of a grid, to whatever is asked")
  func bodies() throws {
    let bodies: [(String, String)] = [
      ("emptyObject", "{}"), ("emptyArray", "[]"), ("null", "null"), ("nothing", ""),
    ]
    for (position, body) in bodies {
      let conversation = try turned(["answer": JSONValue(position)])
      for service in ["BROWSE", "COUNT"] {
        let answer = conversation.browse("F0101", extra: ["dataServiceType": JSONValue(service)])
        #expect(answer.status == 200 && answer.body == Array(body.utf8), "\(position)")
      }
    }
  }

  @Test("tell of an error with status 200, at the root, of the system or of the form")
  func errors() throws {
    let error = try turned(["answer": "error"]).browse("F0101")
    #expect(error.status == 200)
    #expect(error.json["exception"]?.string != nil && error.json["message"]?.string != nil)
    let system = try turned(["answer": "sysErrors"]).browse("F0101")
    #expect(system.status == 200 && system.json["sysErrors"]?.array?.count == 1)
    let form = try turned(["answer": "formErrors"]).browse("F0101")
    #expect(form.json["fs_DATABROWSE_F0101"]?["errors"]?[0]?["CODE"]?.string == "0018")
  }

  @Test("have the envelope of a grid with something else in it")
  func envelopes() throws {
    func grid(_ position: String) throws -> JSONValue {
      try turned(["answer": JSONValue(position)]).browse("F0101", "AN8").json
    }
    #expect(try grid("noGrid")["fs_DATABROWSE_F0101"]?["data"] == [:])
    #expect(try grid("rowsetNull")["fs_DATABROWSE_F0101"]?["data"]?["gridData"]?["rowset"] == JSONValue.null)
    #expect(try grid("rowsetObject")["fs_DATABROWSE_F0101"]?["data"]?["gridData"]?["rowset"] == [:])
    #expect(try grid("otherTable").object?.keys.first == "fs_DATABROWSE_F9999")
  }

  @Test("list without an end: empty pages, the last page again, or promises behind the last row")
  func listings() throws {
    let conversation = try C(records: 60)
    func page(after key: String, _ listing: String) -> (rows: [String], more: Bool?) {
      let answer = conversation.browse(
        "F0101", "AN8", conditions: [C.condition("AN8", "GREATER", key)], size: 5, sort: ["AN8"],
        faults: [.quirk(name: "listing", position: listing)])
      return (answer.column("F0101_AN8"), answer.grid["summary"]?["moreRecords"]?.bool)
    }
    let first = page(after: "0", "whole")
    #expect(first.rows.count == 5 && first.more == true)
    for key in ["0", "4000", "999999"] {
      #expect(page(after: key, "emptyPages").rows == [] && page(after: key, "emptyPages").more == true)
      #expect(page(after: key, "repeated").rows == first.rows && page(after: key, "repeated").more == true)
    }
    #expect(page(after: "999999", "endless").rows == [] && page(after: "999999", "endless").more == true)
    #expect(page(after: "999999", "whole").more == false)
  }

  @Test("list without an end along next-links too")
  func endlessLinks() throws {
    for (listing, rows) in [("emptyPages", 0), ("repeated", 5)] {
      let conversation = try turned(["listing": JSONValue(listing)])
      var answer = conversation.browse("F0101", "AN8", size: 5, extra: ["enableNextPageProcessing": true])
      for _ in 0..<30 {  // 60 customers and some others would end after 13 pages
        #expect(answer.rowset.count == rows)
        answer = conversation.follow(try #require(answer.json["links"]?[0]?["href"]?.string))
      }
    }
    let endless = try turned(["listing": "endless"])
    var answer = endless.browse("F0101", "AN8", size: 50, extra: ["enableNextPageProcessing": true])
    var read = 0
    for _ in 0..<5 {
      read += answer.rowset.count
      answer = endless.follow(try #require(answer.json["links"]?[0]?["href"]?.string))
    }
    #expect(read == (try endless.control("GET", "state")["F0101"]?.array?.count))
    #expect(answer.rowset.isEmpty && answer.grid["summary"]?["moreRecords"]?.bool == true)
  }

  @Test("strike single calls by a fault, and leave the next ones alone")
  func singleCalls() throws {
    let conversation = try C(records: 60)
    let odd = conversation.browse(
      "F0101", "AN8",
      faults: [.quirk(name: "summary", position: "missing"), .quirk(name: "x", position: "y")])
    #expect(odd.grid["summary"] == nil && odd.rowset.count > 60)
    #expect(conversation.browse("F0101", "AN8").grid["summary"] != nil)
    #expect(conversation.ais.hasSwitch("summary", position: "missing"))
    #expect(!conversation.ais.hasSwitch("summary", position: "lost"))
    #expect(!conversation.ais.hasSwitch("weather", position: "missing"))
  }
}

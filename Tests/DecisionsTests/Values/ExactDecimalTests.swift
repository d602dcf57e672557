import Foundation
import TestSupport
import Testing

@testable import Decisions

@Suite("An exact amount")
struct ExactDecimalTests {
  @Test(
    "has one plain text",
    arguments: [
      ("0", "0"), ("-0", "0"), ("0.00", "0"), ("00012", "12"), ("12.50", "12.5"), ("-12.50", "-12.5"),
      (".5", "0.5"),
      ("1e3", "1000"), ("1.5E-2", "0.015"), ("+7", "7"), ("100", "100"), ("0.05", "0.05"), ("1e-3", "0.001"),
      ("123456789012345678901234567890.12", "123456789012345678901234567890.12"), (" 7 ", "7"),
    ])
  func text(written: String, plain: String) throws {
    let number = try #require(ExactDecimal(written))
    #expect(number.text == plain)
    #expect(ExactDecimal(plain) == number)
  }

  @Test(
    "is no number where the text is none, or out of bounds",
    arguments: [
      "", "-", ".", "1.2.3", "12a", "1e", "1e99", "1e-9223372036854775808", "1e9223372036854775808", "NaN",
      "1,000", "--1", String(repeating: "9", count: 65),
    ])
  func refused(text: String) { #expect(ExactDecimal(text) == nil) }

  @Test(
    "rounds halves away from zero",
    arguments: [
      ("1.005", 2, "1.01"), ("1.004", 2, "1"), ("-1.005", 2, "-1.01"), ("0.5", 0, "1"), ("0.49", 0, "0"),
      ("9.995", 2, "10"), ("99.5", 0, "100"), ("0.05", 0, "0"), ("12.3", 5, "12.3"), ("-0.4", 0, "0"),
    ])
  func rounding(text: String, scale: Int, expected: String) throws {
    #expect(try #require(ExactDecimal(text)).rounded(toScale: scale).text == expected)
  }

  @Test("reads and rounds as Foundation's decimals do", arguments: Seeds.all)
  func likeFoundation(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      let whole = Int.random(in: -99_999...99_999, using: &random)
      let part = String(Int.random(in: 0...99_999, using: &random))
      let text = "\(whole).\(part)"
      let scale = Int.random(in: 0...4, using: &random)
      let number = try #require(ExactDecimal(text))
      var plain = try #require(Decimal(string: text))
      try #require(number.text == "\(plain)" || "-\(number.text)" == "\(plain)", "\(text)")
      var rounded = Decimal()
      NSDecimalRound(&rounded, &plain, scale, .plain)
      try #require(number.rounded(toScale: scale).text == "\(rounded)", "\(text) to \(scale)")
    }
  }
}

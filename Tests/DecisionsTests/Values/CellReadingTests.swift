import JSONText
import Testing

@testable import Decisions

@Suite("What a system shows in one place")
struct CellReadingTests {
  private func text(_ json: String, _ type: FieldType = .text) throws -> CellReading {
    let value = try JSONValue(parsing: json)
    guard case .string(let string) = value else { return .unreadable(.wrongKind) }
    return CellReading(string, as: type)
  }

  @Test(
    "cannot be read with half a character, a lost one, or a control in it",
    arguments: [
      (#""Cut \ud83d""#, UnreadableReason.halfCharacter), (#""\ude00 cut""#, .halfCharacter),
      (#""M\ufffdller""#, .lostCharacter), (#""M\u0000ller""#, .controlCharacter),
      (#""\u0000x""#, .controlCharacter),
      (#""a\u001bb""#, .controlCharacter), (#""a\u007f""#, .controlCharacter),
      (#""a\u0085b""#, .controlCharacter),
      (#""a\u000bb""#, .controlCharacter),
    ])
  func broken(json: String, reason: UnreadableReason) throws {
    #expect(try text(json) == .unreadable(reason))
    #expect(try text(json).value == .absent, "it decides nothing")
  }

  @Test(
    "is a value with whole characters, tabs and line ends; padding of blanks and NULs goes",
    arguments: [
      (#""\ud83d\ude00!""#, "😀!"), (#""a\tb\r\nc""#, "a\tb\r\nc"), (#""Acme\u0000\u0000  ""#, "Acme"),
      (#""\u00a9 Ltd""#, "© Ltd"), (#""Ünal\u200b""#, "Ünal\u{200B}"),
    ])
  func whole(json: String, value: String) throws { #expect(try text(json) == .shown(.value(value))) }

  @Test(
    "is a number where it is typed as one, or digits alone",
    arguments: [
      ("767500", "767500"), ("-12.50", "-12.5"), ("1e3", "1000"), (#""4242""#, "4242"), (#""00042 ""#, "42"),
      (#""-7""#, "-7"),
    ])
  func numbers(json: String, value: String) throws {
    #expect(CellReading(number: try JSONValue(parsing: json)) == .shown(.value(value)))
  }

  @Test(
    "is no number as a text that one locale reads so and another so",
    arguments: [
      #""767.500""#, #""1,000""#, #""1.000,00""#, #""12.5""#, #""1 000""#, #""12-""#, #""€ 5""#, #""+7""#,
      #""1e3""#, #""٣""#,
    ])
  func displayNumbers(json: String) throws {
    #expect(CellReading(number: try JSONValue(parsing: json)) == .unreadable(.displayNumber))
  }

  @Test("reads a decimal point in a system's own form only")
  func internalNumbers() throws {
    #expect(CellReading(number: "767.500", isInternal: true) == .shown(.value("767.5")))
    #expect(CellReading(number: "767,500", isInternal: true) == .unreadable(.displayNumber))
  }

  @Test("is no number out of bounds, of another kind, or masked, and blank where it is empty")
  func noNumbers() throws {
    #expect(CellReading(number: try JSONValue(parsing: "1e400")) == .unreadable(.outOfBounds))
    let digits = String(repeating: "9", count: 65)
    #expect(CellReading(number: JSONValue(digits)) == .unreadable(.outOfBounds))
    #expect(CellReading(number: true) == .unreadable(.wrongKind))
    #expect(CellReading(number: [1]) == .unreadable(.list))
    #expect(CellReading(number: ["a": 1]) == .unreadable(.wrongKind))
    #expect(CellReading(number: "*****") == .unreadable(.masked))
    #expect(CellReading(number: "   ") == .shown(.blank) && CellReading(number: .null) == .shown(.blank))
  }

  @Test("says why in words that hold no value", arguments: UnreadableReason.allCases)
  func sentences(reason: UnreadableReason) { #expect(reason.sentence.hasPrefix("it ")) }
}

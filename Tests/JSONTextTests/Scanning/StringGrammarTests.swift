import JSONText
import TestSupport
import Testing

@Suite("A string in a text")
struct StringGrammarTests {
  @Test("may hold every character but quote, backslash and control characters as it is")
  func holdsCharacters() throws {
    for value in 0...0xFFFF as ClosedRange<UInt32> {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let mustBeEscaped = value < 0x20 || scalar == "\"" || scalar == "\\"
      let text = Array("\"\(Character(scalar))\"".utf8)
      try #require((Verdict.scan(text) != nil) == mustBeEscaped, "U+\(String(value, radix: 16))")
    }
  }

  @Test("finds what ends it or is wrong at every place in a word of eight bytes", arguments: 0..<20)
  func findsMarks(length: Int) {
    let plain = String(repeating: "x", count: length)
    for tail in 0..<10 {
      let behind = String(repeating: "y", count: tail)
      #expect(Verdict.scan(Array("\"\(plain)\"".utf8)) == nil)
      #expect(Verdict.scan(Array("[\"\(plain)\",\"\(behind)\"]".utf8)) == nil)
      #expect(Verdict.scan(Array("\"\(plain)\u{1F}\(behind)\"".utf8))?.offset == length + 1)
      #expect(Verdict.scan(Array("\"\(plain)\"\(behind)!".utf8))?.offset == length + 2)
      #expect(Verdict.scan(Array("\"\(plain)é\\n\(behind)\"".utf8)) == nil)
      #expect(Verdict.scan(Array("\"\(plain)\\".utf8))?.offset == length + 1)
      #expect(Verdict.scan(Array("\"\(plain)\(behind)".utf8))?.offset == length + 1 + tail)
    }
  }

  @Test(
    "is refused where its bytes are no UTF-8",
    arguments: [
      [0x80], [0xBF], [0xC0, 0xAF], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x80, 0xAF],
      [0xE0, 0x9F, 0xBF],
      [0xE2, 0x82], [0xE2, 0x82, 0x41], [0xE2, 0x41, 0x80], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
      [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x98, 0x22],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF], [0xFB, 0xBF, 0xBF, 0xBF, 0xBF],
    ] as [[UInt8]])
  func refusesBadUTF8(bytes: [UInt8]) {
    for prefix in ["", "é", "abcdefg", "abcdefgh€"] {
      let start = Array("[\"\(prefix)".utf8)
      let expected = JSONSyntaxError(offset: start.count, reason: "these bytes are no UTF-8")
      #expect(Verdict.scan(start + bytes + Array("\"]".utf8)) == expected)
      #expect(Verdict.scan(start + bytes) == expected, "also at the end of the text")
    }
  }

  @Test("is judged as a plain reader judges it, whatever its bytes", arguments: Seeds.all)
  func isJudgedAsPlainly(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var (refused, accepted) = (0, 0)
    let alphabet: [[UInt8]] = [
      [0x20], [0x21], [0x23], [0x5B], [0x5D], [0x61], [0x7F], [0x61], [0x62], [0x5C, 0x6E], [0xC3, 0xA9],
      [0xE2, 0x82, 0xAC], [0xF0, 0x9F, 0x98, 0x80], [0x5C, 0x75, 0x30, 0x30, 0x65, 0x39],
    ]
    for _ in 0..<1_000 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<24, using: &random) {
        bytes += alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }
      if let index = bytes.indices.randomElement(using: &random), Bool.random(using: &random) {
        bytes[index] = UInt8.random(in: 0...255, using: &random)
      }
      let isRight = Self.isStringContent(bytes)
      try #require((Verdict.scan([0x22] + bytes + [0x22]) == nil) == isRight, "\(bytes)")
      if isRight { accepted += 1 } else { refused += 1 }
    }
    #expect(accepted > 0 && refused > 0, "the generator must make both")
  }

  /// The rules of RFC 8259, chapter 7, one byte after the other, with Swift's own judgement of UTF-8.
  private static func isStringContent(_ bytes: [UInt8]) -> Bool {
    guard let text = String(validating: bytes, as: UTF8.self) else { return false }
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      if scalar.value < 0x20 || scalar == "\"" { return false }
      guard scalar == "\\" else { continue }
      guard let letter = rest.popFirst(), "\"\\/bfnrtu".unicodeScalars.contains(letter) else { return false }
      guard letter == "u" else { continue }
      let digits = rest.prefix(4)
      guard digits.count == 4, digits.allSatisfy({ $0.properties.isASCIIHexDigit }) else { return false }
      rest = rest.dropFirst(4)
    }
    return true
  }
}

import JSONText
import Testing

@Suite("A JSON string")
struct JSONStringTests {
  @Test(
    "says whether it holds half a character",
    arguments: [
      (#"\ud83d"#, true), (#"\ude00"#, true), (#"\ud83dx"#, true), (#"\ud83d\u0041"#, true),
      (#"\ud83d\n\ude00"#, true), (#"\ud83d\ud83d\ude00"#, true), (#"\ud83d\ude00\ude00"#, true),
      (#"\uD83D\uDE00"#, false), (#"x\ud83d\ude00\ud83d\ude00"#, false), (#"\\ud83d"#, false),
      (#"\ufffd"#, false), ("😀", false), ("", false), (#"\""#, false),
    ])
  func halfCharacter(raw: String, isHalf: Bool) throws {
    #expect(try #require(JSONString(raw: raw)).hasHalfCharacter == isHalf)
  }

  @Test(
    "says what its escapes stand for",
    arguments: [
      (#"\"\\\/"#, "\"\\/"), (#"\b\f\n\r\t"#, "\u{8}\u{C}\n\r\t"), (#"\u00e9\u00E9é"#, "ééé"),
      (#"\ud83d\ude00!"#, "😀!"), (#"\uDBFF\uDFFF"#, "\u{10FFFF}"), (#"\ud83d"#, "\u{FFFD}"),
      (#"\ud83dx"#, "\u{FFFD}x"), (#"\ude00\ud83d"#, "\u{FFFD}\u{FFFD}"), (#"\ud83d\n"#, "\u{FFFD}\n"),
      (#"\ud83d\u0041"#, "\u{FFFD}A"), (#"\ud83d\ud83d\ude00"#, "\u{FFFD}😀"), (#"\\u0041"#, #"\u0041"#),
      (#"\u0000"#, "\u{0}"), ("", ""), ("株式会社 plain", "株式会社 plain"),
    ])
  func saysItsEscapes(raw: String, value: String) throws {
    let string = try #require(JSONString(raw: raw))
    #expect(Array(string.value.utf8) == Array(value.utf8))
    #expect(string.raw == raw)
  }

  @Test("escapes only what it must")
  func escapesMinimally() {
    #expect(JSONString("é/😀\u{7F}'").raw == "é/😀\u{7F}'")
    #expect(JSONString("\"\\\u{8}\u{C}\n\r\t\u{0}\u{1F}").raw == #"\"\\\b\f\n\r\t\u0000\u001f"#)
  }

  @Test("says again what it was made of, for every control character and its neighbours")
  func saysWhatItWasMadeOf() throws {
    for value in 0...0x17F as ClosedRange<UInt32> {
      let text = "a\(Character(try #require(Unicode.Scalar(value))))\r\nb"
      #expect(Array(JSONString(text).value.utf8) == Array(text.utf8))
      #expect(try JSONValue(parsing: JSONValue(text).bytes) == JSONValue(text))
    }
  }

  @Test("is equal by its bytes, not by what Unicode takes for the same")
  func isEqualByBytes() {
    #expect(JSONString("\u{E9}") != JSONString("e\u{301}"))
    #expect(JSONString("A") != JSONString(raw: #"\u0041"#))
    #expect(JSONString("A") == JSONString(raw: "A"))
    #expect(JSONString("A").hashValue == JSONString(raw: "A")?.hashValue)
  }

  @Test("is nil where the raw text is none", arguments: ["\"", "a\"b", "\\", "\\x", "\n", #"\u00"#, "a\""])
  func refusesRaw(raw: String) {
    #expect(JSONString(raw: raw) == nil)
  }
}

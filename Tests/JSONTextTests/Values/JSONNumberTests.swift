import JSONText
import Testing

@Suite("A JSON number")
struct JSONNumberTests {
  @Test(
    "is every token of the grammar, digit for digit",
    arguments: [
      "0", "-0", "7", "-12", "0.0", "1.50", "-0.10e5", "1E+2", "1e-02", "12345678901234567890123", "1e999999",
    ])
  func keepsItsDigits(digits: String) throws {
    #expect(JSONNumber(digits: digits)?.digits == digits)
    #expect(try JSONValue(parsing: "[\(digits)]").text == "[\(digits)]")
  }

  @Test(
    "is nothing else",
    arguments: [
      "", "-", "+1", "01", "-01", "00", "1.", ".5", "1.e2", "1e", "1e+", "0x10", "1 ", " 1", "1,2", "NaN",
      "Infinity",
      "1_0", "١", "--1", "1e5.0",
    ])
  func refusesTheRest(digits: String) {
    #expect(JSONNumber(digits: digits) == nil)
    #expect(Verdict.scan(Array("[\(digits)]".utf8)) != nil || ["", "1 ", " 1", "1,2"].contains(digits))
  }

  @Test("is an integer where its token is one and fits")
  func isAnInteger() {
    #expect(JSONNumber(digits: "9223372036854775807")?.int == .max)
    #expect(JSONNumber(digits: "-9223372036854775808")?.int == .min)
    #expect(JSONNumber(digits: "9223372036854775808")?.int == nil)
    #expect(JSONNumber(digits: "18446744073709551615")?.uint64 == .max)
    #expect(JSONNumber(digits: "18446744073709551616")?.uint64 == nil)
    #expect(JSONNumber(digits: "-1")?.uint64 == nil)
    #expect(JSONNumber(digits: "1.0")?.int == nil && JSONNumber(digits: "1e2")?.int == nil)
    #expect(JSONNumber(Int.min).digits == "-9223372036854775808")
    #expect(JSONNumber(UInt64.max).digits == "18446744073709551615")
  }

  @Test("is equal by its token")
  func isEqualByToken() {
    #expect(JSONNumber(digits: "1.0") != JSONNumber(digits: "1"))
    #expect(JSONNumber(digits: "1") == JSONNumber(1))
  }
}

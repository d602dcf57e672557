import JSONText
import Testing

@testable import Decisions

@Suite("A value that hides something")
struct MaskedTextTests {
  private func reading(_ text: String, _ type: FieldType) -> CellReading {
    CellReading(JSONString(text), as: type)
  }

  @Test(
    "is masked where nothing of it is left",
    arguments: [
      "*", "***********", "\u{2022}\u{2022}\u{2022}", "####", "XXXXXXX", "xxxx", "***-***", "\u{2588}",
      "***@***.***",
    ])
  func masked(text: String) {
    for type in [FieldType.text, .taxID, .phone, .email] {
      #expect(reading(text, type) == .unreadable(.masked))
    }
  }

  @Test(
    "is partly masked where the last places of a number are left, whatever its type",
    arguments: [
      "*******5976", "XXXXXXX7984", "xxxx1234", "\u{2022}\u{2022}\u{2022}\u{2022}1234", "####1234",
      "**** **** **** 1234", "XXXX XXXX XXXX 1234", "DE*******84",
    ])
  func numbers(text: String) {
    for type in [FieldType.text, .taxID, .phone] {
      #expect(reading(text, type) == .unreadable(.partlyMasked))
    }
  }

  @Test(
    "is partly masked in a phone or tax number wherever the run stands, separators or not",
    arguments: ["+49 30 ***-1234", "XXX-XX-1234", "030 555XXXX", "12***", "DE1234***", "ATU12####"])
  func identifiers(text: String) {
    #expect(reading(text, .phone) == .unreadable(.partlyMasked))
    #expect(reading(text, .taxID) == .unreadable(.partlyMasked))
  }

  @Test(
    "is partly masked in an address with any asterisk or dot, or with nothing but X before the @",
    arguments: [
      "j***@example.org", "a*b@example.org", "XXXXX@example.org", "xxxx123@example.org", "a###b@example.org",
    ])
  func addresses(text: String) { #expect(reading(text, .email) == .unreadable(.partlyMasked)) }

  @Test(
    "is a name where a company may be called so",
    arguments: [
      "XXXX Ltd", "Star*** GmbH", "***** Hotel Adlon", "Hotel Krone ****", "XXXLutz KG", "Foo \u{2022} Bar",
      "C# Ltd", "***CLOSED*** Acme", "*** CLOSED *** Acme", "Upw***",
      "Maxx Xaver XX", "10 * 20", "* a", "Nr. #1", "\u{2014} x \u{2014}",
    ])
  func names(text: String) { #expect(reading(text, .text) == .shown(.value(text))) }

  @Test(
    "is partly masked where every word of a name is cut, or dots hide a part",
    arguments: [
      "M***** S****", "M***r", "Jo\u{2022}\u{2022}\u{2022}\u{2022}", "Up***rk", "***work", "####work",
      "Upwork ********", "***** Ltd ***work",
    ])
  func cutNames(text: String) { #expect(reading(text, .text) == .unreadable(.partlyMasked)) }

  @Test(
    "is a number where it is one",
    arguments: [
      ("**61*4930123#", FieldType.phone), ("030 555 x12", .phone), ("XAXX010101000", .taxID),
      ("8*49289F", .taxID),
      ("x@example.org", .email), ("max.xx@example.org", .email),
    ])
  func trueValues(text: String, type: FieldType) { #expect(reading(text, type) == .shown(.value(text))) }

  @Test(
    "is one of a known value where its signs stand for a part of it, one sign or more",
    arguments: [
      ("Dayton", "**yton"), ("Dayton", "Dayt**"), ("Dayton", "*ayton"), ("Dayton", "D*n"), ("Dayton", "*"),
      ("DE136695976", "DE1366959##"), ("Dayton", "Da\u{2022}\u{2022}on"), ("136695976", "xx6695976"),
      ("+49 30 1234", "+49 ** 12*4"), ("M\u{FC}ller", "M*ller"),
    ])
  func hidesKnown(good: String, shown: String) { #expect(MaskedText.hides(good, behind: shown)) }

  @Test(
    "is none of a known value that it has every character of, or other ones than it",
    arguments: [
      ("Dayton", "Dayton"), ("Dayton", "Dayton *"), ("Dayton", "**yson"), ("Dayton", "Dayton Ltd"),
      ("Star* GmbH", "Star* AG"), ("Maxim", "MaXim"), ("Maxxim", "MaXXim"), ("Dayton", "xxton"),
      ("C# Ltd", "C Ltd"), ("", "*"), ("aba", "ab*ba"),
    ])
  func hidesNothing(good: String, shown: String) { #expect(!MaskedText.hides(good, behind: shown)) }
}

import Testing

@testable import Decisions

/// A text area of Zoho has 32,000 characters at most; a quarter of a megabyte shows a square of time as well.
@Suite("A value far longer than any column")
struct LongValueTests {
  private static let count = 1 << 18

  @Test(
    "is compared, normalised and matched in linear time and without a trap",
    .timeLimit(.minutes(2)),
    arguments: [
      "1", "a", "é", "\u{301}", "\u{301}\u{316}", "字", "@", "x1", "(0)", "00", " ", "\u{200B}", "+", "a@b.c,",
    ]
  )
  func long(piece: String) {
    let text = String(repeating: piece, count: Self.count / piece.utf8.count)
    let longer = text + "1"
    #expect(TaxID(text, country: "DE") == nil)
    #expect(PhoneNumber(text, country: "DE") == nil)
    #expect(EmailAddress(text) == nil)
    #expect(EmailAddress("ada@\(text).org") == nil)
    #expect(EmailKey.value(text, freeMail: ["bücher.example"]) == nil)
    #expect(NormalisedName(text).core.utf8.count <= 6_000)
    _ = countryCode(of: text)
    for type in FieldType.allCases {
      _ = valuesAgree(type: type, lengthMax: 40, jde: .value(text), zoho: .value(longer), country: "DE")
      #expect(isUnchanged(type: type, .value(text), .value(text), country: "DE"))
    }
    var world = MatchingWorld()
    world.jde("1", text, tax: text, mail: text, code: text, city: text, country: text)
    world.zoho("901", longer, tax: longer, mail: longer, code: longer, city: longer, country: longer)
    _ = world.decide("1")
  }

  @Test("is no number and no address where it is longer than any can be, however it is grouped")
  func bounds() {
    let blanks = String(repeating: " ", count: 300)
    #expect(TaxID("DE168\(blanks)347747", country: nil) == nil)
    #expect(PhoneNumber("030\(blanks)5551234", country: "DE") == nil)
    #expect(EmailAddress("ada@example.org" + String(repeating: "\u{200B}", count: 400)) == nil)
  }
}

import Testing

@testable import Decisions

@Suite("A telephone number")
struct PhoneNumberTests {
  @Test(
    "is E.164 where it parses",
    arguments: [
      ("+49 (0)30 555-1234", nil, "+49305551234"), ("0049 30 5551234", nil, "+49305551234"),
      ("030/555 1234", "DE", "+49305551234"), ("030/555 1234", nil, "0305551234"),
      ("(212) 555-1234", "US", "+12125551234"), ("1-212-555-1234", "US", "+12125551234"),
      ("011 49 30 5551234", "US", "+49305551234"), ("06 1 234 5678", "HU", "+3612345678"),
      ("02 1234 5678", "IT", "+390212345678"), ("91 123 45 67", "ES", "+34911234567"),
      ("020 7946 0958", "GB", "+442079460958"), ("＋４９ ３０ ５５５", nil, "+4930555"), ("110", "DE", "110"),
      ("٠٣٠ ٥٥٥١٢٣٤", "DE", "+49305551234"), ("8 (495) 123-45-67", "RU", "+74951234567"),
      ("800 555 35 35", "RU", "+78005553535"), ("+39 (0)2 1234 5678", nil, "+390212345678"),
      ("(0)30 5551234", nil, "0305551234"), ("0049 (0)30 5551234", nil, "+49305551234"),
      ("555 1234", "DE", "5551234"), ("555-1234", "US", "5551234"),
      ("030\u{200B}5551234", "DE", "+49305551234"),
    ] as [(String, String?, String)])
  func parsed(text: String, country: String?, number: String) throws {
    #expect(try #require(PhoneNumber(text, country: country)).number == number)
  }

  @Test("is none with fewer than three digits", arguments: ["", "-", "n/a", "12", "+"])
  func none(text: String) { #expect(PhoneNumber(text, country: "DE") == nil) }

  @Test("with letters or signs is dialled as it stands and never E.164")
  func spelled() throws {
    for text in ["1-800-FLOWERS", "+1 800 FLOWERS", "030 ABC", "+49 30 555*12"] {
      let number = try #require(PhoneNumber(text, country: "US"))
      #expect(!number.isInternational && number.number.contains { !$0.isNumber }, "\(text)")
    }
  }

  @Test(
    "is the same telephone in another spelling",
    arguments: [
      ("+49 30 5551234", "030 5551234", "DE", true), ("+49 30 5551234", "(030) 555-1234", nil, true),
      ("+1 212 555 1234", "212.555.1234", nil, true), ("+49 30 5551234", "030 5551235", "DE", false),
      ("+49 30 5551234", "+43 30 5551234", nil, false), ("030 5551234", "040 5551234", nil, false),
      ("030 5551234 ext. 12", "030 5551234 x12", nil, true),
      ("030 5551234 ext. 12", "030 5551234", nil, false),
      ("+49 30 5551234", "305551234", nil, false), ("5551234", "0555 1234", "DE", false),
      ("1-800-FLOWERS", "1-800-GETCARS", "US", false), ("1-800-FLOWERS", "1 800 flowers", "US", true),
      ("1-800-FLOWERS", "1-800", "US", false), ("030 ABC", "030 ABD", "DE", false),
      ("030 5551234 ABC", "030 5551234", "DE", false), ("*100#", "100", "DE", false),
      ("030 5551234 ext.", "030 5551234", "DE", false), ("030 5551234#12", "030 5551234 x 12", "DE", true),
      ("030 5551234 ext. 12", "030 5551234 ext. 13", "DE", false),
      ("030 5551234 ext. 12", "030 555123412", "DE", false),
      ("tel. 030 5551234", "030 5551234", "DE", false),
    ] as [(String, String, String?, Bool)])
  func agrees(left: String, right: String, country: String?, expected: Bool) {
    #expect(
      valuesAgree(type: .phone, lengthMax: nil, jde: .value(left), zoho: .value(right), country: country)
        == expected)
    #expect(isUnchanged(type: .phone, .value(right), .value(left), country: country) == expected)
  }
}

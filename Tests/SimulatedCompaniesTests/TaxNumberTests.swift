import TestSupport
import Testing

@testable import SimulatedCompanies

@Suite("A made tax number")
struct TaxNumberTests {
  private static func digits(_ text: String) -> [Int] { text.compactMap(\.wholeNumberValue) }
  private static func text(_ digits: [Int]) -> String { digits.map(String.init).joined() }

  @Test("has the check digits that real numbers have")
  func checkDigits() {
    #expect(Self.text(TaxNumber.germanDigits(Self.digits("16834774"))) == "168347747")
    #expect(Self.text(TaxNumber.germanDigits(Self.digits("81311387"))) == "813113875")
    #expect(TaxNumber.french("393892815") == "FR13393892815")
    #expect(TaxNumber.french("000006022") == "FR36000006022")
    #expect(Self.text(TaxNumber.luhn(Self.digits("0561737096"))) == "05617370969")
    #expect(TaxNumber.austrian(Self.digits("6503470")) == "65034704")
    #expect(TaxNumber.weighed(Self.digits("00154566"), [9, 8, 7, 6, 5, 4, 3, 2]) % 11 == 8)  // NL001545668B01
    #expect(TaxNumber.australian(Self.digits("080574616")) == "20080574616")
    #expect(TaxNumber.japanese(Self.digits("835678256246")) == "5835678256246")
  }

  @Test("has the British check digits of the real pool")
  func britishPool() {
    var judged = 0
    for number in RealCompany.taxNumbers["GB"] ?? [] {
      let digits = Self.digits(number)
      guard digits.count == 9,
        Self.text(TaxNumber.britishDigits(Array(digits.prefix(7)))) == Self.text(digits)
      else { continue }  // younger numbers have another remainder
      judged += 1
    }
    #expect(judged >= 5)
  }

  @Test(
    "has the form of its country", arguments: ["DE", "GB", "FR", "ES", "NL", "CH", "FI", "SE", "BE", "IE"])
  func forms(country: String) {
    var dice = SeededDice(seed: 7)
    let lengths = Set((0..<200).map { _ in TaxNumber.make(country: country, dice: &dice).count })
    #expect(lengths.count == 1)
    #expect(TaxNumber.make(country: country, dice: &dice).hasPrefix(country))
  }
}

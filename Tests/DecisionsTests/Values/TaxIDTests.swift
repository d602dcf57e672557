import Foundation
import TestSupport
import Testing

@testable import Decisions

@Suite("A tax identifier")
struct TaxIDTests {
  /// One line of `tax-ids.csv`: real identifiers as people write them.
  struct Sample: CustomTestStringConvertible, Sendable {
    let country: String
    let scheme: String
    let written: String
    let compact: String
    var testDescription: String { written }

    /// The country that the address beside it would have.
    var addressCountry: String { country == "EU" ? String(compact.prefix(2)) : country }
  }

  static let samples: [Sample] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Resources/tax-ids.csv")
    // A file that is not there is an empty list, which fails the first test below.
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(whereSeparator: \.isNewline).dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Sample(country: cells[0], scheme: cells[1], written: cells[2], compact: cells[3])
    }
  }()

  @Test("of every scheme is among the real ones that are tried")
  func allSchemes() {
    #expect(Self.samples.count == 184)
    #expect(Set(Self.samples.map(\.scheme)) == Set(TaxID.Scheme.allCases.map(\.rawValue)))
  }

  @Test(
    "that is real validates with the address's country, and has the compact form of its scheme",
    arguments: samples)
  func validates(sample: Sample) throws {
    let taxID = try #require(TaxID(sample.written, country: sample.addressCountry))
    #expect(taxID.isValid)
    #expect(taxID.country == sample.addressCountry)
    #expect(taxID.compact == sample.compact)
    let scheme = sample.scheme == "siren" ? "siren" : sample.scheme
    #expect(taxID.scheme?.rawValue == scheme)
  }

  @Test("is the same with and without country, separators and lower case", arguments: samples)
  func spellings(sample: Sample) {
    let country = sample.addressCountry
    let spellings = [
      sample.written, sample.compact, sample.written.lowercased(), " \(sample.written) ",
      TaxID(sample.written, country: country)?.number ?? "", spaced(sample.compact),
    ]
    for spelling in spellings {
      #expect(
        valuesAgree(
          type: .taxID, lengthMax: nil, jde: .value(sample.written), zoho: .value(spelling), country: country),
        "\(spelling)")
    }
  }

  @Test("with one wrong digit does not validate", arguments: samples)
  func wrongDigit(sample: Sample) throws {
    let taxID = try #require(TaxID(sample.written, country: sample.addressCountry))
    var digits = Array(taxID.number)
    let position = try #require(digits.indices.first { digits[$0] != "0" && digits[$0].isNumber })
    digits[position] = digits[position] == "9" ? "8" : "9"
    // The parts that carry no check: branch of a Canadian account, kind of a Dutch one.
    #expect(TaxID.scheme(of: String(digits), in: sample.addressCountry) == nil)
  }

  @Test("names its own country whatever the address says")
  func ownCountry() {
    #expect(TaxID("ATU 65034704", country: "DE")?.country == "AT")
    #expect(TaxID("CHE-105.067.880 MWST", country: nil)?.number == "105067880")
    #expect(TaxID("948 007 029 MVA", country: "NO")?.number == "948007029")
    #expect(TaxID("EL094259216", country: nil)?.country == "GR")
    #expect(TaxID("U65034704", country: "AT")?.number == "U65034704")
  }

  @Test(
    "is none where it is a placeholder",
    arguments: [
      "", "N/A", "n.a.", "0000", "00000000", "11111111111", "1234", "XXXXXXXX", "unknown", "DE", "DE0000000",
    ])
  func placeholder(text: String) { #expect(TaxID(text, country: "DE") == nil) }

  @Test("alone belongs to one country only where no other country's rules fit")
  func onlyCountry() {
    #expect(TaxID("07.195.358/0001-66", country: nil)?.onlyCountry == "BR")
    #expect(TaxID("U15159209", country: nil)?.onlyCountry == "AT")
    #expect(TaxID("U65034704", country: nil)?.onlyCountry == nil, "a Spanish joint venture can have it too")
    #expect(TaxID("DE168347747", country: nil)?.onlyCountry == "DE")
    #expect(TaxID("DE168347748", country: nil)?.onlyCountry == nil)
    #expect(TaxID("12-3456789", country: "US")?.onlyCountry == nil)
    let ambiguous = Self.samples.filter { (TaxID($0.compact, country: nil)?.onlyCountry ?? "") == "" }
    #expect(ambiguous.contains { $0.scheme == "siren" }, "nine digits can be several countries'")
  }

  @Test("of two countries is not one, even with the same digits")
  func twoCountries() throws {
    let german = try #require(TaxID("DE168347747", country: nil))
    let other = try #require(TaxID("168347747", country: "FR"))
    let bare = try #require(TaxID("168347747", country: nil))
    #expect(!german.agrees(with: other))
    #expect(german.agrees(with: bare) && bare.agrees(with: other))
  }

  private func spaced(_ text: String) -> String {
    text.enumerated().map { $0.offset % 3 == 2 ? "\($0.element) " : "\($0.element)" }.joined()
  }
}

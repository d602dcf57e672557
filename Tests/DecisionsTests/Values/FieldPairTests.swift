import JSONText
import Testing

@testable import Decisions

@Suite("What both sides showed of a field")
struct FieldPairTests {
  @Test("comes back from an event as it went in, and says only what is known")
  func roundTrip() {
    let plain = FieldPair(jde: .value("a"), zoho: .blank)
    #expect(plain.json.text == #"{"jde":"a","zoho":null}"#)
    let full = FieldPair(
      jde: .value("N30"), zoho: .value("net 30"), mapping: "12.ab", normalised: "case", isDoubtful: true)
    #expect(
      full.json.text
        == #"{"jde":"N30","zoho":"net 30","mapping":"12.ab","normalised":"case","doubtful":true}"#)
    for pair in [plain, full, full.made(by: nil), FieldPair(jde: .absent, zoho: .value("b"))] {
      #expect(FieldPair(json: pair.json) == pair)
    }
  }

  @Test("is doubtful only where it says so")
  func doubt() {
    let pair = FieldPair(jde: .value("a"), zoho: .value("b"), mapping: "12.ab", normalised: "case")
    #expect(!pair.isDoubtful && pair.doubtful.isDoubtful)
    #expect(
      pair.doubtful.made(by: nil)
        == FieldPair(jde: pair.jde, zoho: pair.zoho, normalised: "case", isDoubtful: true))
    #expect(!FieldPair(json: ["jde": "a", "zoho": "b", "doubtful": false]).isDoubtful)
    #expect(!FieldPair(json: ["jde": "a", "zoho": "b", "doubtful": "true"]).isDoubtful)
  }
}

import Testing

@testable import Decisions

@Suite("The time of an edit")
struct EditTimesTests {
  @Test("decides only where both are known and further apart than the clocks may be")
  func newer() {
    func side(_ jde: Int64?, _ zoho: Int64?) -> Side? {
      EditTimes(jdeSeconds: jde, zohoSeconds: zoho, toleranceSeconds: 60).newerSide
    }
    #expect(side(100, 39) == .jde)
    #expect(side(39, 100) == .zoho)
    #expect(side(100, 40) == nil && side(40, 100) == nil)
    #expect(side(nil, 100) == nil && side(100, nil) == nil)
    #expect(EditTimes.unknown.newerSide == nil)
  }
}

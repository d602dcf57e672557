import Testing

@testable import Decisions

@Suite("The time of an edit")
struct EditTimesTests {
  @Test("decides nothing where JDE's clock may mean an instant before or after Zoho's")
  func doubledHour() {
    func side(_ jde: ClosedRange<Int64>, _ zoho: Int64) -> Side? {
      EditTimes(jde: jde, zohoSeconds: zoho, toleranceSeconds: 60).newerSide
    }
    #expect(side(1_000...4_600, 2_800) == nil)
    #expect(side(1_000...4_600, 950) == nil && side(1_000...4_600, 4_650) == nil, "within the tolerance")
    #expect(side(1_000...4_600, 900) == .jde && side(1_000...4_600, 4_700) == .zoho)
  }

  @Test("is that of the tables that the field's value stands in")
  func byTable() {
    let times = EditTimes(
      jde: 900...900, jdeByTable: ["F0101": 100...100, "F0116": 900...900], zohoSeconds: 500,
      toleranceSeconds: 60)
    #expect(times.newerSide == .jde)
    #expect(times.narrowed(to: ["F0101"]).newerSide == .zoho)
    #expect(times.narrowed(to: ["F0101", "F0116"]).newerSide == .jde)
    #expect(times.narrowed(to: ["F03012"]).newerSide == nil, "its rows do not say when")
    #expect(times.narrowed(to: []).newerSide == .jde, "a value without a column has the record's time")
  }

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

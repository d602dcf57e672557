import Testing

@testable import Decisions

@Suite("The time of an edit")
struct EditTimesTests {
  @Test(
    "is an instant, whatever its offset",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("2026-11-20T09:15:02+01:00", 1_795_162_502),
      ("2026-11-20T08:15:02Z", 1_795_162_502), ("2026-11-20T08:15:02.123Z", 1_795_162_502),
      ("2026-11-20T03:15:02-0500", 1_795_162_502), ("2000-02-29T12:00:00+00:00", 951_825_600),
      ("1969-12-31T23:59:59Z", -1),
    ] as [(String, Int64)])
  func seconds(timestamp: String, expected: Int64) {
    #expect(EditTimes.seconds(of: timestamp) == expected)
  }

  @Test(
    "is none where the text is none",
    arguments: ["", "2026-11-20", "2026-11-20T09:15:02", "2026-13-20T09:15:02Z", "2026-11-20T25:15:02Z", "x"])
  func none(timestamp: String) { #expect(EditTimes.seconds(of: timestamp) == nil) }

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

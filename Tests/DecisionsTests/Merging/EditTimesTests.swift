import Testing

@testable import Decisions

@Suite("The time of an edit")
struct EditTimesTests {
  @Test("decides nothing where JDE's clock may mean an instant before or after Zoho's")
  func doubledHour() {
    func side(_ jde: ClosedRange<Int64>, _ zoho: Int64) -> Side? {
      EditTimes(
        jde: nil, zohoSeconds: nil, toleranceSeconds: 60, jdeByField: ["f": jde],
        zohoByField: ["f": zoho...zoho]
      ).newerSide(movedInJDE: ["f"], movedInZoho: ["f"])
    }
    #expect(side(1_000...4_600, 2_800) == nil)
    #expect(side(1_000...4_600, 950) == nil && side(1_000...4_600, 4_650) == nil, "within the tolerance")
    #expect(side(1_000...4_600, 900) == .jde && side(1_000...4_600, 4_700) == .zoho)
  }

  @Test("is bounded by that of the tables that the field's value stands in, where nobody saw it")
  func byTable() {
    let times = EditTimes(
      jde: 900...900, jdeByTable: ["F0101": 100...100, "F0116": 900...900], zohoSeconds: 500,
      toleranceSeconds: 60, zohoByField: ["f": 500...500])
    func side(_ tables: Set<String>) -> Side? {
      times.narrowed(to: tables).newerSide(movedInJDE: ["f"], movedInZoho: ["f"])
    }
    #expect(side(["F0101"]) == .zoho)
    #expect(side(["F0101", "F0116"]) == nil && side([]) == nil)
    #expect(side(["F03012"]) == nil, "its rows do not say when")
  }

  @Test("is never that of the records alone: any other field moves it too")
  func recordsAlone() {
    let times = EditTimes(jde: 100...100, zohoSeconds: 900, toleranceSeconds: 60)
    #expect(times.newerSide(movedInJDE: ["f"], movedInZoho: ["f"]) == nil)
    #expect(EditTimes.unknown.newerSide(movedInJDE: ["f"], movedInZoho: ["f"]) == nil)
  }

  @Test("is the field's own where it is known, whatever else of the record was edited")
  func byField() {
    let times = EditTimes(
      jde: 900...900, zohoSeconds: 500, toleranceSeconds: 60, jdeByField: ["f": 100...200],
      zohoByField: ["f": 300...310])
    #expect(times.newerSide(movedInJDE: ["f"], movedInZoho: ["f"]) == .zoho)
    #expect(times.narrowed(to: ["F0101"]).newerSide(movedInJDE: ["f"], movedInZoho: ["f"]) == .zoho)
    #expect(times.newerSide(movedInJDE: ["g"], movedInZoho: ["g"]) == nil, "nobody saw when")
  }

  @Test("decides by intervals only where they are further apart than the clocks may be")
  func intervals() {
    func side(_ jde: ClosedRange<Int64>, _ zoho: ClosedRange<Int64>) -> Side? {
      EditTimes(
        jde: 9_000...9_000, zohoSeconds: 1, toleranceSeconds: 60, jdeByField: ["f": jde],
        zohoByField: ["f": zoho]
      ).newerSide(movedInJDE: ["f"], movedInZoho: ["f"])
    }
    #expect(side(100...200, 150...160) == nil && side(100...200, 190...400) == nil)
    #expect(side(100...200, 260...400) == nil && side(100...200, 261...400) == .zoho)
    #expect(side(460...500, 300...400) == nil && side(461...500, 300...400) == .jde)
  }

  @Test("of the one side that is known by field is never older than a record that was edited later")
  func oneSideByField() {
    func side(jde: [String: ClosedRange<Int64>], zoho: [String: ClosedRange<Int64>]) -> Side? {
      EditTimes(
        jde: 900...900, zohoSeconds: 500, toleranceSeconds: 60, jdeByField: jde, zohoByField: zoho
      ).newerSide(movedInJDE: ["f"], movedInZoho: ["f"])
    }
    #expect(side(jde: ["f": 600...700], zoho: [:]) == .jde)
    #expect(
      side(jde: ["f": 100...110], zoho: [:]) == nil, "another field of Zoho's record may have moved at 500")
    #expect(side(jde: [:], zoho: ["f": 1_000...1_010]) == .zoho)
    #expect(side(jde: [:], zoho: ["f": 100...110]) == nil)
  }

  @Test("of a group is that of the newest edit among those that moved, each of them known")
  func group() {
    let times = EditTimes(
      jde: 9_000...9_000, zohoSeconds: 1, toleranceSeconds: 60, jdeByField: ["f": 100...110, "g": 500...510],
      zohoByField: ["f": 300...310])
    #expect(times.newerSide(movedInJDE: ["f"], movedInZoho: ["f"]) == .zoho)
    #expect(times.newerSide(movedInJDE: ["f", "g"], movedInZoho: ["f"]) == .jde)
    #expect(times.newerSide(movedInJDE: ["f", "h"], movedInZoho: ["f"]) == nil)
  }

  @Test("of a field decides its tie")
  func tie() throws {
    let base = FieldPair(jde: .value("a"), zoho: .value("a"))
    func rule(_ jde: ClosedRange<Int64>, _ zoho: ClosedRange<Int64>) -> MergeRule? {
      merge(
        [mappedField("f", tie: .newer)], base: ["f": base], jde: ["f": JDEField(.value("b"))],
        zoho: ["f": .value("c")],
        times: EditTimes(
          jde: 1...1, jdeByTable: ["F0101": 1...1], zohoSeconds: 1, toleranceSeconds: 60,
          jdeByField: ["f": jde], zohoByField: ["f": zoho])
      ).first?.rule
    }
    #expect(rule(500...510, 100...110) == .newerJDE)
    #expect(rule(100...110, 500...510) == .newerZoho)
    #expect(rule(100...510, 500...510) == .newerUndecided)
  }
}

import JSONText
import Testing

@testable import Decisions

@Suite("A field that both systems show")
struct MergeTableTests {
  /// One row of the merge table with the values that lead there.
  struct Row: CustomTestStringConvertible, Sendable {
    var name: String
    var field: MappedField
    var base: FieldPair?
    var jde: FieldValue
    var zoho: FieldValue
    var times: EditTimes = .unknown
    var reverts = 0
    var rule: MergeRule
    var action: FieldAction
    var overridden: FieldValue?
    var testDescription: String { name }
  }

  private static let a = FieldValue.value("a")
  private static let b = FieldValue.value("b")
  private static let c = FieldValue.value("c")
  private static let agreed = FieldPair(jde: a, zoho: a)
  private static let later = edited(jde: 1_000, zoho: 900)
  private static let earlier = edited(jde: 900, zoho: 1_000)
  private static let close = edited(jde: 1_000, zoho: 960)

  /// When the field was edited on both sides.
  private static func edited(jde: Int64, zoho: Int64) -> EditTimes {
    EditTimes(
      jde: nil, zohoSeconds: nil, toleranceSeconds: 60, jdeByField: ["f": jde...jde],
      zohoByField: ["f": zoho...zoho])
  }

  private static func field(
    _ owner: FieldOwner, tie: TieRule = .review, first: Side? = nil, foreignEdit: ForeignEditRule = .report,
    allowsClear: Bool = false, isReversible: Bool = true
  ) -> MappedField {
    mappedField(
      "f", owner: owner, tie: tie, first: first, foreignEdit: foreignEdit, allowsClear: allowsClear,
      isReversible: isReversible)
  }

  static let nobodyMoved: [Row] = FieldOwner.allCases.filter { $0 != .none && $0 != .initial }.map {
    Row(
      name: "stays as it is when nobody moved, owner \($0)", field: field($0), base: agreed, jde: a, zoho: a,
      rule: .unchanged, action: .nothing)
  }

  static let withBase: [Row] = [
    Row(
      name: "J≠B, Z=B, owner jde", field: field(.jde), base: agreed, jde: b, zoho: a, rule: .jdeMoved,
      action: .write(to: .zoho, b)),
    Row(
      name: "J≠B, Z=B, owner both", field: field(.both), base: agreed, jde: b, zoho: a, rule: .jdeMoved,
      action: .write(to: .zoho, b)),
    Row(
      name: "J≠B, Z=B, owner zoho, report", field: field(.zoho), base: agreed, jde: b, zoho: a,
      rule: .foreignEditReported, action: .report),
    Row(
      name: "J≠B, Z=B, owner zoho, revert", field: field(.zoho, foreignEdit: .revert), base: agreed, jde: b,
      zoho: a, rule: .foreignEditReverted, action: .write(to: .jde, a), overridden: b),
    Row(
      name: "J=B, Z≠B, owner jde, report", field: field(.jde), base: agreed, jde: a, zoho: b,
      rule: .foreignEditReported, action: .report),
    Row(
      name: "J=B, Z≠B, owner jde, revert", field: field(.jde, foreignEdit: .revert), base: agreed, jde: a,
      zoho: b, rule: .foreignEditReverted, action: .write(to: .zoho, a), overridden: b),
    Row(
      name: "the second revert", field: field(.jde, foreignEdit: .revert), base: agreed, jde: a, zoho: b,
      reverts: 1, rule: .foreignEditReverted, action: .write(to: .zoho, a), overridden: b),
    Row(
      name: "the third revert within the window", field: field(.jde, foreignEdit: .revert), base: agreed,
      jde: a, zoho: b, reverts: 2, rule: .revertDamped, action: .ask(.revertedTooOften)),
    Row(
      name: "J=B, Z≠B, owner zoho", field: field(.zoho), base: agreed, jde: a, zoho: b, rule: .zohoMoved,
      action: .write(to: .jde, b)),
    Row(
      name: "J=B, Z≠B, owner both", field: field(.both), base: agreed, jde: a, zoho: b, rule: .zohoMoved,
      action: .write(to: .jde, b)),
    Row(
      name: "J=Z≠B", field: field(.both), base: agreed, jde: b, zoho: b, rule: .converged, action: .moveBase),
    Row(
      name: "all differ, owner jde", field: field(.jde), base: agreed, jde: b, zoho: c,
      rule: .bothMovedOwnerJDE, action: .write(to: .zoho, b), overridden: c),
    Row(
      name: "all differ, owner zoho", field: field(.zoho), base: agreed, jde: b, zoho: c,
      rule: .bothMovedOwnerZoho, action: .write(to: .jde, c), overridden: b),
    Row(
      name: "all differ, tie jde", field: field(.both, tie: .jde), base: agreed, jde: b, zoho: c,
      rule: .tieJDE,
      action: .write(to: .zoho, b), overridden: c),
    Row(
      name: "all differ, tie zoho", field: field(.both, tie: .zoho), base: agreed, jde: b, zoho: c,
      rule: .tieZoho, action: .write(to: .jde, c), overridden: b),
    Row(
      name: "all differ, tie review", field: field(.both), base: agreed, jde: b, zoho: c, rule: .conflict,
      action: .ask(.conflict)),
    Row(
      name: "all differ, JDE's edit is newer", field: field(.both, tie: .newer), base: agreed, jde: b,
      zoho: c,
      times: later, rule: .newerJDE, action: .write(to: .zoho, b), overridden: c),
    Row(
      name: "all differ, Zoho's edit is newer", field: field(.both, tie: .newer), base: agreed, jde: b,
      zoho: c,
      times: earlier, rule: .newerZoho, action: .write(to: .jde, c), overridden: b),
    Row(
      name: "all differ, within the tolerance", field: field(.both, tie: .newer), base: agreed, jde: b,
      zoho: c,
      times: close, rule: .newerUndecided, action: .ask(.conflict)),
    Row(
      name: "all differ, times not known", field: field(.both, tie: .newer), base: agreed, jde: b, zoho: c,
      rule: .newerUndecided, action: .ask(.conflict)),
    Row(
      name: "owner none", field: field(.none), base: agreed, jde: b, zoho: c, rule: .recordedOnly,
      action: .nothing),
    Row(
      name: "owner initial", field: field(.initial), base: agreed, jde: b, zoho: a, rule: .initialOnly,
      action: .nothing),
    Row(
      name: "the mapping has no way back", field: field(.both, isReversible: false), base: agreed, jde: a,
      zoho: b, rule: .oneWay, action: .nothing),
  ]

  static let withoutBase: [Row] = [
    Row(
      name: "no base, J=Z", field: field(.both), jde: a, zoho: a, rule: .converged, action: .moveBase),
    Row(
      name: "no base, both blank", field: field(.both), jde: .blank, zoho: .blank, rule: .converged,
      action: .moveBase),
    Row(
      name: "no base, owner jde", field: field(.jde), jde: a, zoho: b, rule: .firstByOwnerJDE,
      action: .write(to: .zoho, a), overridden: b),
    Row(
      name: "no base, owner zoho", field: field(.zoho), jde: a, zoho: b, rule: .firstByOwnerZoho,
      action: .write(to: .jde, b), overridden: a),
    Row(
      name: "no base, first jde", field: field(.both, first: .jde), jde: a, zoho: b, rule: .firstJDE,
      action: .write(to: .zoho, a), overridden: b),
    Row(
      name: "no base, first zoho", field: field(.both, first: .zoho), jde: a, zoho: b, rule: .firstZoho,
      action: .write(to: .jde, b), overridden: a),
    Row(
      name: "no base, nobody first", field: field(.both, tie: .jde), jde: a, zoho: b, rule: .firstUndecided,
      action: .ask(.conflict)),
    Row(
      name: "no base, Zoho blank, owner zoho", field: field(.zoho), jde: a, zoho: .blank, rule: .blankFilled,
      action: .write(to: .zoho, a)),
    Row(
      name: "no base, JDE blank, owner jde", field: field(.jde), jde: .blank, zoho: b, rule: .blankFilled,
      action: .write(to: .jde, b)),
    Row(
      name: "no base, JDE blank, first jde", field: field(.both, first: .jde), jde: .blank, zoho: b,
      rule: .blankFilled, action: .write(to: .jde, b)),
    Row(
      name: "half a base is none", field: field(.jde), base: FieldPair(jde: a, zoho: .absent), jde: a,
      zoho: b,
      rule: .firstByOwnerJDE, action: .write(to: .zoho, a), overridden: b),
  ]

  static let blanks: [Row] = [
    Row(
      name: "JDE cleared, owner jde", field: field(.jde), base: agreed, jde: .blank, zoho: a,
      rule: .clearNotAllowed, action: .ask(.wouldClear)),
    Row(
      name: "JDE cleared, owner jde, clear allowed", field: field(.jde, allowsClear: true), base: agreed,
      jde: .blank, zoho: a, rule: .jdeMoved, action: .write(to: .zoho, .blank)),
    Row(
      name: "Zoho cleared, owner both", field: field(.both), base: agreed, jde: a, zoho: .blank,
      rule: .clearNotAllowed, action: .ask(.wouldClear)),
    Row(
      name: "Zoho cleared, owner both, clear allowed", field: field(.both, allowsClear: true), base: agreed,
      jde: a, zoho: .blank, rule: .zohoMoved, action: .write(to: .jde, .blank)),
    Row(
      name: "Zoho cleared what JDE owns, revert", field: field(.jde, foreignEdit: .revert), base: agreed,
      jde: a,
      zoho: .blank, rule: .foreignEditReverted, action: .write(to: .zoho, a), overridden: .blank),
    Row(
      name: "JDE cleared, Zoho changed, tie jde", field: field(.both, tie: .jde), base: agreed, jde: .blank,
      zoho: c, rule: .clearNotAllowed, action: .ask(.wouldClear)),
    Row(
      name: "JDE cleared, Zoho changed, tie zoho", field: field(.both, tie: .zoho), base: agreed, jde: .blank,
      zoho: c, rule: .tieZoho, action: .write(to: .jde, c), overridden: .blank),
    Row(
      name: "a blank base is no value", field: field(.jde), base: FieldPair(jde: .blank, zoho: .blank),
      jde: a,
      zoho: .blank, rule: .jdeMoved, action: .write(to: .zoho, a)),
    Row(
      name: "JDE not observed", field: field(.jde), base: agreed, jde: .absent, zoho: c, rule: .sideAbsent,
      action: .nothing),
    Row(
      name: "Zoho not observed", field: field(.jde), base: agreed, jde: b, zoho: .absent, rule: .sideAbsent,
      action: .nothing),
    Row(
      name: "neither observed", field: field(.both), jde: .absent, zoho: .absent, rule: .sideAbsent,
      action: .nothing),
  ]

  @Test("is decided as the table says", arguments: nobodyMoved + withBase + withoutBase + blanks)
  func table(row: Row) throws {
    let outcome = try #require(
      merge(
        [row.field], base: row.base.map { ["f": $0] }, jde: ["f": JDEField(row.jde)], zoho: ["f": row.zoho],
        times: row.times, reverts: row.reverts
      ).first)
    #expect(outcome.rule == row.rule)
    #expect(outcome.action == row.action)
    #expect(outcome.overridden == row.overridden)
    #expect(outcome.jde.value == row.jde && outcome.zoho == row.zoho)
  }

  @Test("is left alone where nobody moved, even if both differ through the mapping now")
  func nobodyMovedThoughDifferent() throws {
    let base = FieldPair(jde: .value("N30"), zoho: .value("Net 30 days"))
    let field = mappedField("f", owner: .jde, crosswalk: "payment-terms")
    let outcome = try #require(
      merge(
        [field], base: ["f": base], jde: ["f": JDEField(value: .value("N30"), mapped: .value("Net 30"))],
        zoho: ["f": .value("Net 30 days")]
      ).first)
    #expect(outcome.rule == .nobodyMoved && outcome.action == .nothing)
  }

  @Test("moves only its base when JDE changes to another code for the same value")
  func otherCode() throws {
    let base = FieldPair(jde: .value("N30"), zoho: .value("Net 30"))
    let outcome = try #require(
      merge(
        [mappedField("f", owner: .jde, crosswalk: "payment-terms")], base: ["f": base],
        jde: ["f": JDEField(value: .value("030"), mapped: .value("Net 30"))], zoho: ["f": .value("Net 30")]
      ).first)
    #expect(outcome.action == .moveBase)
    #expect(outcome.observedPair.made(by: nil) == FieldPair(jde: .value("030"), zoho: .value("Net 30")))
    #expect(outcome.observedPair.mapping != nil)
  }

  @Test("waits where its code is not in the crosswalk")
  func queued() throws {
    let issue = MappingIssue.unknownCode("Z9", crosswalk: "payment-terms", .queue)
    let outcome = try #require(
      merge(
        [mappedField("f", owner: .jde, crosswalk: "payment-terms")], base: nil,
        jde: ["f": JDEField(value: .value("Z9"), mapped: .absent, issue: issue)],
        zoho: ["f": .value("Net 30")]
      ).first)
    #expect(outcome.rule == .sideAbsent && outcome.action == .nothing && outcome.issue == issue)
  }

  @Test("goes back to JDE as the code that JDE has, else the preferred one, else not at all")
  func codesGoingBack() throws {
    func back(_ zoho: String, present: String) throws -> FieldOutcome {
      let base = FieldPair(jde: .value(present), zoho: .value("x"))
      return try #require(
        merge(
          [mappedField("f", owner: .zoho, crosswalk: "payment-terms")], base: ["f": base],
          jde: ["f": JDEField(value: .value(present), mapped: .value("y"))], zoho: ["f": .value(zoho)]
        ).first)
    }
    #expect(try back("Net 30", present: "030").action == .write(to: .jde, .value("030")))
    #expect(try back("Net 30", present: "N60").action == .write(to: .jde, .value("N30")))
    let unknown = try back("Net 90", present: "N60")
    #expect(unknown.action == .nothing && unknown.rule == .valueWithoutCode)
    #expect(unknown.issue == .unknownValue("Net 90", crosswalk: "payment-terms"))
  }

  @Test("that JDE has cut off agrees with its longer original, and never flows back over it")
  func truncated() throws {
    let long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk GmbH"
    let cut = String(long.prefix(40))
    let field = mappedField("f", first: .jde, lengthMax: 40)
    let first = try #require(
      merge([field], base: nil, jde: ["f": JDEField(.value(cut))], zoho: ["f": .value(long)]).first)
    #expect(first.action == .moveBase)
    let base = ["f": FieldPair(jde: .value(cut), zoho: .value(long))]
    let longer = try #require(
      merge([field], base: base, jde: ["f": JDEField(.value(cut))], zoho: ["f": .value(long + " & Co. KG")])
        .first)
    #expect(longer.action == .moveBase)
    let renamed = try #require(
      merge([field], base: base, jde: ["f": JDEField(.value(cut))], zoho: ["f": .value("Neue " + long)]).first
    )
    #expect(renamed.action == .write(to: .jde, .value("Neue " + String(long.prefix(35)))))
  }

  @Test("of amounts agrees at the coarser side's scale")
  func amounts() throws {
    let field = mappedField("f", column("F03012.ACL"), owner: .jde, type: .money)
    let mapping = Sample.customer.with(fields: [field])
    func rule(_ jde: String, _ zoho: JSONValue) throws -> MergeRule {
      let outcomes = mergeRecord(
        mapping: mapping, crosswalks: [:], base: nil,
        jde: CompositeRecord(key: "1", presence: .inScope, fields: ["f": JDEField(.value(jde))]),
        zoho: ZohoRecord(id: "9", modifiedTime: nil, record: ["f": zoho]))
      return try #require(outcomes.first).rule
    }
    #expect(try rule("1000", 1000) == .converged)
    #expect(try rule("1000", try JSONValue(parsing: "999.60")) == .converged)
    #expect(try rule("1000", try JSONValue(parsing: "1000.50")) == .firstByOwnerJDE)
  }

  @Test("in conflict holds back no other field")
  func oneConflict() {
    let outcomes = merge(
      [mappedField("f"), mappedField("g", owner: .jde)],
      base: ["f": Self.agreed, "g": Self.agreed], jde: ["f": JDEField(Self.b), "g": JDEField(Self.b)],
      zoho: ["f": Self.c, "g": Self.a])
    #expect(outcomes.map(\.action) == [.ask(.conflict), .write(to: .zoho, Self.b)])
  }

  @Test("joins the base once it converged, and no other field does")
  func convergedBase() {
    let outcomes = merge(
      [mappedField("f"), mappedField("g", owner: .jde)], base: ["g": Self.agreed],
      jde: ["f": JDEField(Self.b), "g": JDEField(Self.b)], zoho: ["f": Self.b, "g": Self.a])
    let base: Base = ["g": Self.agreed]
    #expect(
      base.converged(with: outcomes).mapValues { $0.made(by: nil) }
        == ["g": Self.agreed, "f": FieldPair(jde: Self.b, zoho: Self.b)])
  }
}

/// Merges fields given by what each side shows.
func merge(
  _ fields: [MappedField], base: Base?, jde: [String: JDEField], zoho: [String: FieldValue],
  times: EditTimes = .unknown, reverts: Int = 0, crosswalks: [String: Crosswalk] = Sample.crosswalks
) -> [FieldOutcome] {
  var record = JSONObject()
  for field in fields { record[field.zoho] = zoho[field.id]?.json }
  return mergeRecord(
    mapping: Sample.customer.with(fields: fields), crosswalks: crosswalks, base: base,
    jde: CompositeRecord(key: "4242", presence: .inScope, fields: jde),
    zoho: ZohoRecord(id: "1", modifiedTime: nil, record: record), times: times,
    revertsRecently: { _ in reverts })
}

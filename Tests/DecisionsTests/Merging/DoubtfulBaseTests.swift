import Testing

@testable import Decisions

@Suite("A field whose base is doubtful")
struct DoubtfulBaseTests {
  private static let a = FieldValue.value("a")
  private static let b = FieldValue.value("b")
  private static let doubtful = FieldPair(jde: a, zoho: b).doubtful

  private func outcome(
    _ owner: FieldOwner, tie: TieRule = .jde, first: Side? = .jde, base: FieldPair = doubtful,
    jde: FieldValue = a, zoho: FieldValue = b, reverts: Int = 0, allowsClear: Bool = false
  ) throws -> FieldOutcome {
    let field = mappedField(
      "f", owner: owner, tie: tie, first: first, foreignEdit: .revert, allowsClear: allowsClear)
    return try #require(
      merge(
        [field], base: ["f": base], jde: ["f": JDEField(jde)], zoho: ["f": zoho],
        times: EditTimes(
          jde: nil, zohoSeconds: nil, toleranceSeconds: 1, jdeByField: ["f": 9_000...9_000],
          zohoByField: ["f": 1...1]), reverts: reverts
      ).first)
  }

  @Test(
    "gets the owner's value, and what the other side shows is recorded, whoever stands where the base stands")
  func owner() throws {
    for (jde, zoho) in [
      (Self.a, Self.b), (.value("x"), Self.b), (Self.a, .value("x")), (.value("x"), .value("y")),
    ] {
      let byJDE = try outcome(.jde, jde: jde, zoho: zoho)
      #expect(byJDE.rule == .doubtfulOwnerJDE && byJDE.action == .write(to: .zoho, jde))
      #expect(byJDE.overridden == zoho)
      let byZoho = try outcome(.zoho, jde: jde, zoho: zoho)
      #expect(byZoho.rule == .doubtfulOwnerZoho && byZoho.action == .write(to: .jde, zoho))
      #expect(byZoho.overridden == jde)
    }
  }

  @Test("is a conflict where both own it, whatever tie and first say")
  func conflict() throws {
    for tie in TieRule.allCases {
      for first in [Side.jde, .zoho, nil] {
        let asked = try outcome(.both, tie: tie, first: first)
        #expect(asked.rule == .doubtfulUndecided && asked.action == .ask(.conflict))
      }
    }
  }

  @Test("is doubtful no more once both sides agree")
  func converged() throws {
    for owner in [FieldOwner.jde, .zoho, .both] {
      let agreed = try outcome(owner, base: FieldPair(jde: Self.a, zoho: Self.a).doubtful, zoho: Self.a)
      #expect(agreed.rule == .converged && agreed.action == .moveBase)
      #expect(!agreed.observedPair.isDoubtful)
      #expect(agreed.observedPair.jde == Self.a && agreed.observedPair.zoho == Self.a)
    }
    let written = try outcome(.jde)
    #expect(written.writtenPair?.isDoubtful == false)
  }

  @Test("asks the third time within the damper's window")
  func damped() throws {
    #expect(try outcome(.jde, reverts: 1).action == .write(to: .zoho, Self.a))
    for owner in [FieldOwner.jde, .zoho] {
      let asked = try outcome(owner, reverts: 2)
      #expect(asked.rule == .doubtfulDamped && asked.action == .ask(.noEffect))
    }
    #expect(AskReason.noEffect.needsPerson && AskReason.noEffect.rawValue == "no_effect")
    #expect(
      MergeRule.allCases.filter(\.isDamped) == [.doubtfulOwnerJDE, .doubtfulOwnerZoho, .foreignEditReverted])
  }

  @Test("is cleared only with leave, and decides nothing where a side is not seen")
  func blanks() throws {
    #expect(try outcome(.jde, jde: .blank).action == .ask(.wouldClear))
    #expect(try outcome(.jde, jde: .blank, allowsClear: true).action == .write(to: .zoho, .blank))
    #expect(try outcome(.jde, zoho: .absent).rule == .sideAbsent)
    #expect(try outcome(.none).rule == .recordedOnly)
  }

  @Test("makes its whole group doubtful, and the members that agree are settled")
  func group() throws {
    let fields = ["f", "g"].map { mappedField($0, group: "x", owner: .jde) }
    let base: Base = ["f": Self.doubtful, "g": FieldPair(jde: Self.a, zoho: Self.a).doubtful]
    let outcomes = merge(
      fields, base: base, jde: ["f": JDEField(Self.a), "g": JDEField(Self.a)],
      zoho: ["f": Self.b, "g": Self.a])
    #expect(outcomes.map(\.rule) == [.doubtfulOwnerJDE, .converged])
    #expect(outcomes.map(\.action) == [.write(to: .zoho, Self.a), .moveBase])
  }
}

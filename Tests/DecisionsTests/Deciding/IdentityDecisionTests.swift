import JSONText
import Testing

@testable import Decisions

@Suite("A record that became another company")
struct IdentityDecisionTests {
  private static let former = IdentityMarks(name: "zebra", taxNumber: "811907980", city: "xanten")

  /// The account as the former company had it.
  private static let account = ZohoRecord(
    id: "9", modifiedTime: nil,
    record: [
      "Account_Name": "Zebra KG", "Tax_Number": "DE811907980", "Billing_City": "Xanten",
      "JDE_Address_Number": "4242",
    ])

  private func state(
    marks: KeptMarks, zoho: ZohoRecord = account, said: [Statements.Statement] = [], newestChange: UInt64 = 5
  ) -> DecisionInputs {
    DecisionInputs(
      composite: Sample.composite(),
      link: DecisionInputs.Link(generation: 1, zohoID: "9", base: [:], baseSequence: 1, hasLeft: false),
      zoho: zoho,
      statements: Statements(said), marks: marks, newestChange: newestChange, waitsFor: [], times: .unknown)
  }

  private func verdict(_ state: DecisionInputs) -> RecordVerdict {
    decideRecord(
      state, mapping: Sample.customer, crosswalks: Sample.crosswalks, record: { _ in (nil, nil) },
      match: { .create })
  }

  private func isMerge(_ verdict: RecordVerdict) -> Bool {
    guard case .merge = verdict else { return false }
    return true
  }

  @Test("is held as a whole where all its marks are others and the other side does not show them")
  func held() {
    let moved = state(marks: KeptMarks(jde: Self.former, zoho: Self.former))
    #expect(verdict(moved) == .identity)
    #expect(moved.marksAfter(Sample.customer).jde == Self.former, "the identity has not moved")
    #expect(isMerge(verdict(state(marks: KeptMarks()))), "who was never known has not become another")
    let shown = identityMarks(jde: Sample.composite(), mapping: Sample.customer)
    let named = IdentityMarks(name: shown.name, taxNumber: "811907980", city: "xanten")
    #expect(isMerge(verdict(state(marks: KeptMarks(jde: named)))), "one mark stayed")
  }

  @Test("goes on once a person said that it is the same, until it changes again")
  func same() {
    let said = [Statements.Statement(says: .sameCompany, about: .subject, sequence: 10)]
    let marks = KeptMarks(jde: Self.former, zoho: Self.former)
    let now = state(marks: marks, said: said, newestChange: 10)
    #expect(isMerge(verdict(now)))
    #expect(
      now.marksAfter(Sample.customer).jde == identityMarks(jde: Sample.composite(), mapping: Sample.customer))
    #expect(verdict(state(marks: marks, said: said, newestChange: 11)) == .identity)
  }

  @Test("links no stranger on whom a person typed its key")
  func typedKey() {
    let unlinked = DecisionInputs(
      composite: Sample.composite(), link: nil, zoho: nil, waitsFor: [], times: .unknown)
    let byKey = MatchExplanation(
      kind: .reference, leftRaw: "4242", rightRaw: "4242", normalised: "4242", rule: "key")
    func found(_ zoho: ZohoRecord) -> RecordVerdict {
      decideRecord(
        unlinked, mapping: Sample.customer, crosswalks: Sample.crosswalks, record: { _ in (zoho, nil) },
        match: { .link(to: zoho.id, byKey) })
    }
    guard case .review("keys_disagree", let candidates) = found(Self.account) else {
      Issue.record("the stranger is linked")
      return
    }
    #expect(candidates.map(\.ref) == ["9"])
    let bare = ZohoRecord(id: "9", modifiedTime: nil, record: ["JDE_Address_Number": "4242"])
    guard case .link = found(bare) else {
      Issue.record("nothing contradicts the key of an account that shows nothing else")
      return
    }
  }
}

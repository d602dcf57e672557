import JSONText
import Testing

@testable import Decisions

@Suite("A linked pair")
struct HeldWriteTests {
  /// The field `account` of a contact whose customer is paired with account 200, and was with 100 before.
  private func account(
    isMade: Bool, shown: String = "100", words: [Statements.Statement] = []
  ) -> FieldOutcome? {
    let old = FieldValue.value("100")
    let state = DecisionInputs(
      composite: Sample.composite(
        "4242.1", mapping: Sample.contact, parent: .inScope, linked: ["customer/4242": "200"]),
      link: DecisionInputs.Link(
        generation: 1, zohoID: "9", base: ["account": FieldPair(jde: old, zoho: old)], baseSequence: 1,
        hasLeft: false, isMade: isMade),
      zoho: ZohoRecord(
        id: "9", modifiedTime: nil,
        record: [
          "Account_Name": ["id": JSONValue(shown)], "Last_Name": "Meier", "First_Name": "Anna",
          "Email": "anna@nordwind.example", "JDE_Contact_Key": "4242.1",
        ]),
      statements: Statements(words), waitsFor: [], times: .unknown)
    let verdict = decideRecord(
      state, mapping: Sample.contact, crosswalks: Sample.crosswalks, record: { _ in (nil, nil) },
      match: { .create })
    guard case .merge(let outcomes) = verdict else { return nil }
    return outcomes.first { $0.field == "account" }
  }

  @Test("that we made follows its parent to another record; one that people made is asked about")
  func parentMoved() {
    #expect(account(isMade: true)?.write(to: .zoho) == .value("200"))
    let found = account(isMade: false)
    #expect(found?.rule == .parentMoved)
    #expect(found?.action == .ask(.parentMoved))
    #expect(found?.write(to: .zoho) == nil)
  }

  @Test("that people made follows where a person says so")
  func saidToFollow() {
    let word = Statements.Statement(
      says: .takeSide,
      about: .side(field: "account", .jde, FieldPair(jde: .value("200"), zoho: .value("100"))),
      sequence: 5)
    #expect(account(isMade: false, words: [word])?.write(to: .zoho) == .value("200"))
  }

  @Test("whose record shows the number of another one gets nothing written")
  func anothersKey() {
    func verdict(showing key: JSONValue) -> RecordVerdict {
      decideRecord(
        DecisionInputs(
          composite: Sample.composite(),
          link: DecisionInputs.Link(generation: 1, zohoID: "9", base: [:], baseSequence: 1, hasLeft: false),
          zoho: ZohoRecord(
            id: "9", modifiedTime: nil, record: ["Account_Name": .null, "JDE_Address_Number": key]),
          waitsFor: [], times: .unknown),
        mapping: Sample.customer, crosswalks: Sample.crosswalks, record: { _ in (nil, nil) },
        match: { .create })
    }
    func writes(_ verdict: RecordVerdict) -> Bool {
      guard case .merge(let outcomes) = verdict else { return false }
      return outcomes.contains { $0.write(to: .zoho) != nil }
    }
    #expect(writes(verdict(showing: "4242")))
    #expect(!writes(verdict(showing: "6001")))
  }
}

import JSONText
import Testing

@testable import Decisions

@Suite("A record of Zoho that shows our key and is not the one")
struct KeyStandingTests {
  private func bearer(_ id: String, since: UInt64, holder: String? = nil, cleared: UInt64? = nil) -> KeyBearer
  {
    KeyBearer(id: id, name: "Account \(id)", since: since, holder: holder, clearedSequence: cleared)
  }

  private func apart(_ id: String, at sequence: UInt64) -> Statements.Statement {
    Statements.Statement(says: .apart, about: .record(.zoho, id), sequence: sequence)
  }

  private func isNew(at sequence: UInt64) -> Statements.Statement {
    Statements.Statement(says: .isNew, about: .subject, sequence: sequence)
  }

  @Test("is asked about at once beside a linked one, and left to matching where nothing is linked")
  func unsaid() {
    let beside = KeyStanding(
      [bearer("1", since: 5), bearer("2", since: 9)], linkedID: "1", statements: Statements())
    #expect(beside.asked.map(\.id) == ["2"] && beside.owed.isEmpty)
    #expect(beside.reason(Statements()) == .manyRight)
    let alone = KeyStanding([bearer("2", since: 9)], linkedID: nil, statements: Statements())
    #expect(alone.asked.isEmpty && alone.owed.isEmpty && alone.reason(Statements()) == nil)
  }

  @Test("is owed, not asked about, where it showed the key when a person said that it is not the one")
  func owed() {
    for statements in [Statements([apart("2", at: 9)]), Statements([isNew(at: 9)])] {
      let standing = KeyStanding([bearer("2", since: 9)], linkedID: nil, statements: statements)
      #expect(standing.owed.map(\.bearer.id) == ["2"] && standing.asked.isEmpty)
      #expect(standing.owed.first?.isToBeCleared == true)
    }
  }

  @Test("is asked about again where it began to show the key after that")
  func again() {
    let statements = Statements([apart("2", at: 9)])
    let standing = KeyStanding([bearer("2", since: 10)], linkedID: nil, statements: statements)
    #expect(standing.asked.map(\.id) == ["2"] && standing.owed.isEmpty)
    #expect(standing.reason(statements) == .keyAgain)
    let new = Statements([isNew(at: 9)])
    #expect(KeyStanding([bearer("3", since: 10)], linkedID: nil, statements: new).asked.map(\.id) == ["3"])
  }

  @Test("has the key taken off it once for each statement")
  func once() {
    func isToBeCleared(statement: UInt64, cleared: UInt64?) -> Bool? {
      KeyStanding(
        [bearer("2", since: 1, cleared: cleared)], linkedID: nil,
        statements: Statements([apart("2", at: statement)])
      ).owed.first?.isToBeCleared
    }
    #expect(isToBeCleared(statement: 5, cleared: nil) == true)
    #expect(isToBeCleared(statement: 5, cleared: 6) == false)
    #expect(isToBeCleared(statement: 7, cleared: 6) == true)
  }

  @Test("is named as another's where it is linked to that")
  func holders() throws {
    let standing = KeyStanding(
      [bearer("1", since: 1), bearer("2", since: 2, holder: "77")], linkedID: "1", statements: Statements())
    #expect(standing.reason(Statements()) == .alreadyLinked)
    let candidate = try #require(standing.asked.first?.candidate)
    #expect(candidate.isLinked && candidate.rivals == ["77"] && candidate.sharedKeys == ["reference"])
  }
}

@Suite("A record without a pairing, of which a person said something")
struct SpokenPairingTests {
  private static let account = ZohoRecord(id: "9", modifiedTime: nil, record: ["Account_Name": "Other"])

  private func verdict(
    _ statements: [Statements.Statement], bearers: [KeyBearer] = [], wasUnlinked: Bool = false,
    takenBackID: String? = nil, newestChange: UInt64 = 1, holder: String? = nil, match: MatchOutcome = .create
  ) -> RecordVerdict {
    let state = DecisionInputs(
      composite: Sample.composite(), link: nil, zoho: nil, statements: Statements(statements),
      bearers: bearers,
      wasUnlinked: wasUnlinked, takenBackID: takenBackID, newestChange: newestChange, waitsFor: [],
      times: .unknown)
    return decideRecord(
      state, mapping: Sample.customer, crosswalks: Sample.crosswalks,
      record: { $0 == "9" ? (Self.account, holder) : (nil, nil) }, match: { match })
  }

  private func said(
    _ says: SubjectStated.Says, _ about: SubjectStated.About = .subject, at sequence: UInt64 = 10
  ) -> Statements.Statement {
    Statements.Statement(says: says, about: about, sequence: sequence)
  }

  private static let byKey = MatchOutcome.link(
    to: "9", MatchExplanation(kind: .reference, leftRaw: "1", rightRaw: "1", normalised: "1", rule: "key"))
  private static let bearer = KeyBearer(id: "8", name: nil, since: 3)

  private func isCreate(_ verdict: RecordVerdict) -> Bool {
    guard case .create = verdict else { return false }
    return true
  }

  @Test("is that record, whatever the keys say, unless another one holds it")
  func theseTwo() {
    let words = [said(.theseTwo, .record(.zoho, "9"))]
    guard case .link("9", let explanation, _) = verdict(words) else {
      Issue.record("not linked")
      return
    }
    #expect(explanation.how == "person")
    guard case .review("already_linked", let candidates) = verdict(words, holder: "77") else {
      Issue.record("a record that another one holds is asked about")
      return
    }
    #expect(candidates.map(\.ref) == ["9"])
  }

  @Test("waits as a question after its pair was taken apart, until somebody says that it is new")
  func unlinked() {
    #expect(verdict([], wasUnlinked: true) == .review(reason: "unlinked", candidates: []))
    #expect(isCreate(verdict([said(.isNew)], wasUnlinked: true)))
    #expect(isCreate(verdict([])))
    guard case .link = verdict([], wasUnlinked: true, match: Self.byKey) else {
      Issue.record("it may be found by another key all the same")
      return
    }
  }

  @Test("is not found again by our key alone where a word that was taken back had brought it there")
  func takenBack() {
    guard case .review("taken_back", let candidates) = verdict([], takenBackID: "9", match: Self.byKey) else {
      Issue.record("not asked about")
      return
    }
    #expect(candidates.map(\.ref) == ["9"])
    let byTax = MatchOutcome.link(
      to: "9",
      MatchExplanation(
        kind: .taxID(country: "DE"), leftRaw: "1", rightRaw: "1", normalised: "1", rule: "tax_id"))
    for (id, match) in [("8", Self.byKey), ("9", byTax)] {
      guard case .link("9", _, _) = verdict([], takenBackID: id, match: match) else {
        Issue.record("something else speaks for it")
        continue
      }
    }
  }

  @Test("is left alone until it changes")
  func leftAlone() {
    let words = [said(.notUntilChanged, at: 10)]
    #expect(verdict(words, newestChange: 10, match: Self.byKey) == .nothing)
    guard case .link = verdict(words, newestChange: 11, match: Self.byKey) else {
      Issue.record("it has changed")
      return
    }
  }

  @Test("is neither created nor asked about while its key stands on a record that is not the one")
  func keyStands() {
    for words in [[said(.isNew)], [said(.apart, .record(.zoho, "8"))]] {
      #expect(verdict(words, bearers: [Self.bearer]) == .unpaired)
      #expect(
        verdict(words, bearers: [Self.bearer], match: .review(.weakOnly, [])) == .unpaired,
        "nothing is asked")
    }
    #expect(isCreate(verdict([said(.isNew)], bearers: [])))
  }

  @Test("is asked about where its key stands there again")
  func keyAgain() {
    let later = KeyBearer(id: "8", name: nil, since: 11)
    guard case .review("key_again", let candidates) = verdict([said(.isNew)], bearers: [later]) else {
      Issue.record("nobody is asked")
      return
    }
    #expect(candidates.map(\.ref) == ["8"])
  }
}

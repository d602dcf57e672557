import JSONText
import Testing

@testable import Decisions

@Suite("A pair that a person left alone until it changes")
struct LeftAloneTests {
  private static let alone = Statements.Statement(says: .notUntilChanged, about: .subject, sequence: 10)
  private static let retired = Sample.customerRows().map { row in
    row.table == "F0101" ? Sample.row("F0101", ["AN8": 4242, "ALPH": "Old", "AT1": "X  "]) : row
  }

  private func verdict(
    _ composite: CompositeRecord = Sample.composite(), said: [Statements.Statement], newestChange: UInt64
  ) -> RecordVerdict {
    decideRecord(
      DecisionInputs(
        composite: composite,
        link: DecisionInputs.Link(generation: 1, zohoID: "9", base: [:], baseSequence: 1, hasLeft: false),
        zoho: ZohoRecord(
          id: "9", modifiedTime: nil, record: ["Account_Name": .null, "JDE_Address_Number": .null]),
        statements: Statements(said), newestChange: newestChange, waitsFor: [], times: .unknown),
      mapping: Sample.customer, crosswalks: Sample.crosswalks, record: { _ in (nil, nil) },
      match: { .create })
  }

  private func writes(_ verdict: RecordVerdict) -> Bool {
    guard case .merge(let outcomes) = verdict else { return false }
    return outcomes.contains { $0.write(to: .zoho) != nil }
  }

  @Test("is not written, and not given our key either")
  func notWritten() {
    #expect(writes(verdict(said: [], newestChange: 9)))
    let alone = verdict(said: [Self.alone], newestChange: 10)
    #expect(!writes(alone))
    if case .merge(let outcomes) = alone {
      #expect(outcomes.contains { $0.action != .nothing }, "something else is to be done, not our key")
    }
  }

  @Test("is written once anything of it has changed, or somebody has said something newer about it")
  func changed() {
    #expect(writes(verdict(said: [Self.alone], newestChange: 11)))
    let word = Statements.Statement(says: .apart, about: .record(.zoho, "77"), sequence: 11)
    #expect(writes(verdict(said: [Self.alone, word], newestChange: 10)))
    let before = Statements.Statement(says: .isNew, about: .subject, sequence: 9)
    #expect(
      !writes(verdict(said: [before, Self.alone], newestChange: 10)), "what was said before ends nothing")
  }

  @Test("is not marked again for having left its scope")
  func notMarked() {
    let left = Sample.composite(rows: Self.retired)
    #expect(verdict(left, said: [Self.alone], newestChange: 10) == .nothing)
    #expect(verdict(left, said: [Self.alone], newestChange: 11) == .leaves(reason: "AT1 is X"))
  }

  @Test("is still one that was said to be new: the two are about different things")
  func besideNew() {
    #expect(SubjectStated.About.subject.slot(.isNew) != SubjectStated.About.subject.slot(.notUntilChanged))
  }
}

import Decisions
import JSONText
import Projections
import Testing
import TestSupport

@Suite("A write", .temporaryFolder)
struct WriteFoldTests {
  /// A write's events after its intent, and where it stands then.
  struct Story: Sendable, CustomTestStringConvertible {
    let events: [(EventKind, JSONValue)]
    let state: OperationState

    var testDescription: String { "\(events.map(\.0.rawValue)) → \(state.rawValue)" }
  }

  static let stories: [Story] = [
    Story(events: [], state: .intended),
    Story(events: [(.writeAnswered, Body.answered("o", .applied, id: "z9"))], state: .answered),
    Story(events: [(.writeAnswered, Body.answered("o", .rejected, errorClass: .invalid))], state: .failed),
    Story(events: [(.writeAnswered, Body.answered("o", .unknown))], state: .unknown),
    Story(
      events: [
        (.writeAnswered, Body.answered("o", .unknown)), (.writeProbed, Body.probed("o", .applied, id: "z9")),
      ],
      state: .answered),
    Story(
      events: [
        (.writeAnswered, Body.answered("o", .unknown)), (.writeProbed, Body.probed("o", .notApplied)),
      ],
      state: .intended),
    Story(
      events: [(.writeAnswered, Body.answered("o", .unknown)), (.writeProbed, Body.probed("o", .changed))],
      state: .unknown),
    Story(
      events: [
        (.writeAnswered, Body.answered("o", .unknown)), (.writeProbed, Body.probed("o", .undecidable)),
      ],
      state: .unknown),
    Story(
      events: [
        (.writeAnswered, Body.answered("o", .applied, id: "z9")),
        (.writeConfirmed, Body.confirmed("o", "7", id: "z9")),
      ], state: .confirmed),
    Story(events: [(.writeFailed, Body.ended("o", "7"))], state: .failed),
    Story(
      events: [(.writeFailed, Body.ended("o", "7")), (.writeSettled, Body.ended("o", "7"))], state: .settled),
    Story(events: [(.writeAbandoned, Body.ended("o", "7"))], state: .abandoned),
  ]

  @Test("stands where its events leave it", arguments: stories)
  func stands(story: Story) async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let intended = try await log.append(
      .writeIntended, "op/o", Body.intended("o", "7", .insert, id: nil), cause: 1)
    var last = intended
    for (kind, body) in story.events { last = try await log.append(kind, "op/o", body) }
    try await store.catchUp(from: log.reader)
    let row = try #require(try await store.operation("o"))
    #expect(row.state == story.state)
    #expect((row.intendedSequence, row.lastSequence, row.decisionSequence) == (intended, last, 1))
    let isOpen = OperationState.open.contains(story.state)
    #expect((try await store.openOperation(entity: "customer", key: "7") != nil) == isOpen)
    #expect(try await store.operations(in: [story.state], limit: 5).map(\.operation) == ["o"])
    #expect(
      try await store.operations(entity: "customer", keys: ["7"]).isEmpty
        == !(isOpen || story.state == .failed))
    #expect((row.intent != nil) == (isOpen || story.state == .failed))
    if story.state == .answered || story.state == .confirmed { #expect(row.target.id == "z9") }
    #expect(try await store.allOperations(entity: "customer", key: "7").count == 1)
  }

  @Test("that succeeds closes what failed before for the same record, and for no other")
  func closesFailures() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    for (id, key) in [("a", "7"), ("b", "8"), ("c", "7")] {
      try await log.append(.writeIntended, "op/\(id)", Body.intended(id, key))
    }
    try await log.append(.writeFailed, "op/a", Body.ended("a", "7"))
    try await log.append(.writeFailed, "op/b", Body.ended("b", "8"))
    try await log.append(.writeConfirmed, "op/c", Body.confirmed("c", "7"))
    try await store.catchUp(from: log.reader)
    #expect(try await store.operations(in: [.failed], limit: 9).map(\.operation) == ["b"])
    #expect(try await store.operation("a")?.state == .settled)
    #expect(try await store.counts().operations == [.settled: 1, .failed: 1, .confirmed: 1])
  }
}

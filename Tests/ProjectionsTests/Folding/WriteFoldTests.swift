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

  private static let sent = (EventKind.callSent, Body.sent(["o"]))
  private static let unknown = (EventKind.writeAnswered, Body.answered("o", .unknown))
  private static let late = "2026-11-23T12:05:01Z"

  private static func probed(_ found: WriteFinding, at time: String? = nil) -> (EventKind, JSONValue) {
    (.writeProbed, Body.probed("o", found, id: found == .applied ? "z9" : nil, at: time))
  }

  static let stories: [Story] = [
    Story(events: [], state: .intended),
    Story(events: [sent], state: .sent),
    Story(events: [sent, (.writeAnswered, Body.answered("o", .applied, id: "z9"))], state: .answered),
    Story(
      events: [sent, (.writeAnswered, Body.answered("o", .rejected, errorClass: .invalid))], state: .waiting),
    Story(
      events: [
        sent, (.writeAnswered, Body.answered("o", .rejected, errorClass: .invalid)),
        (.writeFailed, Body.ended("o", "7")),
      ], state: .failed),
    Story(events: [sent, unknown], state: .unknown),
    Story(events: [sent, unknown, probed(.applied)], state: .answered),
    Story(events: [sent, unknown, probed(.notApplied, at: "2026-11-23T12:05:00Z")], state: .unknown),
    Story(events: [sent, unknown, probed(.notApplied, at: late)], state: .intended),
    Story(events: [sent, unknown, probed(.changed, at: late)], state: .outdated),
    Story(events: [sent, unknown, probed(.undecidable)], state: .asked),
    Story(
      events: [
        sent, (.writeAnswered, Body.answered("o", .applied, id: "z9")),
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
    for (kind, body) in story.events {
      last = try await log.append(kind, kind == .callSent ? "call/c1" : "op/o", body)
    }
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
    try await log.append(.callSent, "call/c1", Body.sent(["c"]))
    try await log.append(.writeAnswered, "op/c", Body.answered("c", .applied, id: "z1"))
    try await log.append(.writeConfirmed, "op/c", Body.confirmed("c", "7"))
    try await store.catchUp(from: log.reader)
    #expect(try await store.operations(in: [.failed], limit: 9).map(\.operation) == ["b"])
    #expect(try await store.operation("a")?.state == .settled)
    #expect(try await store.counts().operations == [.settled: 1, .failed: 1, .confirmed: 1])
  }

  @Test("that is told something that cannot have happened stays as it was, and that is noted")
  func faults() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.writeIntended, "op/o", Body.intended("o", "7"))
    let wrong = try await log.append(.writeConfirmed, "op/o", Body.confirmed("o", "7"))
    try await store.catchUp(from: log.reader)
    #expect(try await store.operation("o")?.state == .intended)
    let faults = try await store.faults(entity: "customer", keys: ["7", "8"])
    #expect(faults.map(\.sequence) == [wrong])
    #expect(faults.first?.fault == LifecycleFault.notApplied.rawValue)
  }

  @Test("whose pairing ends is looked up and never sent again, and moves no other pairing's base")
  func superseded() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.linkMade, "link/customer/7", Body.linkMade("7", "z1"))
    try await log.append(.writeIntended, "op/a", Body.intended("a", "7"))
    try await log.append(.writeIntended, "op/b", Body.intended("b", "7"))
    try await log.append(.callSent, "call/c1", Body.sent(["b"]))
    try await log.append(.writeAnswered, "op/b", Body.answered("b", .applied, id: "z1"))
    try await log.append(.linkMade, "link/customer/7", Body.linkMade("7", "z2", generation: 2))
    try await log.append(
      .writeConfirmed, "op/b", Body.confirmed("b", "7", pairs: ["name": Body.pair("x")]))
    try await store.catchUp(from: log.reader)
    #expect(try await store.operation("a")?.life.next == .abandon)
    guard case .look = try #require(try await store.operation("b")).life.next else {
      Issue.record("what was sent is looked up")
      return
    }
    #expect(try await store.links(entity: "customer", keys: ["7"])["7"]?.base == [:])
  }
}

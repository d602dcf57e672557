import Decisions
import EventLog
import JSONText
import Projections
import Testing
import TestSupport

@Suite("A decision that is held back", .temporaryFolder)
struct DecisionFoldTests {
  private let stream = StreamKey.link("customer", "7")

  @Test(
    "is over when something comes of it",
    arguments: [EventKind.decisionMade, .linkMade, .subjectStated, .linkRemoved, .writeConfirmed])
  func isOver(kind: EventKind) async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.writeIntended, "op/o", Body.intended("o", "7"))
    try await log.append(.questionAsked, stream, Body.asked("7"))
    let held = try await log.append(
      .decisionMade, stream, Body.decided("7", .held, held: "writes are off", fingerprint: "h"))
    try await store.catchUp(from: log.reader)
    let row = try #require(try await store.held(entity: "customer", keys: ["7"])["7"])
    #expect((row.fingerprint, row.sequence, row.decision.held) == ("h", held, "writes are off"))
    #expect(try await store.decisions(entity: "customer", keys: ["7"])["7"]?.fingerprint == "h")
    #expect(try await store.held(entity: "customer", after: nil, limit: 5).count == 1)
    switch kind {
    case .linkMade: try await log.append(kind, stream, Body.linkMade("7", "z1"))
    case .subjectStated: try await log.append(kind, stream, Body.stated("7", .isNew))
    case .linkRemoved: try await log.append(kind, stream, Body.removed("7"))
    case .writeConfirmed:
      let decided = try await log.append(.decisionMade, stream, Body.decided("7", .held, fingerprint: "h"))
      let write = try await log.append(.decisionMade, stream, Body.decided("7", .write))
      #expect(decided < write)
      try await log.append(.writeIntended, "op/p", Body.intended("p", "7"), cause: write)
      try await log.append(kind, "op/p", Body.confirmed("p", "7"))
    default: try await log.append(kind, stream, Body.decided("7", .base))
    }
    try await store.catchUp(from: log.reader)
    #expect(try await store.held(entity: "customer", keys: ["7"]).isEmpty)
  }

  @Test("stays when only the write of the same decision is confirmed")
  func stays() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let decision = try await log.append(
      .decisionMade, stream, Body.decided("7", .write, held: "towards JDE is not enabled"))
    try await log.append(.writeIntended, "op/o", Body.intended("o", "7"), cause: decision)
    try await log.append(.writeConfirmed, "op/o", Body.confirmed("o", "7"))
    try await store.catchUp(from: log.reader)
    #expect(try await store.held(entity: "customer", keys: ["7"])["7"]?.sequence == decision)
  }

  @Test("counts nothing, and one that puts a foreign edit back counts for its field")
  func countsReverts() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    func field(_ id: String, _ rule: MergeRule, _ action: String) -> DecisionMade.Field {
      DecisionMade.Field(
        id: id, rule: rule.rawValue, action: action, to: .zoho, jde: .value("1"), zoho: .value("2"),
        value: .value("1"))
    }
    let fields = [
      field("credit", .foreignEditReverted, "write"), field("name", .jdeMoved, "write"),
      field("terms", .foreignEditReported, "report"),
    ]
    try await log.append(.decisionMade, stream, Body.decided("7", .write, fields: fields))
    let second = try await log.append(.decisionMade, stream, Body.decided("7", .write, fields: fields))
    try await store.catchUp(from: log.reader)
    let at = try #require(try log.reader.event(second)).at
    let all = try await store.reverts(entity: "customer", keys: ["7"], since: "2000-01-01T00:00:00.000000Z")
    #expect(all == ["7": ["credit": 2]])
    #expect(try await store.reverts(entity: "customer", keys: ["7"], since: at) == ["7": ["credit": 1]])
  }
}

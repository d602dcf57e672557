import Decisions
import JSONText
@testable import Projections
import Testing
import TestSupport

@Suite("What holds for the whole ledger", .temporaryFolder)
struct LedgerFoldTests {
  @Test("is nothing at first, then what was said last")
  func settings() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await store.catchUp(from: log.reader)
    var settings = try await store.settings()
    #expect(settings.jdeDay == nil && settings.binding == nil && settings.configuration == nil)
    #expect(settings.decidedThrough == 0)
    try await log.append(.dayTurned, "session/jde", DayTurned(from: nil, to: "20260713").json)
    let turned = try await log.append(
      .dayTurned, "session/jde", DayTurned(from: "20260713", to: "20260714").json)
    let loaded = try await log.append(
      .configLoaded, "ledger", ConfigLoaded(hash: "h", files: ["a": "b"]).json)
    try await log.append(.ledgerBound, "ledger", LedgerBound(environment: "JPD920", organisation: "o1").json)
    try await store.catchUp(from: log.reader)
    settings = try await store.settings()
    #expect(settings.jdeDay == SettingsState.Setting(value: "20260714", sequence: turned))
    #expect(settings.configuration == SettingsState.Setting(value: "h", sequence: loaded))
    #expect(settings.binding == LedgerBound(environment: "JPD920", organisation: "o1"))
  }

  @Test("knows its runs: how each ended, and which was killed")
  func commands() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    func start(_ verb: String) async throws -> UInt64 {
      try await log.append(
        .commandStarted, "command",
        CommandStarted(verb: verb, arguments: [], user: "ann", checkpointSize: nil, checkpointRoot: nil).json)
    }
    let killed = try await start("sync")
    let plan = try await start("plan")
    let sync = try await start("sync")
    let ended = CommandEnded(verb: "sync", exitCode: 4, decidedThrough: 17, figures: ["calls": 3]).json
    try await log.append(.commandEnded, "command", ended, run: sync)
    try await store.catchUp(from: log.reader)
    let rows = try await store.commands(limit: 9)
    #expect(rows.map(\.sequence) == [sync, plan, killed])
    #expect(rows.map(\.exitCode) == [4, nil, nil])
    #expect(rows.first?.figures == ["calls": 3])
    #expect(try await store.settings().decidedThrough == 17)
  }

  @Test("lets an entity be created by a sync once a plan of it was applied to its end")
  func plans() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    func noted(items: Int, left: Int, done: Bool) -> JSONValue {
      PlanNoted(
        hash: "p", entities: ["customer", "contact"], configuration: "c", items: items, left: left,
        isComplete: done
      ).json
    }
    #expect(try await store.newestPlan() == nil)
    let made = try await log.append(.planMade, "command", noted(items: 12, left: 12, done: false))
    let part = try await log.append(.planApplied, "command", noted(items: 10, left: 2, done: false))
    try await store.catchUp(from: log.reader)
    var plan = try #require(try await store.newestPlan())
    #expect((plan.items, plan.left, plan.isComplete, plan.madeSequence) == (12, 2, false, made))
    #expect(plan.appliedSequence == part)
    #expect(try await store.isLoaded(entity: "customer") == false)
    try await log.append(.planApplied, "command", noted(items: 2, left: 0, done: true))
    try await store.catchUp(from: log.reader)
    plan = try #require(try await store.plan(hash: "p"))
    #expect((plan.items, plan.left, plan.isComplete) == (12, 0, true))
    #expect(try await store.isLoaded(entity: "customer"))
    #expect(try await store.isLoaded(entity: "vendor") == false)
  }

  @Test("knows what is stopped, lost or open, each by its newest event")
  func conditions() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    try await log.append(.sessionLost, "session/jde", ["reason": "444"])
    try await log.append(.breakerOpened, "session/jde", ["reason": "password"])
    try await log.append(.streamStopped, "poll/zoho/Accounts", ["reason": "empty"])
    try await log.append(.sessionOpened, "session/jde", [:])
    try await store.catchUp(from: log.reader)
    let rows = try await store.conditions()
    #expect(rows.map(\.kind) == [.breakerOpened, .sessionOpened, .streamStopped])
    #expect(rows.map(\.isAlarm) == [true, false, true])
    #expect(rows.first?.body == ["reason": "password"])
  }

  @Test("is counted for the status")
  func counts() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    for number in 1...3 {
      try await log.append(.recordPolled, "jde/F0101/\(number)", Body.seen(["n": JSONValue(number)]))
    }
    try await log.append(.recordPolled, "zoho/Accounts/1", Body.seen(["id": "1"]))
    try await log.append(.linkMade, StreamKey.link("customer", "1"), Body.linkMade("1", "1"))
    try await log.append(.questionAsked, StreamKey.link("customer", "2"), Body.asked("2"))
    try await log.append(.decisionMade, StreamKey.link("customer", "3"), Body.decided("3", .held))
    try await store.catchUp(from: log.reader)
    let counts = try await store.counts()
    #expect(counts.records == ["jde/F0101": 3, "zoho/Accounts": 1])
    #expect(counts.linked == ["customer": 1])
    #expect((counts.openReviews, counts.openConflicts, counts.held) == (1, 0, 1))
  }
}

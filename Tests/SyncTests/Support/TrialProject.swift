import Diagnostics
import EventLog
import Foundation
import ProjectFiles
import Projections
import Sync
import Testing

/// A project in a folder, run as the program runs it: by this process, or by one that is going to be killed.
struct TrialProject: Sendable {
  let folder: String
  let time: TrialTime

  /// The key of the sealed cache and nothing else.
  var variables: ProcessEnvironment {
    ProcessEnvironment(["COUNTERFOIL_KEY": Data((0..<32).map { UInt8($0) }).base64EncodedString()])
  }

  /// The project in `folder`, which lives in the time that stands beside it.
  init(folder: String) {
    self.folder = folder
    time = TrialTime(sharedAt: folder + ".time")
  }

  /// Runs one verb through an engine of its own; `look` sees every reading of the ledger's clock.
  @discardableResult
  func run<Value: Sendable>(
    _ verb: String, acceptsClock: Bool = true, look: @escaping @Sendable () -> Void = {},
    _ body: (SyncEngine) async throws(Failure) -> Value
  ) async throws -> Value {
    let project = try loaded()
    var ledger = LedgerEnvironment.real
    ledger.time = WatchedTime(time: time, look: look)
    let engine = try await SyncEngine.open(
      project: project, verb: verb, arguments: [],
      environment: SyncEnvironment(ledger: ledger, user: "tester", process: variables),
      progress: SilentProgress(), acceptsClock: acceptsClock, meetsSystems: true)
    do {
      let value = try await body(engine)
      try await engine.close(exitCode: 0)
      return value
    } catch {
      try await engine.close(exitCode: 1)
      throw error
    }
  }

  /// The project as its files say.
  func loaded() throws -> Project { try ProjectLoader.load(folder: folder, environment: variables) }

  func plan() async throws -> Plan {
    try await run("plan") { engine throws(Failure) in try await engine.plan() }
  }

  /// Applies the newest plan.
  func apply(look: @escaping @Sendable () -> Void = {}) async throws -> RunReport {
    try await run("apply", look: look) { engine throws(Failure) in
      try await engine.apply(planHash: nil, limit: nil, only: [])
    }
  }

  func sync(look: @escaping @Sendable () -> Void = {}) async throws -> RunReport {
    try await run("sync", look: look) { engine throws(Failure) in try await engine.sync() }
  }

  /// Plans, and applies the plan to its end.
  @discardableResult
  func firstLoad() async throws -> RunReport {
    _ = try await plan()
    return try await apply()
  }

  /// Changes a line of a project's file.
  func edit(_ old: String, to new: String, in file: String = "counterfoil.yaml") throws {
    let path = "\(folder)/\(file)"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try #require(text.contains(old), "\(file) has \(old)")
    try text.replacing(old, with: new).write(toFile: path, atomically: true, encoding: .utf8)
  }

  /// Looks into the projection as the last run left it.
  func withStore<Value: Sendable>(
    _ body: (ProjectionStore, LedgerReader) async throws -> Value
  ) async throws -> Value {
    let reader = try LedgerReader.open(at: folder + "/ledger")
    let store = try await ProjectionStore.open(
      at: folder + "/projections.sqlite", ledger: reader.identity)
    _ = try await store.catchUp(from: reader, progress: nil)
    do {
      let value = try await body(store, reader)
      try await store.close()
      return value
    } catch {
      try await store.close()
      throw error
    }
  }
}

import Decisions
package import Diagnostics
import EventLog
import Instants
import JSONText
package import ProjectFiles
import Projections

/// One run of the program over a project: it reads both systems, decides, writes, and keeps the log of it all.
///
///     open ──> bind ──> settle what is open ──> poll ──> decide ──> intend ──> write ──> read back ──> close
///
/// One engine holds the writer's lock of the ledger from `open` to `close`.
package actor SyncEngine {
  let project: Project
  let environment: SyncEnvironment
  let progress: any ProgressSink
  let verb: String
  let journal: Journal
  let personal: PersonalData
  /// The event of the configuration that decides in this run.
  let configuration: UInt64
  let systems: Systems
  /// A clock that is far off is recorded instead of refused.
  let acceptsClock: Bool
  /// What both systems said before the run recorded anything, or why they did not; nil for a verb that asks neither.
  let meeting: Result<SystemMeeting, Failure>?
  var report = RunReport()
  /// Every change up to this event has been decided about; nil while that is not true of all entities.
  var decidedThrough: UInt64?
  var today = ""
  /// Numbers whose turn of the day must be looked at, with the event that turned it.
  var turned: [Int: UInt64] = [:]
  /// Streams that this run went through without being stopped.
  var freed: Set<String> = []
  /// Fields of Zoho's in which marks of records that left stand, by module.
  var markFields: [String: Set<String>] = [:]
  /// What this run has found of twins, by entity; empty unless it read both sides whole.
  var twins: [String: [String: [String]]] = [:]
  /// Module → fields whose null means nothing, as Zoho's metadata says.
  var hidden: [String: Set<String>] = [:]
  /// Keys of records that a write has left to be decided again in this run.
  var again: Set<String> = []
  /// Sessions of each system that are in the log already.
  var sessions: [Side: SessionCount] = [:]
  /// Credits of the last 24 hours that were spent before this run.
  var creditsBefore = 0
  private var isClosed = false

  private init(
    project: Project, environment: SyncEnvironment, progress: any ProgressSink, verb: String,
    journal: Journal, configuration: UInt64, systems: Systems, acceptsClock: Bool,
    meeting: Result<SystemMeeting, Failure>?
  ) {
    self.project = project
    self.environment = environment
    self.progress = progress
    self.verb = verb
    self.journal = journal
    self.configuration = configuration
    self.systems = systems
    self.acceptsClock = acceptsClock
    self.meeting = meeting
    personal = PersonalData(project.rules)
  }

  /// Takes the writer's lock, brings the projection up to date, asks both systems where the verb reads them, and only then
  /// records that a command began.
  ///
  /// A run that is refused for its clock or for the systems that it reached (`clock-behind`, `clock-away`, `other-system`)
  /// leaves nothing in the ledger: it is noted in `state/`. `acceptsClock` goes on although a clock is far off; that is
  /// recorded. `meetsSystems` is for verbs that read the systems; that one of them does not answer is told by `bind`.
  package static func open(
    project: Project, verb: String, arguments: [String], environment: SyncEnvironment,
    progress: any ProgressSink, acceptsClock: Bool = false, meetsSystems: Bool = false
  ) async throws(Failure) -> SyncEngine {
    let places = LedgerPlaces(project: project.file)
    let hold = try LedgerHold(of: places.ledger, environment: environment.ledger)
    let systems = try Systems(project: project.file, environment: environment)
    var opened: Ledger?
    var head: UInt64 = 0
    do throws(Failure) {
      let reader = try LedgerReader.open(at: places.ledger)
      head = try reader.refresh()
      try reader.requireWhole(through: places.seen(by: hold.identity))
      let store = try await ProjectionStore.open(
        at: places.projection, ledger: hold.identity, foldedFrom: reader
      ) { done, all in
        progress.progress(
          "bringing the projection up to date", done: Int(clamping: done), of: Int(clamping: all))
      }
      var meeting: Result<SystemMeeting, Failure>?
      if meetsSystems {
        let bound = try await store.settings().binding
        meeting = await attempt { () async throws(Failure) in
          try await SystemMeeting.hold(
            systems, environment: project.file.jde.environment, bound: bound, acceptsClock: acceptsClock)
        }
      }
      if case .failure(let failure)? = meeting, failure.refusesRun { throw failure }
      let ledger = try await places.openWriter(
        holding: hold, environment: environment.ledger, acceptsClock: acceptsClock)
      opened = ledger
      let run = try await begin(
        verb, arguments: arguments, user: environment.user, ledger: ledger, ledgerFolder: places.ledger)
      let journal = Journal(ledger: ledger, reader: reader, store: store, run: run)
      let configuration = try await loadConfiguration(project, journal: journal)
      return SyncEngine(
        project: project, environment: environment, progress: progress, verb: verb, journal: journal,
        configuration: configuration, systems: systems, acceptsClock: acceptsClock, meeting: meeting)
    } catch {
      // Ledger and sessions must be given back whatever failed; the first failure is the one to tell.
      if error.refusesRun { note(error, verb: verb, head: head, project: project, environment) }
      _ = await attempt { () async throws(Failure) in try await systems.close() }
      if let opened { _ = await attempt { () async throws(Failure) in try await opened.close() } }
      throw error
    }
  }

  /// Notes a refusal beside the ledger; where even that fails, it is told all the same.
  private static func note(
    _ refusal: Failure, verb: String, head: UInt64, project: Project, _ environment: SyncEnvironment
  ) {
    try? RefusalLog(project: project.file.folder).add(
      RefusalLog.Refusal(
        at: RFC3339.text(environment.ledger.time.now()), verb: verb, user: environment.user,
        code: refusal.code.name, message: refusal.message, head: head))
  }

  /// Records how the command ended, signs the head, logs out of both systems and gives the lock back.
  ///
  /// `failure` is why it ends before its end.
  package func close(exitCode: Int32, because failure: Failure? = nil) async throws(Failure) {
    // A task of its own, awaited here: an interrupted run must still say how it ended.
    try await Task { await attempt { () async throws(Failure) in try await end(exitCode, failure) } }.value
      .get()
  }

  private func end(_ exitCode: Int32, _ failure: Failure?) async throws(Failure) {
    guard !isClosed else { return }
    isClosed = true
    report.take(systems)
    try await noteSessions()
    let signedOut = await attempt { () async throws(Failure) in try await systems.close() }
    let ended = CommandEnded(
      verb: verb, exitCode: Int(exitCode), decidedThrough: decidedThrough, figures: report.json,
      failure: failure.map(FailureNote.init))
    try await journal.note([
      Draft(kind: .commandEnded, stream: StreamKey.command, body: ended.json, cause: .sequence(journal.run))
    ])
    try await journal.close()
    let head = await journal.ledger.head
    try await journal.ledger.close()
    try LedgerPlaces(project: project.file).keep(head, of: journal.ledger.identity)
    try signedOut.get()
  }

  private static func begin(
    _ verb: String, arguments: [String], user: String, ledger: Ledger, ledgerFolder: String
  ) async throws(Failure) -> UInt64 {
    let newest = try LedgerReader.newestCheckpoint(at: ledgerFolder)
    let started = CommandStarted(
      verb: verb, arguments: arguments, user: user, checkpointSize: newest?.size,
      checkpointRoot: newest?.rootText)
    let outcome = try await ledger.append([
      NewEvent(kind: EventKind.commandStarted.rawValue, stream: StreamKey.command, body: started.json.bytes)
    ])
    guard case .appended(let receipt) = outcome else {
      preconditionFailure("an append that expects nothing cannot be refused")
    }
    return receipt.first
  }

  /// Module of Zoho → the fields that carry our key.
  private static func keyFields(of rules: SyncRules) -> [String: [String]] {
    Dictionary(grouping: rules.mappings, by: \.zoho.module).mapValues { mappings in
      Set(mappings.map(\.zoho.key)).sorted()
    }
  }

  /// The event of the configuration: a new one where any deciding file is not as it was.
  private static func loadConfiguration(_ project: Project, journal: Journal) async throws(Failure) -> UInt64
  {
    let texts = JSONValue.object(
      JSONObject(
        members: project.texts.sorted { $0.key < $1.key }.map {
          JSONObject.Member(key: JSONString($0.key), value: JSONValue($0.value))
        }))
    let hash = fingerprint(of: texts)
    if let loaded = try await journal.state.settings().configuration, loaded.value == hash {
      return loaded.sequence
    }
    let receipt = try await journal.note([
      Draft(
        kind: .configLoaded, stream: StreamKey.metadata("counterfoil", "configuration"),
        body: ConfigLoaded(hash: hash, files: project.texts, keys: keyFields(of: project.rules)).json,
        cause: .sequence(journal.run))
    ])
    return receipt.first
  }
}

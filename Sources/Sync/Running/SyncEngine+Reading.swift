import Decisions
import Diagnostics
import EventLog
import Foundation
import Instants
import JDEdwards
import JSONText
import ProjectFiles
import Projections
import ZohoCRM

extension SyncEngine {
  /// Binds a new ledger to the two systems that were met before the run began, and reads what Zoho says of itself.
  func bind() async throws(Failure) -> SystemFacts {
    guard let meeting else { preconditionFailure("a verb that reads the systems meets them when it opens") }
    let met = try meeting.get()
    creditsBefore = met.creditsBefore
    markFields = try await journal.state.markFields()
    let organisation = met.organisation
    try await noteClocks(met.clocksAway)
    let users = try await systems.zoho.activeUsers().map(\.json)
    var fields: [String: [JSONValue]] = [:]
    for module in poller(movesWatermark: false).modules {
      fields[module] = try await systems.zoho.fields(module).map(\.json)
    }
    try await bind(
      to: LedgerBound(environment: project.file.jde.environment, organisation: organisation.id))
    var notes = [
      try await metadata("zoho", "org", organisation.json),
      try await metadata("zoho", "users", .array(users), keeping: OwnerBook.members),
    ]
    for (module, list) in fields.sorted(by: { $0.key < $1.key }) {
      notes.append(
        try await metadata("zoho", "fields.\(module)", .array(list), keeping: SystemFacts.members))
    }
    try await journal.note(notes)
    let facts = SystemFacts(users: users, fields: fields, crosswalks: project.rules.crosswalks)
    try facts.check(project.rules)
    hidden = facts.hidden
    return facts
  }

  private func bind(to found: LedgerBound) async throws(Failure) {
    guard try await journal.state.settings().binding == nil else { return }
    try await journal.note([
      Draft(kind: .ledgerBound, stream: StreamKey.ledger, body: found.json, cause: .sequence(journal.run))
    ])
  }

  /// A clock that is far off was accepted: that is recorded, with how far it is.
  private func noteClocks(_ away: [Side: Int]) async throws(Failure) {
    guard !away.isEmpty else { return }
    var body: JSONObject = ["accepted": true]
    for (side, ahead) in away.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      body.append("ahead_of_\(side.rawValue)_seconds", JSONValue(ahead))
    }
    try await journal.note([
      Draft(
        kind: .clockJumped, stream: StreamKey.ledger, body: .object(body), cause: .sequence(journal.run))
    ])
  }

  /// What a system says of itself, verbatim; of a list that is too long for one event the members that are used.
  private func metadata(
    _ system: String, _ name: String, _ answer: JSONValue, keeping members: [String] = []
  ) async throws(Failure) -> Draft {
    let stream = StreamKey.metadata(system, name)
    let hash = fingerprint(of: answer)
    let known = try await journal.state.metadata(stream)?.hash
    let isShort = answer.bytes.count < Self.metadataBytesMax
    let kept = isShort ? answer : .array((answer.array ?? []).map { $0.keeping(members) })
    return Draft(
      kind: .metadataRead, stream: stream,
      body: MetadataRead(hash: hash, answer: known == hash ? nil : kept, isShortened: !isShort).json,
      cause: .sequence(journal.run),
      isPersonal: name == "users" || name == "org")
  }

  /// The longest answer that is kept whole: an event's body has room for its hash beside it.
  private static let metadataBytesMax = NewEvent.bodyBytesMax - 1_024

  /// Reads what changed in both systems, or everything the first time, and notices when JDE's day turns.
  ///
  /// `isWhole` reads everything again: what left no date in its system shows only so.
  func poll(movesWatermark: Bool, isWhole: Bool = false) async throws(Failure) {
    let jde = JDEPoller(
      client: systems.jde, journal: journal, rules: project.rules, personal: personal,
      instants: instants,
      paging: project.file.jde.paging == .links ? .links : .key, overlapDays: project.file.overlapDays,
      holdbackSeconds: project.file.holdback.components.seconds, movesWatermark: movesWatermark,
      readsWhole: isWhole, progress: progress, now: clock)
    let reading = try await jde.read()
    try checkClock(reading.skewSeconds)
    var poller = poller(movesWatermark: movesWatermark)
    poller.readsWhole = isWhole
    let zoho = try await poller.read()
    report.rowsRead += reading.rows + zoho.rows
    report.timeless = reading.timeless.map { "jde \($0)" } + zoho.timeless.map { "zoho \($0)" }
    freed.formUnion(requiredColumns(of: project.rules.mappings).keys.map { StreamKey.poll(.jde, $0) })
    freed.formUnion(poller.modules.map { StreamKey.poll(.zoho, $0) })
    try await noteSessions()
    try await turnDay(reading.day)
  }

  /// Turns the dates and times of JD Edwards' rows into instants, by the zone that `jde.time_zone` names.
  var instants: JDEInstant {
    JDEInstant(zone: TimeZone(identifier: project.file.jde.timeZone) ?? .gmt)
  }

  private var clock: @Sendable () -> Int64 {
    let environment = environment
    return { environment.seconds }
  }

  func poller(movesWatermark: Bool) -> ZohoPoller {
    ZohoPoller(
      client: systems.zoho, journal: journal, rules: project.rules, personal: personal,
      alsoReads: markFields, holdbackSeconds: project.file.holdback.components.seconds,
      movesWatermark: movesWatermark,
      progress: progress, now: clock)
  }

  /// The clock of JD Edwards was looked at before the run began; here somebody has set one of the two meanwhile.
  private func checkClock(_ skew: Int?) throws(Failure) {
    guard let skew, skew.magnitude > SystemMeeting.skewMaxSeconds, !acceptsClock else { return }
    throw .clockAway(from: "JD Edwards", bySeconds: skew)
  }

  /// The turn of JDE's day is an event, and the cause of what future-dated rows then do.
  private func turnDay(_ day: String?) async throws(Failure) {
    let stream = StreamKey.metadata("jde", "date")
    let known = try await journal.state.settings()
    today = day ?? known.jdeDay?.value ?? localDay
    if let day, day != known.jdeDay?.value {
      try await journal.note([
        Draft(
          kind: .dayTurned, stream: stream, body: DayTurned(from: known.jdeDay?.value, to: day).json,
          cause: .sequence(journal.run))
      ])
    }
    // Every turn since everything was decided about last: a plan, or a run that broke off, may have seen it first.
    var turns: [(sequence: UInt64, body: JSONValue)] = []
    let newest = try await journal.ledger.lastSequence(of: stream)
    guard newest > known.decidedThrough else { return }
    try journal.reader.refresh()
    try journal.reader.backwards(stream: stream) { event throws(Failure) in
      guard event.seq > known.decidedThrough else { return false }
      turns.append((event.seq, event.bodyTree))
      return true
    }
    for turn in turns.reversed() {
      let (from, to) = (turn.body["from"]?.string, turn.body["to"]?.string)
      guard let from, let to else { continue }
      for address in try await journal.state.numbersWithAddresses(from: min(from, to), through: max(from, to))
      {
        turned[address.number] = turn.sequence
      }
    }
  }

  /// Our own date in the zone of the enterprise server, where JDE does not say its own.
  var localDay: String {
    let zone = TimeZone(identifier: project.file.jde.timeZone) ?? .gmt
    let now = environment.seconds
    let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(now)))
    let days = Int((now + Int64(offset)) / 86_400)
    return CalendarDay(daysSince1970: days)?.compact ?? ""
  }
}

extension StoredEvent {
  /// The body as a tree; the log was checked when it was opened, so what is no JSON says nothing.
  fileprivate var bodyTree: JSONValue { (try? JSONValue(parsing: body)) ?? .null }  // an erased body is empty
}

extension JSONValue {
  /// An object's members of these names; anything else as it is.
  fileprivate func keeping(_ names: [String]) -> JSONValue {
    guard let object else { return self }
    return .object(JSONObject(object.members.filter { names.contains($0.key.value) }))
  }
}

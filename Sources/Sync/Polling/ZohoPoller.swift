import Decisions
import Diagnostics
import EventLog
import Instants
import JSONText
import Projections
import ZohoCRM

/// Reads the modules of Zoho into the log: everything once, then by `Modified_Time`.
struct ZohoPoller: Sendable {
  let client: ZohoClient
  let journal: Journal
  let rules: SyncRules
  let personal: PersonalData
  /// How far a poll for changes goes back behind the watermark: `Modified_Time` has whole seconds.
  let overlapSeconds: Int64 = 300
  /// How far the watermark stays behind the server's clock.
  let holdbackSeconds: Int64
  /// False for a plan: it appends what it observed and moves no watermark.
  let movesWatermark: Bool
  let progress: any ProgressSink
  /// Our own clock, in seconds since 1970.
  let now: @Sendable () -> Int64

  /// Reads every module that the mappings need; answers rows and changes.
  func read() async throws(Failure) -> (rows: Int, changed: Int) {
    var rows = 0
    var changed = 0
    for module in modules {
      let tally = try await read(module)
      rows += tally.rows
      changed += tally.changed
    }
    return (rows, changed)
  }

  /// The modules of all mappings, each once, in their order.
  var modules: [String] {
    var seen: Set<String> = []
    return rules.mappings.map(\.zoho.module).filter { seen.insert($0).inserted }
  }

  /// The fields to ask for of a module, those of all its mappings.
  func fields(of module: String) -> [String] {
    Set(rules.mappings.filter { $0.zoho.module == module }.flatMap(zohoFieldNames(of:))).sorted()
  }

  private func read(_ module: String) async throws(Failure) -> PollTally {
    let fields = fields(of: module)
    let since = try await knownSince(module, fields: fields)
    try await journal.note([
      Draft(
        kind: .pollStarted, stream: StreamKey.poll(.zoho, module),
        body: PollStarted(
          mode: since == nil ? .full : .changes, from: since, columns: fields, resumedAfter: nil
        )
        .json, cause: .sequence(journal.run))
    ])
    let isKnown = try await journal.store.hasRecords(.zoho, module)
    let query = RecordQuery(
      module, fields: fields, sort: since == nil ? .id : .modifiedTime, modifiedSince: since)
    var tally = PollTally()
    var instant: String?
    var current = try await client.records(query)
    while true {
      let shown = current
      async let following = page(behind: shown, of: query)
      tally.pages += 1
      tally.rows += current.rows.count
      tally.look(at: current.serverDate, now: now())
      if instant == nil, let date = current.serverDate {
        instant = RFC3339.text(seconds: date - holdbackSeconds)
      }
      var drafts = try await observations(
        of: current.rows.compactMap(\.object), module: module, kind: .recordPolled, isKnown: isKnown)
      tally.changed += drafts.count { $0.body["record"] != nil }
      drafts.append(progressed(module, page: current, tally: tally))
      if !current.more, tally.rows == 0, isKnown, since == nil {
        try await journal.stop(StreamKey.poll(.zoho, module), because: .emptySource("Zoho \(module)"))
      }
      if !current.more { drafts += ended(module, fields: fields, tally: tally, instant: instant) }
      try await journal.note(drafts)
      progress.progress("reading \(module)", done: tally.rows, of: nil)
      guard let next = try await following.get() else { return tally }
      current = next
    }
  }

  /// The page behind another one, fetched while that is being appended; nil behind the last.
  private func page(
    behind page: RecordPage, of query: RecordQuery
  ) async -> Result<RecordPage?, Failure> {
    guard page.more, let token = page.nextToken else { return .success(nil) }
    return await attempt { () async throws(Failure) in try await client.records(query, pageToken: token) }
  }

  /// The instant up to which a module is known with these fields; nil where it must be read whole.
  private func knownSince(_ module: String, fields: [String]) async throws(Failure) -> String? {
    var instants: [Int64] = []
    if let mark = try await journal.store.watermark(.zoho, module), Set(fields).isSubset(of: mark.columns),
      let seconds = RFC3339.seconds(of: mark.to)
    {
      instants.append(seconds)
    }
    if let poll = try await journal.store.completedPoll(.zoho, module),
      Set(fields).isSubset(of: poll.columns),
      let seconds = poll.serverTime.flatMap(RFC3339.seconds(of:))
    {
      instants.append(seconds)
    }
    return instants.max().map { RFC3339.text(seconds: $0 - overlapSeconds) }
  }

  /// The events of some records: verbatim where they differ from the last observation, else their hash.
  func observations(
    of records: [JSONObject], module: String, kind: EventKind, isKnown: Bool
  ) async throws(Failure) -> [Draft] {
    var seen: [(stream: String, record: JSONObject, hash: String)] = []
    for record in records {
      guard let id = record["id"]?.string else { continue }
      seen.append((StreamKey.zoho(module, id), record, fingerprint(of: .object(record))))
    }
    let known = isKnown ? try await journal.store.hashes(of: seen.map(\.stream)) : [:]
    return seen.map { stream, record, hash in
      let body =
        known[stream] == hash
        ? RecordObserved(unchangedWithHash: hash) : RecordObserved(record: record, hash: hash)
      return Draft(
        kind: kind, stream: stream, body: body.json, cause: .sequence(journal.run),
        sourceAt: record["Modified_Time"]?.string.flatMap(RFC3339.seconds(of:)).map {
          RFC3339.text(seconds: $0)
        },
        isPersonal: personal.covers(module: module))
    }
  }

  private func progressed(_ module: String, page: RecordPage, tally: PollTally) -> Draft {
    Draft(
      kind: .pollProgressed, stream: StreamKey.poll(.zoho, module),
      body: PollProgressed(page: tally.pages, rows: page.rows.count, lastKey: nil).json,
      cause: .sequence(journal.run))
  }

  private func ended(_ module: String, fields: [String], tally: PollTally, instant: String?) -> [Draft] {
    let stream = StreamKey.poll(.zoho, module)
    let completed = PollCompleted(
      pages: tally.pages, rows: tally.rows, changed: tally.changed, serverTime: instant,
      skewSeconds: tally.skewSeconds)
    var drafts = [
      Draft(kind: .pollCompleted, stream: stream, body: completed.json, cause: .sequence(journal.run))
    ]
    if movesWatermark, let instant {
      drafts.append(
        Draft(
          kind: .watermarkMoved, stream: stream, body: WatermarkMoved(to: instant, columns: fields).json,
          cause: .sequence(journal.run)))
    }
    return drafts
  }
}

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
  /// Module → fields to ask for besides those of the mappings.
  let alsoReads: [String: Set<String>]
  /// How far a poll for changes goes back behind the watermark: `Modified_Time` has whole seconds.
  let overlapSeconds: Int64 = 300
  /// How far the watermark stays behind the server's clock.
  let holdbackSeconds: Int64
  /// False for a plan: it appends what it observed and moves no watermark.
  let movesWatermark: Bool
  /// Every module is read whole, also where it is known up to an instant.
  var readsWhole = false
  let progress: any ProgressSink
  /// Our own clock, in seconds since 1970.
  let now: @Sendable () -> Int64

  /// What a reading of all modules found.
  struct Reading: Sendable {
    var rows = 0
    /// Modules that are known up to no time, because no answer said one.
    var timeless: [String] = []
  }

  /// Reads every module that the mappings need.
  func read() async throws(Failure) -> Reading {
    var reading = Reading()
    for module in modules {
      let (rows, instant) = try await read(module)
      reading.rows += rows
      guard instant == nil else { continue }
      reading.timeless.append(module)
      progress.note(
        "Zoho says no time with its answers (no Date header): \(module) is not taken for read up to any time,"
          + " and the next run reads it again")
    }
    return reading
  }

  /// The modules of all mappings, each once, in their order.
  var modules: [String] {
    var seen: Set<String> = []
    return rules.mappings.map(\.zoho.module).filter { seen.insert($0).inserted }
  }

  /// The fields to ask for of a module, those of all its mappings.
  func fields(of module: String) -> [String] {
    Set(rules.mappings.filter { $0.zoho.module == module }.flatMap(zohoFieldNames(of:)))
      .union(alsoReads[module] ?? []).sorted()
  }

  /// The rows that a module showed, and the instant up to which it is known.
  private func read(_ module: String) async throws(Failure) -> (rows: Int, instant: String?) {
    let fields = fields(of: module)
    let since = readsWhole ? nil : try await knownSince(module, fields: fields)
    let isKnown = try await journal.state.hasRecords(.zoho, module)
    let wasRead = try await journal.state.completedPoll(.zoho, module) != nil
    var reading = try await listing(module, fields: fields, since: since, isKnown: isKnown)
    var (readings, changed) = (1, reading.tally.changed)
    // What was deleted before a reading began cannot have moved its pages.
    var deleted: Set<String> = []
    while true {
      let meanwhile = try await deletedMeanwhile(reading, module).subtracting(deleted)
      guard !meanwhile.isEmpty else { break }
      guard readings < Self.readingsMax else { throw .shiftingSource("Zoho \(module)", readings: readings) }
      deleted.formUnion(meanwhile)
      reading = try await listing(module, fields: fields, since: since, isKnown: true)
      readings += 1
      changed += reading.tally.changed
    }
    if isKnown || readings > 1 {
      changed += try await lookForGone(
        module, fields: fields, since: since, unseenSince: reading.startedSequence)
    }
    reading.tally.changed = changed
    // Nothing at all is believed once a second run sees it too: until then the module is read whole again.
    let isBelieved = reading.tally.rows > 0 || isKnown || wasRead
    try await journal.note(
      ended(module, fields: fields, tally: reading.tally, instant: isBelieved ? reading.instant : nil))
    return (reading.tally.rows, reading.instant)
  }

  /// One listing from its beginning to its end.
  private struct Listing {
    var tally = PollTally()
    /// Up to where the module is known by it; nil where the server said no time.
    var instant: String?
    /// The server's time when the first page came, in seconds since 1970.
    var begunAt: Int64?
    /// The event that began it.
    let startedSequence: UInt64
  }

  /// How often a listing is read that records were deleted from meanwhile.
  private static let readingsMax = 4

  /// Reads one listing.
  ///
  /// In the order of ids an edit moves nothing: what comes in between stands behind, or twice.
  private func listing(
    _ module: String, fields: [String], since: String?, isKnown: Bool
  ) async throws(Failure) -> Listing {
    let query = RecordQuery(module, fields: fields, sort: .id, modifiedSince: since)
    let started = try await journal.note([
      Draft(
        kind: .pollStarted, stream: StreamKey.poll(.zoho, module),
        body: PollStarted(
          mode: since == nil ? .full : .changes, from: since, columns: fields, resumedAfter: nil
        )
        .json, cause: .sequence(journal.run))
    ])
    var reading = Listing(startedSequence: started.first)
    var hasLookedAgain = isKnown || since != nil
    var next = await Self.nextPage(client.listing(query))
    while let (page, cursor) = try next.get() {
      if page.rows.isEmpty, !page.more, reading.tally.rows == 0, !hasLookedAgain {
        // That there is nothing at all would make every company a new one: it is asked twice.
        hasLookedAgain = true
        next = await Self.nextPage(client.listing(query))
        continue
      }
      async let following = Self.nextPage(cursor)
      if reading.tally.pages == 0 {
        reading.instant = mark(page.serverDate)
        reading.begunAt = page.serverDate
      }
      reading.tally.pages += 1
      reading.tally.rows += page.rows.count
      reading.tally.look(at: page.serverDate, now: now())
      var drafts = try await observations(
        of: page.rows.compactMap(\.object), module: module, kind: .recordPolled, isKnown: isKnown)
      reading.tally.changed += drafts.count { $0.body["record"] != nil }
      drafts.append(progressed(module, page: page, tally: reading.tally))
      if !page.more, reading.tally.rows == 0, isKnown, since == nil {
        try await journal.stop(StreamKey.poll(.zoho, module), because: .emptySource("Zoho \(module)"))
      }
      try await journal.note(drafts)
      progress.progress("reading \(module)", done: reading.tally.rows, of: nil)
      next = await following
    }
    return reading
  }

  /// The records that were deleted while a listing was read page by page: those behind them may have moved over the edge
  /// of a page, and were never shown.
  private func deletedMeanwhile(_ reading: Listing, _ module: String) async throws(Failure) -> Set<String> {
    guard reading.tally.pages > 1, let begun = reading.begunAt else { return [] }
    // A second earlier: whether the condition includes its own second is not documented.
    let deleted = try await client.allDeleted(module, since: RFC3339.text(seconds: begun - 1))
    return Set(
      deleted.filter { row in
        row["deleted_time"]?.string.flatMap(RFC3339.seconds(of:)).map { $0 >= begun } ?? true
      }.compactMap { $0["id"]?.string })
  }

  /// Where the watermark goes after a reading whose first page came at this time of the server's; nil where it has not
  /// said its time.
  ///
  /// Law: never past what both clocks agree has gone by, Zoho's and our own, less the holdback.
  private func mark(_ date: Int64?) -> String? {
    date.map { RFC3339.text(seconds: min($0, now()) - holdbackSeconds) }
  }

  private typealias Step = Result<(RecordPage, RecordCursor)?, Failure>

  /// The next page and the cursor behind it: fetched while the page before is being appended.
  private static func nextPage(_ cursor: RecordCursor) async -> Step {
    await attempt { () async throws(Failure) in
      var cursor = cursor
      guard let page = try await cursor.nextPage() else { return nil }
      return (page, cursor)
    }
  }

  /// The instant up to which a module is known with these fields; nil where it must be read whole.
  private func knownSince(_ module: String, fields: [String]) async throws(Failure) -> String? {
    var instants: [Int64] = []
    if let mark = try await journal.state.watermark(.zoho, module), Set(fields).isSubset(of: mark.columns),
      let seconds = RFC3339.seconds(of: mark.to)
    {
      instants.append(seconds)
    }
    if let poll = try await journal.state.completedPoll(.zoho, module),
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
      guard let id = record["id"]?.string else { throw .keyMissing(table: module) }
      seen.append((StreamKey.zoho(module, id), record, fingerprint(of: .object(record))))
    }
    let known = isKnown ? try await journal.state.hashes(of: seen.map(\.stream)) : [:]
    let news = seen.filter { known[$0.stream] != nil && known[$0.stream] != $0.hash }
    let held = try await journal.state.zohoRecords(
      module: module, ids: news.compactMap { $0.record["id"]?.string })
    var lagging: Set<String> = []
    for (stream, record, hash) in news {
      guard let before = record["id"]?.string.flatMap({ held[$0] }), isEarlier(record, than: before),
        try wasShown(hash, on: stream)
      else { continue }
      lagging.insert(stream)
    }
    return seen.map { stream, record, hash in
      let body =
        known[stream] == hash
        ? RecordObserved(unchangedWithHash: hash)
        : RecordObserved(record: record, hash: hash, lags: lagging.contains(stream))
      return Draft(
        kind: kind, stream: stream, body: body.json, cause: .sequence(journal.run),
        sourceAt: record["Modified_Time"]?.string.flatMap(RFC3339.seconds(of:)).map {
          RFC3339.text(seconds: $0)
        },
        isPersonal: personal.covers(module: module))
    }
  }

  /// Whether a record says an earlier time than the state that is known (law 3): a listing may be some minutes old.
  ///
  /// A known time that lies ahead of the server's own says nothing, and one that was known for longer was set back by
  /// somebody.
  private func isEarlier(_ record: JSONObject, than held: ProjectedZohoRecord) -> Bool {
    let now = now() - Int64(client.secondsAhead ?? 0)
    guard held.state == .present, let before = held.record.modifiedSeconds, before <= now,
      now - before < Self.lagMaxSeconds
    else { return false }
    let known = ReadTime(time: before, isSettled: false)
    let shown = ReadTime(
      time: record["Modified_Time"]?.string.flatMap(RFC3339.seconds(of:)), isSettled: false)
    return known.isAhead(of: shown, hasSameContent: false)
  }

  /// Whether a record was shown with this content before: what never was is somebody's edit, whatever its time says.
  private func wasShown(_ hash: String, on stream: String) throws(Failure) -> Bool {
    try journal.reader.refresh()
    var wasShown = false
    try journal.reader.backwards(stream: stream) { event throws(Failure) in
      let kind = EventKind(rawValue: event.kind)
      guard kind == .recordPolled || kind == .recordFetched else { return true }
      wasShown = try RecordObserved(json: try event.json()).hash == hash
      return !wasShown
    }
    return wasShown
  }

  /// An hour; how long Zoho's listings may lag is not documented, and they do by seconds, seldom by minutes.
  private static let lagMaxSeconds: Int64 = 3_600

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

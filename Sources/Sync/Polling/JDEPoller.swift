import Decisions
import Diagnostics
import EventLog
import Instants
import JDEdwards
import JSONText
import Projections

/// Reads the tables of JD Edwards into the log: everything once, by key, then what changed.
///
///     no watermark, or more columns or search types needed ──> full: whole rows by key, restartable anywhere
///     else ──> changes: keys and audit columns since the watermark less the overlap ──> composite re-read by AN8
struct JDEPoller: Sendable {
  let client: AISClient
  let journal: Journal
  let rules: SyncRules
  let personal: PersonalData
  let instants: JDEInstant
  /// How whole tables are read: along the key, or along the server's own links.
  let paging: TableCursor.Paging
  /// Days that a poll for changes goes back behind the watermark.
  let overlapDays: Int
  /// How far the watermark stays behind both clocks.
  let holdbackSeconds: Int64
  /// False for a plan: it appends what it observed and moves no watermark.
  let movesWatermark: Bool
  /// Every table is read whole, also where it is known up to a day: what left no date is found only so.
  let readsWhole: Bool
  let progress: any ProgressSink
  /// Our own clock, in seconds since 1970.
  let now: @Sendable () -> Int64

  /// What a reading of all tables found.
  struct Reading: Sendable {
    /// JDE's date as its answers say it, `yyyyMMdd`; nil where it did not answer with one.
    var day: String?
    var rows = 0
    var changed = 0
    /// How far our clock is ahead of the server's; nil where its answers had no `Date`.
    var skewSeconds: Int?
    /// Tables that are known up to no day, because no answer said one that can be believed.
    var timeless: [String] = []
  }

  /// Reads every table that the mappings need.
  func read() async throws(Failure) -> Reading {
    let columns = requiredColumns(of: rules.mappings)
    var reading = Reading()
    var changes: [ChangeWindow] = []
    for table in Self.order(columns.keys) {
      let wanted = columns[table] ?? []
      if !readsWhole, let since = try await knownSince(table, columns: wanted) {
        changes.append(ChangeWindow(table: table, columns: wanted, since: since))
      } else {
        try await readWhole(table, columns: wanted, into: &reading)
      }
    }
    if !changes.isEmpty { try await readChanges(changes, into: &reading) }
    return reading
  }

  /// The master file first: it says which numbers are of interest.
  private static func order(_ tables: some Sequence<String>) -> [String] {
    tables.sorted { ($0 == "F0101" ? "" : $0) < ($1 == "F0101" ? "" : $1) }
  }

  /// The day up to which a table is known with these columns; nil where it must be read whole.
  private func knownSince(_ table: String, columns: [String]) async throws(Failure) -> String? {
    var days: [String] = []
    if let watermark = try await journal.state.watermark(.jde, table),
      Set(columns).isSubset(of: watermark.columns), hasTypes(watermark.searchTypes)
    {
      days.append(watermark.to)
    }
    if let poll = try await journal.state.completedPoll(.jde, table), let day = poll.serverTime,
      Set(columns).isSubset(of: poll.columns), hasTypes(poll.searchTypes)
    {
      days.append(day)
    }
    return days.max()
  }

  /// Whether a reading for these search types has shown all that is needed: of every table, since what changes of numbers
  /// of other types is passed over.
  ///
  /// Missing is not "no": one that does not say what it was for has not shown it.
  private func hasTypes(_ read: [String]?) -> Bool {
    guard let read else { return false }
    return read.isEmpty || (!searchTypes.isEmpty && searchTypes.isSubset(of: read))
  }
}

extension JDEPoller {
  /// Every row of a table, page by page along its key; an interrupted reading goes on where it stopped.
  private func readWhole(
    _ table: String, columns: [String], into reading: inout Reading
  ) async throws(Failure) {
    var after: KeyPosition?
    var began: String?
    var firstSequence: UInt64?
    if let poll = try await journal.state.interruptedPoll(.jde, table), poll.mode == .full,
      poll.columns == columns, poll.searchTypes == searchTypes.sorted(),
      let key = poll.lastKey?.array?.compactMap(\.string)
    {
      after = KeyPosition(key)
      began = try day(ofEvent: poll.firstSequence)
      firstSequence = poll.firstSequence
    }
    let isKnown = try await journal.state.hasRecords(.jde, table)
    let started = try await journal.note([
      Draft(
        kind: .pollStarted, stream: StreamKey.poll(.jde, table),
        body: PollStarted(
          mode: .full, from: nil, columns: columns, searchTypes: searchTypes.sorted(),
          resumedAfter: after.map { .array($0.values.map { JSONValue($0) }) }
        ).json, cause: .sequence(journal.run))
    ])
    let query = TableQuery(table, columns: columns, where: scopeFilter(of: table))
    var next = await Self.nextPage(try client.pages(query, paging: paging, after: after))
    var tally = PollTally()
    while let (page, cursor) = try next.get() {
      async let following = Self.nextPage(cursor)
      try await add(page, of: table, to: &tally, began: began)
      if after != nil, began == nil { tally.mark = nil }  // nobody knows how old its first pages are
      try requireScope(of: page.rows, table: table)
      var drafts = try await observations(
        of: page.rows, table: table, kind: .recordPolled, isKnown: isKnown, today: tally.day ?? "")
      tally.changed += drafts.count { $0.body["record"] != nil }
      drafts.append(progressed(table, page: page, tally: tally))
      if !page.more, tally.rows == 0, isKnown, after == nil {
        try await journal.stop(StreamKey.poll(.jde, table), because: .emptySource("JD Edwards \(table)"))
      }
      try await journal.note(drafts)
      progress.progress("reading \(table)", done: tally.rows, of: nil)
      next = await following
    }
    if isKnown {
      let window = ChangeWindow(table: table, columns: columns, since: "")
      reading.changed += try await lookAgain(window, unseenSince: firstSequence ?? started.first, tally)
    }
    try await journal.note(ended(table, columns: columns, tally: tally))
    take(tally, of: table, into: &reading)
  }

  private typealias Step = Result<(TablePage, TableCursor)?, Failure>

  /// The next page and the cursor behind it: fetched while the page before is being appended.
  private static func nextPage(_ cursor: TableCursor) async -> Step {
    await attempt { () async throws(Failure) in
      var cursor = cursor
      guard let page = try await cursor.nextPage() else { return nil }
      return (page, cursor)
    }
  }

  /// A first load of the master file asks for the search types that the mappings are about.
  private func scopeFilter(of table: String) -> RowFilter? {
    guard table == "F0101", !searchTypes.isEmpty else { return nil }
    return .list("AT1", searchTypes.sorted())
  }

  /// Law 9: a row that the question did not ask for is no answer to it: its number was none of these.
  func requireNumbers(of rows: [TableRow], among numbers: Set<Int>, table: String) throws(Failure) {
    for row in rows where !(row.number.map(numbers.contains) ?? false) {
      throw .foreignRow(row.addressNumber ?? "without a number", column: "AN8", table: table)
    }
  }

  /// Law 9: a row whose search type the question did not ask for is no answer to it; what it hides would count as read.
  private func requireScope(of rows: [TableRow], table: String) throws(Failure) {
    guard table == "F0101", !searchTypes.isEmpty else { return }
    let types = Set(searchTypes.map { $0.uppercased() })
    for row in rows where !types.contains(row.cell("AT1").text?.uppercased() ?? "") {
      throw .foreignRow(row.addressNumber ?? "without a number", column: "AT1", table: table)
    }
  }

  /// The search types of all mappings with the master file as their root; empty where one takes all.
  var searchTypes: Set<String> {
    var types: Set<String> = []
    for mapping in rules.mappings where mapping.jde.root == "F0101" {
      guard let rule = mapping.jde.scope.first(where: { $0.column == "AT1" && !$0.isExcluding }) else {
        return []
      }
      types.formUnion(rule.values)
    }
    return types
  }
}

extension JDEPoller {
  /// The events of some rows: verbatim where they differ from the last observation, else their hash.
  func observations(
    of rows: [TableRow], table: String, kind: EventKind, isKnown: Bool, today: String
  ) async throws(Failure) -> [Draft] {
    var seen: [(stream: String, row: TableRow, hash: String)] = []
    for row in rows {
      guard let stream = TableKeys.stream(for: row) else { throw .keyUnread(row) }
      seen.append((stream, row, fingerprint(of: .object(row.record))))
    }
    let known = isKnown ? try await journal.state.hashes(of: seen.map(\.stream)) : [:]
    return seen.map { stream, row, hash in
      let body =
        known[stream] == hash
        ? RecordObserved(unchangedWithHash: hash) : RecordObserved(record: row.record, hash: hash)
      return Draft(
        kind: kind, stream: stream, body: body.json, cause: .sequence(journal.run),
        sourceAt: instants.changed(row),
        effectiveAt: instants.effective(row, after: today), isPersonal: personal.covers(table: table))
    }
  }

  /// One page's progress, in the same commit as its rows.
  func progressed(_ table: String, page: TablePage, tally: PollTally) -> Draft {
    Draft(
      kind: .pollProgressed, stream: StreamKey.poll(.jde, table),
      body: PollProgressed(
        page: tally.pages, rows: page.rows.count,
        lastKey: page.lastKey.map { .array($0.values.map { JSONValue($0) }) }
      ).json, cause: .sequence(journal.run))
  }

  /// Counts a page; the first one says how far the table is known once its last page is read.
  func add(
    _ page: TablePage, of table: String, to tally: inout PollTally, began: String? = nil
  ) async throws(Failure) {
    if tally.pages == 0 {
      tally.day = page.jdeDay
      tally.mark = try await mark(page, of: table).map { min($0, began ?? $0) }
    }
    tally.pages += 1
    tally.rows += page.rows.count
    tally.look(at: page.serverDate, now: now())
  }

  /// The day up to which a table is known after a reading that began with this page; nil where JDE has not said its day
  /// or says one that its web server contradicts.
  ///
  /// Law: never past what JDE and both clocks agree has gone by, less the holdback. A day that is off is told; it still
  /// decides which addresses are current.
  private func mark(_ page: TablePage, of table: String) async throws(Failure) -> String? {
    guard let day = page.jdeDay.flatMap({ CalendarDay($0) }) else { return nil }
    let server = page.serverDate ?? now()
    let other = instants.day(at: server)
    guard abs(day.daysSince1970 - other) <= 1 else {
      let clock = CalendarDay(daysSince1970: other)?.compact ?? "nothing usable"
      progress.note(
        "JD Edwards says that its day is \(day.compact), and its web server's clock says \(clock):"
          + " \(table) is not taken for read up to any day until they agree")
      try await journal.note([
        Draft(
          kind: .clockJumped, stream: StreamKey.ledger,
          body: [
            "table": JSONValue(table), "jde_day": JSONValue(day.compact), "server_day": JSONValue(clock),
          ],
          cause: .sequence(journal.run))
      ])
      return nil
    }
    let known = min(day.daysSince1970, instants.day(at: min(server, now()) - holdbackSeconds))
    return CalendarDay(daysSince1970: known)?.compact
  }

  /// Adds a table to what was read, and says so where it is known up to no day.
  func take(_ tally: PollTally, of table: String, into reading: inout Reading) {
    reading.take(tally)
    guard tally.mark == nil else { return }
    reading.timeless.append(table)
    guard tally.day == nil else { return }  // one that is off was told as such
    progress.note(
      "JD Edwards says no day with its answers (no timeStamp): \(table) is not taken for read up to any day,"
        + " and the next run reads it again")
  }

  /// The day on which an interrupted reading began, by our clock when it was recorded: what its first pages showed may
  /// have changed since.
  private func day(ofEvent sequence: UInt64) throws(Failure) -> String? {
    try journal.reader.refresh()
    return try journal.reader.event(sequence).flatMap { RFC3339.seconds(of: $0.at) }
      .flatMap { CalendarDay(daysSince1970: instants.day(at: $0 - holdbackSeconds))?.compact }
  }

  /// The end of a reading, in the commit of its last page; only that moves the watermark.
  func ended(_ table: String, columns: [String], tally: PollTally) -> [Draft] {
    let stream = StreamKey.poll(.jde, table)
    let completed = PollCompleted(
      pages: tally.pages, rows: tally.rows, changed: tally.changed, serverTime: tally.mark,
      skewSeconds: tally.skewSeconds)
    var drafts = [
      Draft(kind: .pollCompleted, stream: stream, body: completed.json, cause: .sequence(journal.run))
    ]
    if movesWatermark, let day = tally.mark {
      drafts.append(
        Draft(
          kind: .watermarkMoved, stream: stream,
          body: WatermarkMoved(to: day, columns: columns, searchTypes: searchTypes.sorted()).json,
          cause: .sequence(journal.run)))
    }
    return drafts
  }
}

/// The figures of one reading of one table.
struct PollTally: Sendable {
  var pages = 0
  var rows = 0
  var changed = 0
  /// JDE's date when the reading began, `yyyyMMdd`.
  var day: String?
  /// The day up to which the table is known at the end of the reading, `yyyyMMdd`; nil where that is not certain.
  var mark: String?
  /// How far our clock is ahead of the server's.
  var skewSeconds: Int?

  /// Takes the difference of the clocks from the `Date` of the first answer.
  mutating func look(at date: Int64?, now: Int64) {
    guard skewSeconds == nil, let date else { return }
    skewSeconds = Int(now - date)
  }
}

extension JDEPoller.Reading {
  mutating func take(_ tally: PollTally) {
    rows += tally.rows
    changed += tally.changed
    skewSeconds = skewSeconds ?? tally.skewSeconds
    if let found = tally.day, found > (day ?? "") { day = found }
  }
}

extension TablePage {
  /// JDE's date in the answer's `timeStamp`, `yyyyMMdd`.
  var jdeDay: String? {
    guard let text = jdeTime else { return nil }
    return CalendarDay(String(text.prefix(10)))?.compact ?? CalendarDay(String(text.prefix(8)))?.compact
  }
}

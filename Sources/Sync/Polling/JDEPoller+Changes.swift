import Decisions
import Diagnostics
import EventLog
import Instants
import JDEdwards
import JSONText
import Projections

/// What one table is asked for in a poll for changes.
struct ChangeWindow: Sendable {
  let table: String
  let columns: [String]
  /// The day `yyyyMMdd` up to which the table is known.
  let since: String
}

extension JDEPoller {
  /// Numbers asked for in one composite re-read.
  private static let numbersPerQuestion = 100

  /// Reads keys and audit columns of what changed, then the whole records of the numbers found.
  ///
  /// The watermarks move in the commit behind the last record, so that a crash in between loses nothing.
  func readChanges(_ windows: [ChangeWindow], into reading: inout Reading) async throws(Failure) {
    var hits: Set<Int> = []
    var ofInterest: Set<Int> = []
    var tallies: [(ChangeWindow, PollTally)] = []
    for window in windows {
      let tally = try await readKeys(window, hits: &hits, ofInterest: &ofInterest)
      tallies.append((window, tally))
    }
    let today = tallies.compactMap(\.1.day).max() ?? ""
    var read = windows
    if !windows.contains(where: { $0.table == "F0101" }) {
      // The master file was read whole just now: what it has shown is known, and it says which numbers are there.
      let columns = requiredColumns(of: rules.mappings)["F0101"] ?? []
      read.insert(ChangeWindow(table: "F0101", columns: columns, since: ""), at: 0)
    }
    let known = try await journal.state.knownNumbers(Array(hits))
    let numbers = hits.filter { ofInterest.contains($0) || known.contains($0) }.sorted()
    for start in stride(from: 0, to: numbers.count, by: Self.numbersPerQuestion) {
      let chunk = Array(numbers[start..<min(start + Self.numbersPerQuestion, numbers.count)])
      reading.changed += try await reread(chunk, windows: read, today: today)
      progress.progress("reading changes", done: start + chunk.count, of: numbers.count)
    }
    for (window, tally) in tallies {
      take(tally, of: window.table, into: &reading)
      try await journal.note(ended(window.table, columns: window.columns, tally: tally))
    }
  }

  /// One ordered question along its next-links: the database scans the table once, not once a page.
  private func readKeys(
    _ window: ChangeWindow, hits: inout Set<Int>, ofInterest: inout Set<Int>
  ) async throws(Failure) -> PollTally {
    var columns = TableKeys.columns(of: window.table) + TableKeys.auditColumns(of: window.table)
    if window.table == "F0101" { columns.append("AT1") }
    try await journal.note([
      Draft(
        kind: .pollStarted, stream: StreamKey.poll(.jde, window.table),
        body: PollStarted(
          mode: .changes, from: window.since, columns: window.columns, searchTypes: searchTypes.sorted(),
          resumedAfter: nil
        ).json,
        cause: .sequence(journal.run)
      )
    ])
    let query = TableQuery(
      window.table, columns: columns, where: .compare("UPMJ", .greaterEqual, [.date(lowerEnd(of: window))]))
    var cursor = try client.pages(query, paging: .links)
    var tally = PollTally()
    let types = searchTypes
    while let page = try await cursor.nextPage() {
      try await add(page, of: window.table, to: &tally)
      for row in page.rows {
        // Law 9: a row whose key cannot be read fails the read; left out, its changes would be lost.
        guard let number = row.number else { throw .keyUnread(row) }
        hits.insert(number)
        if window.table == "F0101", types.isEmpty || types.contains(row.cell("AT1").text ?? "") {
          ofInterest.insert(number)
        }
      }
      try await journal.note([progressed(window.table, page: page, tally: tally)])
    }
    return tally
  }

  /// The watermark's day less the overlap.
  private func lowerEnd(of window: ChangeWindow) -> String {
    guard let day = CalendarDay(window.since) else { return window.since }
    return CalendarDay(daysSince1970: day.daysSince1970 - overlapDays)?.compact ?? window.since
  }

  /// Whole rows of all tables for some numbers; rows of a number that are no longer there are gone.
  ///
  /// Law: an entity missing from a read is no delete, and one answer that lacks a known row says nothing: it is looked at
  /// a second time.
  private func reread(_ numbers: [Int], windows: [ChangeWindow], today: String) async throws(Failure) -> Int {
    let before = try await journal.state.rows(ofNumbers: numbers)
    var drafts: [Draft] = []
    var shown: Set<String> = []
    var present: Set<Int> = []
    for window in windows {
      let found = try await rows(of: numbers, window, today: today)
      if window.table == "F0101" { present = found.numbers }
      shown.formUnion(found.drafts.map(\.stream))
      drafts += found.drafts
      let missing = before.filter { number, rows in
        present.contains(number)
          && rows.contains { $0.row.table == window.table && !shown.contains($0.stream) }
      }
      guard !missing.isEmpty else { continue }
      let again = try await rows(of: missing.keys.sorted(), window, today: today)
      drafts += again.drafts.filter { shown.insert($0.stream).inserted }
    }
    let tables = Set(windows.map(\.table)).subtracting(["F0101"])
    for (number, rows) in before.sorted(by: { $0.key < $1.key }) where present.contains(number) {
      // Its number was shown, so these rows of it are gone.
      for row in rows where tables.contains(row.row.table) && !shown.contains(row.stream) {
        drafts.append(
          Draft(
            kind: .recordDeleted, stream: row.stream,
            body: ["reason": "not among the rows of its number", "number": JSONValue(number)],
            cause: .sequence(journal.run),
            isPersonal: personal.covers(table: row.row.table)))
      }
    }
    if !drafts.isEmpty { try await journal.note(drafts) }
    return drafts.count { $0.kind == .recordDeleted || $0.body["record"] != nil }
  }

  /// Whole rows of one table for some numbers, as events, and the numbers that show.
  func rows(
    of numbers: [Int], _ window: ChangeWindow, today: String
  ) async throws(Failure) -> (drafts: [Draft], numbers: Set<Int>) {
    let asked = Set(numbers)
    let query = TableQuery(
      window.table, columns: window.columns, where: .list("AN8", numbers.map(String.init)))
    var cursor = try client.pages(query, paging: .key)
    var drafts: [Draft] = []
    var shown: Set<Int> = []
    while let page = try await cursor.nextPage() {
      try requireNumbers(of: page.rows, among: asked, table: window.table)
      shown.formUnion(page.rows.compactMap(\.number))
      drafts += try await observations(
        of: page.rows, table: window.table, kind: .recordFetched, isKnown: true, today: today)
    }
    return (drafts, shown)
  }
}

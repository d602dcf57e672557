import Decisions
import Diagnostics
import EventLog
import JSONText
import Projections

extension JDEPoller {
  /// Rows looked at a second time in one question.
  private static let numbersPerLook = 100

  /// Looks by key for the known rows that a whole reading did not show; gives how many of them changed or do not show.
  ///
  /// Law: what neither shows is *not shown*, never deleted: row security hides without a word. Of the master file the
  /// reading asks for the search types of the mappings, this look for any.
  func lookAgain(
    _ window: ChangeWindow, unseenSince first: UInt64, _ tally: PollTally
  ) async throws(Failure) -> Int {
    let unseen = try await journal.state.rowsUnseen(inTable: window.table, since: first)
    let numbers = Set(unseen.map(\.number)).sorted()
    var changed = 0
    for chunk in numbers.pages(of: Self.numbersPerLook) {
      let found = try await rows(of: chunk, window, today: tally.day ?? "")
      let shown = Set(found.drafts.map(\.stream))
      let asked = Set(chunk)
      var drafts = found.drafts
      for row in unseen where asked.contains(row.number) && !shown.contains(row.stream) {
        drafts.append(
          Draft(
            kind: .recordNotShown, stream: row.stream,
            body: [
              "reason": "a whole reading did not show it, nor did a look by its number",
              "number": JSONValue(row.number),
            ], cause: .sequence(journal.run), isPersonal: personal.covers(table: window.table)))
      }
      try await journal.note(drafts)
      changed += drafts.count { $0.kind == .recordNotShown || $0.body["record"] != nil }
    }
    return changed
  }
}

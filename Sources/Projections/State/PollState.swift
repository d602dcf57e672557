package import Decisions
import Diagnostics
package import JSONText

/// Up to where a source is known.
package struct Watermark: Hashable, Sendable {
  /// A day `yyyyMMdd` (JDE) or an instant in RFC 3339 UTC (Zoho).
  package let to: String
  /// The columns or fields that everything up to there was read with.
  package let columns: [String]
  /// The search types that it was read for, empty for all of them; nil where that is not said.
  package let searchTypes: [String]?
  package let sequence: UInt64
}

/// A reading that began and never came to its end.
package struct InterruptedPoll: Hashable, Sendable {
  package let startedSequence: UInt64
  /// Where the reading began that this one went on with; `startedSequence` where it went on with none.
  package let firstSequence: UInt64
  package let mode: PollStarted.Mode
  /// The lower end of its window; nil for a full read.
  package let from: String?
  package let columns: [String]
  /// The search types that it was about, empty for all of them; nil where that is not said.
  package let searchTypes: [String]?
  /// Pages that are in the log since `startedSequence`.
  package let page: Int
  /// Where the next page begins; nil where it must begin again.
  package let lastKey: JSONValue?
}

/// The newest reading of a source, for `status`.
package struct PollRow: Hashable, Sendable {
  package let side: Side
  package let name: String
  package let isCompleted: Bool
  package let mode: PollStarted.Mode
  package let startedSequence: UInt64
  package let startedAt: String
  package let page: Int
  package let rows: Int
  package let changed: Int?
  package let completedSequence: UInt64?
  package let completedAt: String?
  package let serverTime: String?
  package let skewSeconds: Int?
}

/// A source and its watermark, for `status`.
package struct NamedWatermark: Hashable, Sendable {
  package let side: Side
  package let name: String
  package let watermark: Watermark
}

extension Watermark {
  static let columnNames = "moved_to, columns, search_types, seq"

  init(_ cells: inout CellReader) throws(Failure) {
    to = try cells.text()
    columns = try cells.json().array?.compactMap(\.string) ?? []
    searchTypes = try cells.optionalJSON()?.array?.compactMap(\.string)
    sequence = try cells.sequence()
  }
}

extension InterruptedPoll {
  static let columnNames = "started_seq, first_seq, mode, window_from, columns, search_types, page, last_key"

  init(_ cells: inout CellReader) throws(Failure) {
    startedSequence = try cells.sequence()
    firstSequence = try cells.sequence()
    mode = try cells.choice()
    from = try cells.optionalText()
    columns = try cells.json().array?.compactMap(\.string) ?? []
    searchTypes = try cells.optionalJSON()?.array?.compactMap(\.string)
    page = try cells.count()
    lastKey = try cells.optionalJSON()
  }
}

extension PollRow {
  static let columnNames = """
    side, name, state, mode, started_seq, started_at, page, rows, changed, completed_seq, completed_at, \
    server_time, skew_seconds
    """

  init(_ cells: inout CellReader) throws(Failure) {
    side = try cells.choice()
    name = try cells.text()
    isCompleted = try cells.text() == "completed"
    mode = try cells.choice()
    startedSequence = try cells.sequence()
    startedAt = try cells.text()
    page = try cells.count()
    rows = try cells.count()
    changed = try cells.optionalInteger().map(Int.init)
    completedSequence = try cells.optionalSequence()
    completedAt = try cells.optionalText()
    serverTime = try cells.optionalText()
    skewSeconds = try cells.optionalInteger().map(Int.init)
  }
}

package import Decisions
import Diagnostics
package import JSONText

/// Whether a source still has a record.
package enum ObservationState: String, Hashable, Sendable, CaseIterable {
  case present
  /// Its source said that it is gone.
  case deleted
  /// A whole reading did not show it, nor did a second look: hidden or gone, nobody has said which.
  case notShown = "not_shown"
}

/// A row of a JDE table as it was observed last.
package struct ProjectedRow: Hashable, Sendable {
  package let stream: String
  /// The last observation.
  package let sequence: UInt64
  /// The last observation that showed other content.
  package let changedSequence: UInt64
  package let row: TableRow
}

/// A Zoho record as it was observed last.
package struct ProjectedZohoRecord: Hashable, Sendable {
  package let stream: String
  /// The last observation.
  package let sequence: UInt64
  /// The last observation that showed other content.
  package let changedSequence: UInt64
  package let state: ObservationState
  package let record: ZohoRecord
}

/// A record of either system as it was observed last, as it is kept: verbatim.
package struct ProjectedRecord: Hashable, Sendable {
  package let stream: String
  package let side: Side
  /// Table or module.
  package let kind: String
  package let sequence: UInt64
  package let changedSequence: UInt64
  package let state: ObservationState
  /// Hex SHA-256 of the record's compact bytes.
  package let hash: String
  package let record: JSONObject
}

/// An F0116 row whose address becomes the current one on a day of a span.
package struct DatedAddress: Hashable, Sendable {
  package let number: Int
  package let stream: String
  package let sequence: UInt64
  /// The day `yyyyMMdd`.
  package let effectiveOn: String
}

/// What a system said of itself last.
package struct MetadataState: Hashable, Sendable {
  package let stream: String
  package let hash: String
  /// Verbatim.
  package let answer: JSONValue
  package let sequence: UInt64
  /// When it said something else last.
  package let changedSequence: UInt64
}

extension ProjectedRow {
  static let columns = "stream, seq, changed_seq, kind, record"

  init(_ cells: inout CellReader) throws(Failure) {
    stream = try cells.text()
    sequence = try cells.sequence()
    changedSequence = try cells.sequence()
    let table = try cells.text()
    row = TableRow(table: table, record: try cells.json().object ?? [:])
  }
}

extension ProjectedZohoRecord {
  static let columns = "stream, seq, changed_seq, state, zoho_id, record"

  init(_ cells: inout CellReader) throws(Failure) {
    stream = try cells.text()
    sequence = try cells.sequence()
    changedSequence = try cells.sequence()
    state = try cells.choice()
    let id = try cells.text()
    let object = try cells.json().object ?? [:]
    record = ZohoRecord(id: id, modifiedTime: object["Modified_Time"]?.string, record: object)
  }
}

extension ProjectedRecord {
  static let columns = "stream, side, kind, seq, changed_seq, state, hash, record"

  init(_ cells: inout CellReader) throws(Failure) {
    stream = try cells.text()
    side = try cells.choice()
    kind = try cells.text()
    sequence = try cells.sequence()
    changedSequence = try cells.sequence()
    state = try cells.choice()
    hash = try cells.text()
    record = try cells.json().object ?? [:]
  }
}

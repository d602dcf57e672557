import Decisions
import Diagnostics
import EventLog
import JSONText
import Projections

/// What one applied write put into a Zoho record.
struct WrittenRow {
  /// The event that says that it was applied.
  let sequence: UInt64
  let row: JSONObject
}

extension PastReader {
  /// What these writes had put into Zoho records by then, by the record's stream, the oldest first.
  ///
  /// A write counts from the event that calls it applied (its answer, or a look at an unknown one). Until the
  /// record is read back, that is the newest that is known of it.
  func writtenRows(_ operations: [OperationRow]) throws(Failure) -> [String: [WrittenRow]] {
    var rows: [String: [WrittenRow]] = [:]
    for operation in operations {
      guard let (id, row) = try written(by: operation) else { continue }
      rows[StreamKey.zoho(operation.target.kind, id), default: []].append(row)
    }
    return rows.mapValues { $0.sorted { $0.sequence < $1.sequence } }
  }

  private func written(by operation: OperationRow) throws(Failure) -> (id: String, WrittenRow)? {
    var applied: (sequence: UInt64, id: String?)?
    var intent: WriteIntended?
    try walk(StreamKey.operation(operation.operation)) { event throws(Failure) in
      switch EventKind(rawValue: event.kind) {
      case .writeAnswered where applied == nil:
        let answer = try WriteAnswered(json: try event.json())
        if answer.outcome == .applied { applied = (event.seq, answer.id) }
      case .writeProbed where applied == nil:
        let probe = try WriteProbed(json: try event.json())
        if probe.found == .applied { applied = (event.seq, probe.id) }
      case .writeIntended:
        intent = try WriteIntended(json: try event.json())
        return false
      default: break
      }
      return true
    }
    guard let applied, let intent, let id = applied.id ?? intent.target.id ?? operation.target.id else {
      return nil
    }
    return (id, WrittenRow(sequence: applied.sequence, row: intent.row))
  }
}

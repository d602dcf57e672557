import Decisions
import EventLog
import JSONText
import Testing

/// The log of a project as it stands, read as any other process reads it.
struct WrittenLog {
  struct Entry {
    let event: StoredEvent
    let body: JSONValue
  }

  let entries: [Entry]

  init(_ project: TrialProject, after sequence: UInt64 = 0) throws {
    var entries: [Entry] = []
    var events: [StoredEvent] = []
    try LedgerReader.open(at: project.folder + "/ledger").eachEvent(from: sequence + 1) { event in
      events.append(event)
      return true
    }
    for event in events { entries.append(Entry(event: event, body: try JSONValue(parsing: event.body))) }
    self.entries = entries
  }

  /// The last event's number.
  var last: UInt64 { entries.last?.event.seq ?? 0 }

  func entries(_ kind: EventKind, of stream: String? = nil) -> [Entry] {
    entries.filter { $0.event.kind == kind.rawValue && (stream == nil || $0.event.stream == stream) }
  }

  /// Rows that reached Zoho without an intent of the same content that was recorded before.
  func rowsWithoutIntent(_ writes: [WrittenRow]) -> [String] {
    let intents = entries(.writeIntended)
    return writes.compactMap { row in
      let isKnown = intents.contains { intent in
        let body = intent.body
        guard body["action"]?.string == row.action, body["target"]?["kind"]?.string == row.module,
          body["row"] == .object(row.row), intent.event.at <= row.time
        else { return false }
        return row.action == "insert"
          ? body["key"]?.string == row.key : body["target"]?["id"]?.string == row.id
      }
      return isKnown ? nil : "\(row.action) \(row.module) \(row.key ?? "") in call \(row.call)"
    }
  }
}

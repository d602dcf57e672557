package import Diagnostics
package import EventLog
import JSONText
package import Projections

/// Gives everything that happened to a record, in both systems, in the order of the log.
///
/// - Parameters:
///   - name: The record.
///   - reader: The log.
///   - store: The projection, which knows the record's streams.
///   - newest: At most so many of the newest events; nil is all.
///   - body: Takes an entry and answers whether to go on.
/// - Throws: What reading the log or the projection, or `body`, throws.
package func history(
  of name: RecordName, reader: LedgerReader, store: ProjectionStore, newest: Int? = nil,
  _ body: (HistoryEntry) throws(Failure) -> Bool
) async throws(Failure) {
  let streams = try await RecordStreams.find(name, in: store)
  let entries = try await offPool(name.text) {
    try Chain(streams: streams.all, reader: reader, newest: newest).entries()
  }
  for entry in entries {
    guard try body(entry) else { return }
  }
}

/// The events of some streams as one chain.
private struct Chain {
  private var events: [StoredEvent] = []
  /// What each stream showed before its first event here.
  private var records: [String: JSONObject] = [:]
  private let newest: Int?
  private let reader: LedgerReader

  init(streams: [String], reader: LedgerReader, newest: Int?) throws(Failure) {
    self.newest = newest
    self.reader = reader
    for stream in streams {
      var count = 0
      try reader.backwards(stream: stream, from: nil) { event throws(Failure) in
        count += 1
        guard let newest, count > newest else {
          events.append(event)
          return true
        }
        // Only what the oldest of the wanted events is compared with is still missing.
        guard let record = event.observedRecord else { return event.kind.hasPrefix("record.") }
        records[stream] = record
        return false
      }
    }
    events.sort { $0.seq < $1.seq }
  }

  func entries() -> [HistoryEntry] {
    var records = records
    var entries: [HistoryEntry] = []
    let skipped = newest.map { max(0, events.count - $0) } ?? 0
    for (index, event) in events.enumerated() {
      let record = event.observedRecord
      if index >= skipped {
        let sentence = EventSentence(event, after: records[event.stream], showing: record)
        entries.append(HistoryEntry(event, sentence, id: reader.identity.auditID(of: event.seq)))
      }
      if let record { records[event.stream] = record }
    }
    return entries
  }
}

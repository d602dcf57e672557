package import Diagnostics
import Synchronization

/// Reads a ledger from any process: it takes no lock, and shows an event only once it is durable.
///
/// It shows what was there at `open` or at the last `refresh`; every call works on that one view, also while a writer
/// appends and seals.
package final class LedgerReader: Sendable {
  /// What LEDGER says.
  package let identity: LedgerIdentity
  private let view: Mutex<View>

  /// What the reader has seen of the log.
  struct View: Sendable {
    var survey: LogSurvey
    /// So far the log reaches by the word of the newest signed head that was there when the reader was opened.
    let claimed: UInt64
    /// Why there is nothing behind the last whole event although there was.
    var hole: Failure?
  }

  private init(identity: LedgerIdentity, view: View) {
    self.identity = identity
    self.view = Mutex(view)
  }

  /// Opens a ledger for reading; throws `ledger-missing`, `newer-format`, or `ledger-damaged` where LEDGER itself is.
  package static func open(
    at folder: String, files: any LedgerFiles = DiskFiles()
  ) throws(Failure) -> LedgerReader {
    let place = LedgerFolder(path: folder, files: files)
    let identity = try LedgerIdentity.read(place)
    // What stands in the place of the folder and is none must not be read through.
    _ = try place.segments(of: identity.geometry)
    let claimed = try CheckpointFolder.newest(in: place, identity)?.size ?? 0
    let view = View(survey: LogSurvey(place, identity), claimed: claimed)
    let reader = LedgerReader(identity: identity, view: view)
    _ = try reader.refresh()
    return reader
  }

  /// Takes in what has become durable since, and gives the last readable event.
  @discardableResult
  package func refresh() throws(Failure) -> UInt64 {
    try view.withLock { view throws(Failure) in
      try view.survey.extend(syncing: true)
      view.hole = nil
      let survey = view.survey
      if survey.isSuspicious || survey.wholeThrough < view.claimed {
        view.hole = try LogDiagnosis(survey, knownDurable: view.claimed).failure(survey)
      }
      return survey.wholeThrough
    }
  }

  /// Why there is nothing behind the last whole event although there was; nil where the log is whole.
  var hole: Failure? { view.withLock { $0.hole } }

  /// What the reader sees of the log.
  var survey: LogSurvey { view.withLock { $0.survey } }

  /// The last event of the present view.
  package var last: UInt64 { view.withLock { $0.survey.wholeThrough } }

  /// Hands over the lines from event `from` on, in order, without their newlines, as long as `body` says so.
  ///
  /// Memory stays flat. Where events are damaged, everything before them is handed over, then it throws
  /// `ledger-damaged` with their numbers.
  package func eachLine(
    from: UInt64 = 1, through: UInt64? = nil, _ body: (RawSpan, UInt64) throws(Failure) -> Bool
  ) throws(Failure) {
    let view = view.withLock { $0 }
    let limit = min(through ?? .max, view.survey.wholeThrough)
    guard try eachLine(max(1, from), limit, view.survey, body) else { return }
    if let hole = view.hole, through ?? .max > view.survey.wholeThrough { throw hole }
  }

  private func eachLine(
    _ from: UInt64, _ limit: UInt64, _ survey: LogSurvey, _ body: (RawSpan, UInt64) throws(Failure) -> Bool
  ) throws(Failure) -> Bool {
    guard from <= limit else { return true }
    var reader = BatchReader()
    for segment in survey.segments[survey.segmentIndex(of: from)...] where segment.first <= limit {
      for index in segment.batchIndex(of: from)..<segment.batchCount {
        let batch = segment.batch(index)
        guard batch.first <= limit else { break }
        try reader.load(batch, of: segment.file, path: segment.path)
        if batch.first >= from && batch.last <= limit {
          guard try reader.eachLine(body) else { return false }
        } else {
          let goesOn = try reader.eachLine { (line, sequence) throws(Failure) in
            guard sequence >= from && sequence <= limit else { return true }
            return try body(line, sequence)
          }
          guard goesOn else { return false }
        }
      }
    }
    return true
  }

  /// Hands over the events from `from` on, taken apart.
  package func eachEvent(
    from: UInt64 = 1, through: UInt64? = nil, _ body: (StoredEvent) throws(Failure) -> Bool
  ) throws(Failure) {
    try eachLine(from: from, through: through) { (line, _) throws(Failure) in try body(StoredEvent(line)) }
  }

  /// One event, nil where the view does not reach it.
  package func event(_ sequence: UInt64) throws(Failure) -> StoredEvent? {
    var cursor = EventCursor(view.withLock { $0.survey })
    return try cursor.event(sequence)
  }

  /// The last event of a stream, 0 = there is none.
  package func last(of stream: String) throws(Failure) -> UInt64 {
    try last(of: stream, upTo: .max)
  }

  /// The last event of a stream that is not later than event `limit`, 0 = there is none.
  package func last(of stream: String, upTo limit: UInt64) throws(Failure) -> UInt64 {
    var cursor = EventCursor(view.withLock { $0.survey })
    return try cursor.last(of: stream, upTo: limit)
  }

  /// Hands over the events of a stream from the latest (not later than `from`) to the first, along `prev`, as long as
  /// `body` says so.
  package func backwards(
    stream: String, from: UInt64? = nil, _ body: (StoredEvent) throws(Failure) -> Bool
  ) throws(Failure) {
    var cursor = EventCursor(view.withLock { $0.survey })
    try cursor.backwards(stream, upTo: from ?? .max, body)
  }
}

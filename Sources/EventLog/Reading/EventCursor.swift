import Diagnostics

/// Reads single events of one view; the batch read last is kept, since neighbours are often asked for next.
struct EventCursor: ~Copyable {
  private let survey: LogSurvey
  private var reader = BatchReader()
  private var loaded: LineBatch?

  init(_ survey: LogSurvey) { self.survey = survey }

  /// One event, nil where the view does not reach it.
  mutating func event(_ sequence: UInt64) throws(Failure) -> StoredEvent? {
    guard sequence > 0, sequence <= survey.wholeThrough else { return nil }
    let segment = survey.segments[survey.segmentIndex(of: sequence)]
    let batch = segment.batch(segment.batchIndex(of: sequence))
    try load(batch, of: segment)
    var event: StoredEvent?
    let isThere = try reader.line(sequence) { line throws(Failure) in event = try StoredEvent(line) }
    guard isThere, let event, event.seq == sequence else { throw .damagedBatch(batch, segment.path) }
    return event
  }

  /// One event, nil also where its lines are damaged.
  mutating func whole(_ sequence: UInt64) throws(Failure) -> StoredEvent? {
    do throws(Failure) {
      return try event(sequence)
    } catch  where error.code == .ledgerDamaged {
      return nil
    }
  }

  /// The last event of a stream up to `limit`, 0 = there is none: the record index of each segment says where to look.
  mutating func last(of stream: String, upTo limit: UInt64) throws(Failure) -> UInt64 {
    let limit = min(limit, survey.wholeThrough)
    guard limit > 0 else { return 0 }
    let hash = StreamHash(stream)
    let name = EscapedText.encoded(stream)
    for segment in survey.segments[...survey.segmentIndex(of: limit)].reversed() {
      for index in try segment.batches(holding: hash, upTo: limit) {
        try load(segment.batch(index), of: segment)
        var found: UInt64 = 0
        _ = try reader.eachLine { (line, sequence) throws(Failure) in
          guard sequence <= limit else { return false }
          if let range = EnvelopeScanner(line)?.stream, range.count == name.count,
            line.holds(name, at: range.lowerBound)
          {
            found = sequence
          }
          return true
        }
        if found > 0 { return found }
      }
    }
    return 0
  }

  /// Hands over the events of a stream from the latest (not later than `limit`) to the first, along `prev` and past those
  /// that are lost, as long as `body` says so; throws `ledger-damaged` where one is not of the stream.
  mutating func backwards(
    _ stream: String, upTo limit: UInt64, _ body: (StoredEvent) throws(Failure) -> Bool
  ) throws(Failure) {
    var next = try last(of: stream, upTo: limit)
    while next > 0, let event = try event(next) {
      if LostEvent.isOne(event) {
        next = try last(of: stream, upTo: next - 1)
        continue
      }
      guard event.stream == stream, event.prev ?? 0 < next else {
        throw .ledgerDamaged(
          "event \(event.seq) stands in the history of \(stream) and is not of it",
          lost: [event.seq...event.seq], at: "ledger")
      }
      guard try body(event) else { return }
      next = event.prev ?? 0
    }
  }

  private mutating func load(_ batch: LineBatch, of segment: LogSegment) throws(Failure) {
    guard loaded != batch else { return }
    loaded = nil
    try reader.load(batch, of: segment.file, path: segment.path)
    loaded = batch
  }
}

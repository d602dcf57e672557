import Decisions
import Diagnostics
import EventLog
import JSONText
import Projections

/// Reads streams as they were after event `limit`, each walked backwards until it is settled.
struct PastReader: Sendable {
  let reader: LedgerReader
  /// The last event that counts; 0 is none.
  let limit: UInt64

  /// When the last event that counts was recorded.
  var at: String? {
    get throws(Failure) { limit == 0 ? nil : try reader.event(limit)?.at }
  }

  /// Hands over a stream's events up to the limit, the newest first.
  func walk(_ stream: String, _ body: (StoredEvent) throws(Failure) -> Bool) throws(Failure) {
    guard limit > 0 else { return }
    try reader.backwards(stream: stream, from: limit, body)
  }

  /// Whether a record was linked: the newest `link.made` or `link.removed` says so.
  func pairing(of key: SubjectKey) throws(Failure) -> PairingAsOf {
    var removed: UInt64?
    var made: (event: UInt64, link: LinkMade)?
    try walk(StreamKey.link(key.entity, key.key)) { event throws(Failure) in
      switch EventKind(rawValue: event.kind) {
      case .linkRemoved:
        if removed == nil { removed = event.seq }
        return true
      case .linkMade:
        made = (event.seq, try LinkMade(json: try event.json()))
        return false
      default: return true
      }
    }
    return PairingAsOf(
      record: key, isLinked: made != nil && removed == nil, module: made?.link.module,
      zohoID: made?.link.zohoID,
      how: made?.link.how, madeSequence: made?.event, removedSequence: removed)
  }

  /// What had been seen of a row or a Zoho record; nil where nothing had.
  ///
  /// - Parameters:
  ///   - stream: The record's stream.
  ///   - written: What was written there, the oldest first; what an observation came after is left out.
  /// - Returns: The last verbatim record, with everything that confirms it.
  /// - Throws: What reading the log throws.
  func observation(of stream: String, written: [WrittenRow]) throws(Failure) -> ObservationAsOf? {
    var state: ObservationState?
    var newest: StoredEvent?
    var shown: (event: StoredEvent, record: JSONObject)?
    try walk(stream) { event throws(Failure) in
      switch EventKind(rawValue: event.kind) {
      case .recordDeleted: state = state ?? .deleted
      case .recordNotShown: state = state ?? .notShown
      case .recordPolled where event.lags, .recordFetched where event.lags: break
      case .recordPolled, .recordFetched:
        state = state ?? .present
        newest = newest ?? event
        if let record = event.observedRecord {
          shown = (event, record)
          return false
        }
      default: break
      }
      return true
    }
    var overlay = JSONObject()
    for row in written where row.sequence > newest?.seq ?? 0 {
      for member in row.row { overlay[member.key.value] = member.value }
    }
    let parts = StreamKey.parts(of: stream)
    guard let side = Side(rawValue: parts[0]), parts.count > 2, shown != nil || !overlay.isEmpty else {
      return nil
    }
    return ObservationAsOf(
      stream: stream, side: side, kind: parts[1], state: state ?? .present, sequence: shown?.event.seq,
      confirmedSequence: newest?.seq, confirmedAt: newest?.at, sourceAt: shown?.event.sourceAt,
      record: shown?.record ?? [:], written: overlay)
  }

  /// JDE's date then, `yyyyMMdd`: the newest `day.turned`, found along the stream of the one that stands today.
  func day(newest: UInt64?) throws(Failure) -> String {
    guard let newest, let event = try reader.event(newest) else { return "" }
    var day = ""
    try walk(event.stream) { event throws(Failure) in
      guard event.kind == EventKind.dayTurned.rawValue else { return true }
      day = try DayTurned(json: try event.json()).to
      return false
    }
    return day
  }
}

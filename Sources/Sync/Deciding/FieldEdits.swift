import Decisions
import Diagnostics
import EventLog
import Instants
import JSONText
import Projections

/// When the fields of one linked pair became what they are, as the log has seen them: for the tie rule `newer`.
///
/// It is asked only where both sides moved, and so may read the streams of the pair's records back to where the pair
/// was made. Besides the events of a record each reading of its source that had ended before an event is a look: what it
/// did not show stood as it was known.
struct FieldEdits {
  let reader: LedgerReader
  /// The event that made the pair: what was seen before is of no interest but for the last look.
  let madeSequence: UInt64

  /// What a record showed at one event of its stream.
  struct Look {
    let stream: String
    let sequence: UInt64
    /// Seconds since 1970, by our own clock: how far it may be from the sources' is the tolerance's matter.
    let seenAt: Int64
    /// Verbatim; nil where the record showed no longer.
    let record: JSONObject?
  }

  /// The looks at some records, oldest first.
  func looks(at streams: [String]) throws(Failure) -> [Look] {
    var looks: [Look] = []
    for stream in streams { looks += try self.looks(at: stream) }
    return looks.sorted { $0.sequence < $1.sequence }
  }

  private func looks(at stream: String) throws(Failure) -> [Look] {
    var newestFirst: [(event: StoredEvent, observed: RecordObserved?)] = []
    try reader.backwards(stream: stream) { event throws(Failure) in
      switch EventKind(rawValue: event.kind) {
      case .recordDeleted, .recordNotShown:
        newestFirst.append((event, nil))
        return true
      case .recordPolled, .recordFetched:
        let observed = try RecordObserved(json: try event.json())
        guard !observed.lags else { return true }
        newestFirst.append((event, observed))
        // The first look at which the record stood as it did when the pair was made.
        return observed.record == nil || event.seq > madeSequence
      default:
        return true
      }
    }
    var shown: JSONObject?
    return newestFirst.reversed().map { event, observed in
      if let record = observed?.record { shown = record }
      return Look(
        stream: stream, sequence: event.seq, seenAt: RFC3339.seconds(of: event.at) ?? 0,
        record: observed == nil ? nil : shown)
    }
  }

  /// When the newest reading of a source began that had ended before an event, with its first event; nil where there is
  /// none.
  func reading(of side: Side, _ name: String, before sequence: UInt64) throws(Failure) -> Look? {
    let stream = StreamKey.poll(side, name)
    var hasEnded = false
    var begun: Look?
    try reader.backwards(stream: stream, from: sequence) { event throws(Failure) in
      switch EventKind(rawValue: event.kind) {
      case .pollCompleted:
        guard begun == nil else { return false }
        hasEnded = true
        return true
      case .pollStarted:
        guard hasEnded else { return true }
        begun = Look(
          stream: stream, sequence: event.seq, seenAt: RFC3339.seconds(of: event.at) ?? 0, record: nil)
        // What was interrupted and resumed began with its first part.
        return try PollStarted(json: try event.json()).resumedAfter != nil
      default:
        return true
      }
    }
    return begun
  }
}

/// What one side showed of the fields of a pair, look by look.
struct FieldTimeline {
  private let base: Base
  private let side: Side
  private let fields: [MappedField]
  /// Newest last.
  private var observations: [String: [FieldObservation]] = [:]
  private(set) var lastSequence: UInt64 = 0

  init(_ fields: [MappedField], base: Base, side: Side) {
    self.fields = fields
    self.base = base
    self.side = side
  }

  /// Takes what the fields showed at a look; `editedAt` and `value` are asked for each.
  mutating func add(
    at look: FieldEdits.Look, value: (MappedField) -> FieldValue,
    editedAt: (MappedField) -> ClosedRange<Int64>?
  ) {
    lastSequence = look.sequence
    for field in fields {
      observations[field.id, default: []].append(
        FieldObservation(seenAt: look.seenAt, editedAt: editedAt(field), value: value(field)))
    }
  }

  /// Takes that nothing had changed when a reading began that showed nothing new.
  mutating func repeatLast(at look: FieldEdits.Look) {
    guard look.sequence > lastSequence else { return }
    for (id, known) in observations {
      guard let last = known.last else { continue }
      observations[id]?.append(
        FieldObservation(seenAt: max(look.seenAt, last.seenAt), editedAt: last.editedAt, value: last.value))
    }
  }

  /// When each field became what it is; what stands as it was agreed, or was never seen to, is missing.
  func edits(country: String?) -> [String: ClosedRange<Int64>] {
    var edits: [String: ClosedRange<Int64>] = [:]
    for field in fields {
      guard let pair = base[field.id], let seen = observations[field.id] else { continue }
      edits[field.id] = fieldEdit(
        seen.reversed(), base: side == .jde ? pair.jde : pair.zoho, type: field.type, country: country)
    }
    return edits
  }
}

extension Evaluator {
  /// The times by which `newer` decides about a pair of which both sides moved: those of its fields.
  func times(
    of candidate: StatePage.Candidate, paired link: LinkState, _ evaluation: Evaluation,
    mapping: EntityMapping, upstream: [String: String]
  ) throws(Failure) -> EditTimes {
    let fields = evaluation.tiedFields(mapping)
    let edits = FieldEdits(reader: reader, madeSequence: link.madeSequence)
    let country = composite(candidate.key, candidate.rows.map(\.row), mapping: mapping, upstream: upstream)
      .location.country
    let ours = try jdeTimeline(edits, fields, candidate, link, mapping, upstream).edits(country: country)
    let theirs = try zohoTimeline(edits, fields, link).edits(country: country)
    let tables = clocks.edits(of: candidate.rows.map(\.row))
    return EditTimes(
      jde: tables.values.newest, jdeByTable: tables, zohoSeconds: evaluation.zoho?.modifiedSeconds,
      toleranceSeconds: clocks.toleranceSeconds, jdeByField: ours, zohoByField: theirs)
  }

  private func zohoTimeline(
    _ edits: FieldEdits, _ fields: [MappedField], _ link: LinkState
  ) throws(Failure) -> FieldTimeline {
    var timeline = FieldTimeline(fields, base: link.base, side: .zoho)
    var newest: Int64 = .min
    for look in try edits.looks(at: [StreamKey.zoho(link.module, link.zohoID)]) {
      guard let shown = look.record,
        let record = ZohoRecord(record: shown, hidden: hidden[link.module] ?? [])
      else { continue }
      // A read that lags says nothing (law 3).
      let edited = record.modifiedSeconds
      if let edited {
        guard edited >= newest else { continue }
        newest = edited
      }
      if let former = try edits.reading(of: .zoho, link.module, before: look.sequence) {
        timeline.repeatLast(at: former)
      }
      timeline.add(
        at: look, value: { record.value(of: $0) }, editedAt: { _ in edited.map { $0...$0 } })
    }
    return timeline
  }

  private func jdeTimeline(
    _ edits: FieldEdits, _ fields: [MappedField], _ candidate: StatePage.Candidate, _ link: LinkState,
    _ mapping: EntityMapping, _ upstream: [String: String]
  ) throws(Failure) -> FieldTimeline {
    var timeline = FieldTimeline(fields, base: link.base, side: .jde)
    var rows: [String: TableRow] = [:]
    let looks = try edits.looks(at: candidate.rows.map(\.stream))
    let begun = looks.lastIndex { $0.sequence <= link.madeSequence } ?? 0
    for (index, look) in looks.enumerated() {
      let table = StreamKey.parts(of: look.stream)[1]
      if index > begun, let former = try edits.reading(of: .jde, table, before: look.sequence) {
        timeline.repeatLast(at: former)
      }
      rows[look.stream] = look.record.map { TableRow(table: table, record: $0) }
      // What the rows showed together when the pair was made, and at each event since.
      guard index >= begun else { continue }
      let shown = rows.sorted { $0.key < $1.key }.map(\.value)
      let composite = composite(candidate.key, shown, mapping: mapping, upstream: upstream)
      let edited = clocks.edits(of: shown)
      timeline.add(
        at: look, value: { composite.field($0.id).value },
        editedAt: { field in
          let tables = mapping.jde.tables(of: [field])
          return edited.filter { tables.contains($0.key) }.values.newest
        })
    }
    return timeline
  }
}

extension Evaluation {
  /// Both sides moved a field that `newer` decides about, and without times cannot.
  var isTied: Bool { traits.outcomes.contains { $0.rule == .newerUndecided } }

  /// The fields that `newer` decides about, with those that merge with them.
  fileprivate func tiedFields(_ mapping: EntityMapping) -> [MappedField] {
    let ids = Set(traits.outcomes.filter { $0.rule == .newerUndecided }.map(\.field))
    let groups = Set(mapping.fields.filter { ids.contains($0.id) }.compactMap(\.group))
    return mapping.fields.filter { ids.contains($0.id) || $0.group.map(groups.contains) == true }
  }
}

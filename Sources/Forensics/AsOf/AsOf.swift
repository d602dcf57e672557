package import Decisions
package import Diagnostics
package import EventLog
package import Projections

/// Gives what was known of a record at a moment, folded from the log.
///
/// Each stream is walked backwards from the moment until it is settled, so the cost is a few reads a stream,
/// whatever the length of the log. The projection is only asked which streams there are.
///
/// - Parameters:
///   - moment: Everything up to it counts.
///   - name: The record.
///   - reader: The log.
///   - store: The projection.
///   - rules: Mappings and crosswalks for the canonical fields, as they are today; nil leaves the fields out.
/// - Returns: The pairing and both sides' values.
/// - Throws: `moment-ahead`, or what reading the log or the projection throws.
package func asOf(
  _ moment: Moment, _ name: RecordName, reader: LedgerReader, store: ProjectionStore, rules: SyncRules? = nil
) async throws(Failure) -> RecordAsOf {
  let streams = try await RecordStreams.find(name, in: store)
  // A mapping joins all rows of a number, also those that the name itself leaves out.
  var allRows: [String] = []
  if rules != nil {
    for number in Set(streams.keys.compactMap(\.number)).sorted() {
      allRows += try await store.streams(ofNumber: number)
    }
  }
  let day = try await store.settings().jdeDay?.sequence
  return try await offPool(name.text) { [allRows] in
    let past = PastReader(reader: reader, limit: try moment.lastSequence(in: reader))
    let pairings = try streams.keys.map { key in try past.pairing(of: key) }
    let written = try past.writtenRows(streams.operations)
    let jde = try streams.rows.compactMap { stream in try past.observation(of: stream, written: []) }
    let zoho = try zohoStreams(name, pairings).compactMap { stream in
      try past.observation(of: stream, written: written[stream] ?? [])
    }
    let fields = try rules.map { rules in
      try MappedPast(past: past, rules: rules, today: try past.day(newest: day))
        .fields(of: pairings, rows: allRows, zoho: zoho)
    }
    return RecordAsOf(
      name: name, sequence: past.limit, at: try past.at, pairings: pairings, jde: jde, zoho: zoho,
      fields: fields ?? [])
  }
}

/// The Zoho records to show: those that were linked then, and the one that was named.
private func zohoStreams(_ name: RecordName, _ pairings: [PairingAsOf]) -> [String] {
  var streams: [String] = []
  if case .zoho(let module, let id) = name { streams.append(StreamKey.zoho(module, id)) }
  for pairing in pairings where pairing.isLinked {
    guard let module = pairing.module, let id = pairing.zohoID else { continue }
    let stream = StreamKey.zoho(module, id)
    if !streams.contains(stream) { streams.append(stream) }
  }
  return streams
}

import Decisions
import Diagnostics
import Projections

/// The streams that a record's life is in, as the projection knows them: a stream never vanishes from it.
struct RecordStreams: Sendable {
  /// The rows of the JDE tables.
  var rows: [String] = []
  /// The records of entities that hang on them, each with its link stream.
  var keys: [SubjectKey] = []
  /// Every Zoho record that one of them was ever linked to.
  var pairs: [FormerPair] = []
  /// Zoho streams; those of `pairs`, and the one that was named.
  var zoho: [String] = []
  /// Their writes, and those to their Zoho records.
  var operations: [OperationRow] = []
  /// The keys that their creates reserved.
  var reservations: [String] = []

  /// All of them, each once.
  var all: [String] {
    let streams =
      rows + keys.map { StreamKey.link($0.entity, $0.key) } + zoho
      + operations.map { StreamKey.operation($0.operation) } + reservations
    return Set(streams).sorted()
  }

  /// Looks the streams of a record up.
  static func find(_ name: RecordName, in store: ProjectionStore) async throws(Failure) -> RecordStreams {
    var streams = RecordStreams()
    switch name {
    case .number(let number):
      streams.rows = try await store.streams(ofNumber: number)
      streams.keys = try await store.recordKeys(ofNumber: number)
    case .record(let key):
      streams.rows = try await rows(of: key, in: store)
      streams.keys = [key]
    case .zoho(let module, let id):
      streams.zoho = [StreamKey.zoho(module, id)]
      for pair in try await store.pairs(zohoID: id, module: module) {
        streams.keys.append(pair.record)
        streams.rows += try await rows(of: pair.record, in: store)
      }
    }
    try await streams.findZohoSide(in: store)
    streams.rows = Set(streams.rows).sorted()
    return streams
  }

  private mutating func findZohoSide(in store: ProjectionStore) async throws(Failure) {
    pairs = try await store.pairs(of: keys)
    for pair in pairs {
      let stream = StreamKey.zoho(pair.module, pair.zohoID)
      if !zoho.contains(stream) { zoho.append(stream) }
    }
    // A Zoho record may have been written to for another key, when it was linked to that.
    for (module, streams) in Dictionary(grouping: zoho, by: { StreamKey.parts(of: $0)[1] }) {
      let ids = streams.map { StreamKey.parts(of: $0)[2] }
      operations += try await store.allOperations(kind: module, targets: ids)
    }
    for key in keys {
      operations += try await store.allOperations(entity: key.entity, key: key.key)
      reservations += try await store.reservationStreams(entity: key.entity, key: key.key)
    }
    var seen: Set<String> = []
    operations = operations.filter { seen.insert($0.operation).inserted }
  }

  /// A key with a line is about that line's rows; a key without one about the number's own and those of line 0.
  private static func rows(of key: SubjectKey, in store: ProjectionStore) async throws(Failure) -> [String] {
    guard let number = key.number else { return [] }
    return try await store.streams(ofNumber: number).filter { stream in
      let parts = StreamKey.parts(of: stream)
      guard let place = TableKeys.columns(of: parts[1]).firstIndex(of: "IDLN") else { return key.line == nil }
      return parts.count > place + 2 && Int(parts[place + 2]) == key.line ?? 0
    }
  }
}

import Decisions
import Diagnostics
import Projections

/// Which records of Zoho show the keys of a page of records, read in a few queries.
struct KeyPage: Sendable {
  private let bearers: [String: [KeyBearer]]
  private let changes: [String: UInt64]
  /// The last event of each record that shows one of the keys.
  private let sequences: [String: UInt64]

  /// `hidden` are the fields of the module whose null means nothing.
  init(
    mapping: EntityMapping, keys: [String], store: ProjectionStore, hidden: Set<String>
  ) async throws(Failure) {
    let module = mapping.zoho.module
    let shown = try await store.shownKeys(module: module, field: mapping.zoho.key, values: keys)
    changes = shown.mapValues(\.changedSequence)
    let ids = Set(shown.values.flatMap(\.bearers.keys)).sorted()
    guard !ids.isEmpty else {
      bearers = [:]
      sequences = [:]
      return
    }
    let records = try await store.zohoRecords(module: module, ids: ids)
    sequences = records.mapValues(\.sequence)
    let holders = try await store.holders(entity: mapping.entity, zohoIDs: ids)
    var cleared: [String: UInt64] = [:]  // by id and key
    for operation in try await store.allOperations(kind: module, targets: ids)
    where operation.action == .clearKey && operation.entity == mapping.entity
      && operation.state != .abandoned
    {
      guard let id = operation.target.id else { continue }
      cleared["\(id)/\(operation.key)"] = operation.intendedSequence
    }
    var found: [String: [KeyBearer]] = [:]
    for (key, shown) in shown {
      found[key] = shown.bearers.map { id, since in
        let record = records[id]?.record.hiding(hidden)
        let holder = holders[id]
        return KeyBearer(
          id: id, name: record.flatMap { matchProfile(zoho: $0, mapping: mapping).name }, since: since,
          holder: holder == key ? nil : holder, modifiedTime: record?.modifiedTime,
          clearedSequence: cleared["\(id)/\(key)"])
      }
    }
    bearers = found
  }

  /// The records that show a key.
  func bearers(of key: String) -> [KeyBearer] { bearers[key] ?? [] }

  /// The newest event at which a record began or ceased to show a key; 0 where none ever did.
  func changed(_ key: String) -> UInt64 { changes[key] ?? 0 }

  /// The records that show a key, each with its last event.
  func inputs(of key: String, module: String) -> [DecisionMade.Input] {
    bearers(of: key).compactMap { bearer in
      sequences[bearer.id].map {
        DecisionMade.Input(stream: StreamKey.zoho(module, bearer.id), sequence: $0)
      }
    }
  }
}

import Decisions
package import Diagnostics
import GRDB

extension ProjectionStore {
  /// These records of a module by id, gone ones with their state; what was never seen is left out.
  package func zohoRecords(
    module: String, ids: [String]
  ) async throws(Failure) -> [String: ProjectedZohoRecord] {
    try await read { database in
      let records = try database.all(
        """
        SELECT \(ProjectedZohoRecord.columns) FROM records
        WHERE kind = ? AND zoho_id IN (SELECT value FROM json_each(?)) AND side = 'zoho'
        """, [module, list(ids)], ProjectedZohoRecord.init)
      return Dictionary(records.map { ($0.record.id, $0) }) { $1 }
    }
  }

  /// The present records of a module in the order of their ids (as texts), from the first beyond `afterID`.
  package func zohoRecords(
    module: String, afterID: String?, limit: Int
  ) async throws(Failure) -> [ProjectedZohoRecord] {
    try await read { database in
      try database.all(
        """
        SELECT \(ProjectedZohoRecord.columns) FROM records
        WHERE kind = ? AND zoho_id > ? AND side = 'zoho' AND state = 'present' ORDER BY zoho_id LIMIT ?
        """, [module, afterID ?? "", limit], ProjectedZohoRecord.init)
    }
  }

  /// The ids of a module's present records that were observed last before an event, in order.
  package func idsUnseen(inModule module: String, since sequence: UInt64) async throws(Failure) -> [String] {
    try await read { database in
      try database.all(
        """
        SELECT zoho_id FROM records
        WHERE kind = ? AND seq < ? AND side = 'zoho' AND state = 'present' ORDER BY zoho_id
        """, [module, sequence.cell]
      ) { cells in try cells.text() }
    }
  }

  /// What a system said of itself last (`StreamKey.metadata`); nil where it was never asked.
  package func metadata(_ stream: String) async throws(Failure) -> MetadataState? {
    try await read { database in
      try database.first(
        "SELECT stream, hash, answer, seq, changed_seq FROM metadata WHERE stream = ?", [stream]
      ) { cells in
        MetadataState(
          stream: try cells.text(), hash: try cells.text(), answer: try cells.json(),
          sequence: try cells.sequence(), changedSequence: try cells.sequence())
      }
    }
  }
}

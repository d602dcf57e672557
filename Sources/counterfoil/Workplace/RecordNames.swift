import Decisions
import Diagnostics
import Projections

/// What people call records: the names that JD Edwards shows for keys.
struct RecordNames {
  private var names: [String: String] = [:]

  /// The names of these keys (`4242`, `4242.1`), read in one go.
  init(of keys: some Sequence<String>, in store: ProjectionStore) async throws(Failure) {
    let keys = Array(Set(keys))
    let numbers = Set(keys.compactMap { RecordKey($0).number })
    let rows = try await store.rows(ofNumbers: numbers.sorted())
    for key in keys {
      let record = RecordKey(key)
      guard let number = record.number, let rows = rows[number] else { continue }
      let name =
        record.line.map { line in
          rows.first { $0.row.table == "F0111" && $0.row.lineNumber == line }?.row.cell("MLNM")
        } ?? rows.first { $0.row.table == "F0101" }?.row.cell("ALPH")
      names[key] = name?.text
    }
  }

  /// The name of a key; empty where none is known.
  subscript(key: String) -> String { names[key] ?? "" }
}

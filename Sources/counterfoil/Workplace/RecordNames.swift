import Decisions
import Diagnostics
import Projections

/// What people call records: the names that JD Edwards shows for keys.
struct RecordNames {
  private var names: [String: String] = [:]

  /// Numbers whose rows are read at once: of a record's many rows only a name stays.
  private static let numbersAtOnce = 500

  /// The names of these keys (`4242`, `4242.1`).
  init(of keys: some Sequence<String>, in store: ProjectionStore) async throws(Failure) {
    let records = Dictionary(grouping: Set(keys).map(RecordKey.init)) { $0.number ?? 0 }
    let numbers = records.keys.sorted()
    for start in stride(from: 0, to: numbers.count, by: Self.numbersAtOnce) {
      let page = Array(numbers[start..<min(start + Self.numbersAtOnce, numbers.count)])
      for (number, rows) in try await store.rows(ofNumbers: page) {
        for record in records[number] ?? [] {
          let name =
            record.line.map { line in
              rows.first { $0.row.table == "F0111" && $0.row.lineNumber == line }?.row.cell("MLNM")
            } ?? rows.first { $0.row.table == "F0101" }?.row.cell("ALPH")
          names[record.text] = name?.text
        }
      }
    }
  }

  /// The name of a key; empty where none is known.
  subscript(key: String) -> String { names[key] ?? "" }
}

package import Decisions
package import Diagnostics
import GRDB

extension ProjectionStore {
  /// Up to where a source is known; nil before its first complete reading.
  package func watermark(_ side: Side, _ name: String) async throws(Failure) -> Watermark? {
    try await read { database in
      try database.first(
        "SELECT \(Watermark.columnNames) FROM watermarks WHERE side = ? AND name = ?", [side.rawValue, name],
        Watermark.init)
    }
  }

  /// The newest reading of a source, where it never came to its end.
  package func interruptedPoll(_ side: Side, _ name: String) async throws(Failure) -> InterruptedPoll? {
    try await read { database in
      try database.first(
        """
        SELECT \(InterruptedPoll.columnNames) FROM polls WHERE side = ? AND name = ? AND state = 'running'
        """, [side.rawValue, name], InterruptedPoll.init)
    }
  }

  /// Every source's watermark.
  package func watermarks() async throws(Failure) -> [NamedWatermark] {
    try await read { database in
      try database.all(
        "SELECT side, name, \(Watermark.columnNames) FROM watermarks ORDER BY side, name", []
      ) { cells in
        NamedWatermark(side: try cells.choice(), name: try cells.text(), watermark: try Watermark(&cells))
      }
    }
  }

  /// Every source's newest reading.
  package func polls() async throws(Failure) -> [PollRow] {
    try await read { database in
      try database.all("SELECT \(PollRow.columnNames) FROM polls ORDER BY side, name", [], PollRow.init)
    }
  }
}

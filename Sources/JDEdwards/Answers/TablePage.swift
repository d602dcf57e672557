package import Decisions

/// One page of a table, with everything that the log records about it.
package struct TablePage: Sendable {
  /// The rows in the order of the answer.
  package let rows: [TableRow]
  /// Whether the server has more; never judged by the number of rows.
  package let more: Bool
  /// The key of the last row that has been given, on this page or before; nil where the table's key is not known or
  /// nothing has come yet.
  package let lastKey: KeyPosition?
  /// JDE's clock as the answer gives it (`timeStamp`), verbatim.
  package let jdeTime: String?
  /// The web server's clock (`Date`), in seconds since 1970 UTC.
  package let serverDate: Int64?
  /// Calls that this page took, repeats included.
  package let calls: Int
}

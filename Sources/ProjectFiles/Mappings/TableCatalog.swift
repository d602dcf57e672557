import Decisions

/// The tables that a mapping can name and their columns: those of the standard, and those that a site adds.
struct TableCatalog {
  /// Table → columns that `jde.columns` of a mapping adds.
  var siteColumns: [String: Set<String>] = [:]

  /// The tables that a record can begin from.
  static let roots = ["F0101", "F0111"]

  /// The tables whose rows can be joined to a record: all but the user-defined codes.
  static let joinable = TableKeys.tables.filter { $0 != "F0005" }

  static func isTable(_ name: String) -> Bool { TableKeys.tables.contains(name) }

  /// Every column of a table, in the order of their names.
  func columns(of table: String) -> [String] {
    Set(TableKeys.namedColumns(of: table)).union(siteColumns[table] ?? []).sorted()
  }

  func has(_ column: String, in table: String) -> Bool {
    TableKeys.isNamed(column, in: table) || siteColumns[table]?.contains(column) == true
  }

  /// The length of a text column; nil for other columns, and where it is not certain.
  func length(of column: String, in table: String) -> Int? {
    TableKeys.columnLength(table: table, column: column)
  }

  func isDate(_ column: String, in table: String) -> Bool { TableKeys.isDate(table: table, column: column) }
}

/// What identifies a row of the tables that are read, and what is known of their columns.
///
/// Source: the published table dictionary; lengths that no public text gives are left out.
package enum TableKeys {
  /// The key columns of a table in order; empty for a table that is not known.
  package static func columns(of table: String) -> [String] {
    switch table {
    case "F0101", "F0401": ["AN8"]
    case "F03012": ["AN8", "CO"]
    case "F0111": ["AN8", "IDLN"]
    case "F0115": ["AN8", "IDLN", "CNLN", "RCK7"]
    case "F01151": ["AN8", "IDLN", "RCK7"]
    case "F0116": ["AN8", "EFTB"]
    case "F0005": ["SY", "RT", "KY"]
    default: []
    }
  }

  /// The columns that say when a row was changed.
  package static func auditColumns(of table: String) -> [String] {
    columns(of: table).isEmpty ? [] : ["UPMJ", "UPMT"]
  }

  /// The column that says who changed a row last.
  package static func editorColumns(of table: String) -> [String] {
    columns(of: table).isEmpty ? [] : ["USER"]
  }

  /// Tables whose rows are about persons: who's-who, phones, e-mail addresses.
  package static let personalTables: Set<String> = ["F0111", "F0115", "F01151"]

  /// The stream of a row's events; nil where the table is not known or the row does not show its key.
  ///
  /// A blank part is written `-`, also a CNLN that an older table lacks. Days are `yyyyMMdd`.
  package static func stream(for row: TableRow) -> String? {
    let columns = columns(of: row.table)
    guard !columns.isEmpty else { return nil }
    var parts: [String] = []
    for column in columns {
      guard let part = keyPart(column, of: row) else { return nil }
      parts.append(part)
    }
    return StreamKey.jde(row.table, parts)
  }

  /// The first key column of a row that keeps it from having a stream, and why it cannot be read; nil where nothing does.
  ///
  /// The reason is nil where the column is blank or does not show.
  package static func unreadKey(of row: TableRow) -> (column: String, reason: UnreadableReason?)? {
    columns(of: row.table).first { keyPart($0, of: row) == nil }.map { ($0, keyReading($0, of: row).reason) }
  }

  /// What a key column adds to a row's stream; nil where it says nothing for certain.
  private static func keyPart(_ column: String, of row: TableRow) -> String? {
    // What cannot be read is no blank: two rows would become one.
    guard case .shown(let cell) = keyReading(column, of: row) else { return nil }
    switch cell {
    case .value(let text): return column == "EFTB" ? String(text.filter { $0 != "-" }) : text
    case .blank where column != "AN8": return ""
    case .absent where column == "CNLN": return ""
    case .blank, .absent: return nil
    }
  }

  private static func keyReading(_ column: String, of row: TableRow) -> CellReading {
    column == "EFTB" ? row.dayReading(column) : row.reading(column)
  }

  /// Columns that JDE justifies to the right: blanks stand before the value.
  package static func isPaddedLeft(_ column: String) -> Bool {
    switch column {
    case "MCU", "MCUR", "MCUP", "KY": true
    default: false
    }
  }

  /// Whether `table` has `column`; nil for a table that is not known.
  package static func isKnown(table: String, column: String) -> Bool? {
    guard let catalogue = catalogue[table] else { return nil }
    return catalogue[column] != nil
  }

  /// The tables whose columns are known, in order.
  package static var tables: [String] { catalogue.keys.sorted() }

  /// The known columns of a table, in order; empty for a table that is not known.
  package static func knownColumns(of table: String) -> [String] { (catalogue[table] ?? [:]).keys.sorted() }

  /// The length of a text column in characters; nil where it is no text or not known.
  package static func columnLength(table: String, column: String) -> Int? {
    guard case .text(let length?) = catalogue[table]?[column] else { return nil }
    return length
  }

  /// The decimals of a numeric column; nil where it is no number or not known.
  package static func columnScale(table: String, column: String) -> Int? {
    guard case .number(let scale?) = catalogue[table]?[column] else { return nil }
    return scale
  }

  /// Whether a column is known to hold numbers.
  package static func isNumber(table: String, column: String) -> Bool {
    guard case .number = catalogue[table]?[column] else { return false }
    return true
  }

  /// The cells that are known to hold numbers, `F0101_AN8`: one look-up for a cell instead of two (257 ns for
  /// 299 ns a cell, best of 15 runs over 160,000 cells, release build).
  private static let numberCells = Set(
    catalogue.flatMap { table, columns in
      columns.compactMap { column, kind in
        if case .number = kind { "\(table)_\(column)" } else { nil }
      }
    })

  /// Whether a cell, `F0101_AN8`, is known to hold a number.
  static func isNumber(cell name: String) -> Bool { numberCells.contains(name) }

  /// Whether a column holds days.
  package static func isDate(table: String, column: String) -> Bool { catalogue[table]?[column] == .day }
}

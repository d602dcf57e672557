/// A table as the data service shows it: its columns by alias, without the prefix of the database.
package struct JDETable: Sendable {
  /// `F0101`.
  package let name: String
  /// The title of the data browser.
  package let title: String
  /// The columns, in the table's order.
  package let columns: [Column]
  /// The columns of the primary key; the first is AN8 in all tables but F0005.
  package let key: [Int]
  private let positions: [String: Int]

  /// A column.
  package struct Column: Sendable {
    /// `AN8`.
    package let alias: String
    /// What it holds.
    package let kind: Kind
    /// The heading in the user's language.
    package let title: String
    /// Whether the number is an amount, which display texts group by thousands; other numbers name things.
    var isAmount: Bool { alias == "ACL" }
  }

  /// What a column holds.
  package enum Kind: Hashable, Sendable {
    case number
    /// A string of at most so many characters.
    case text(Int)
    /// A string with leading blanks, of exactly so many characters.
    case rightJustified(Int)
    case date
  }

  init(_ name: String, _ title: String, key: [String], _ columns: [Column]) {
    self.name = name
    self.title = title
    self.columns = columns
    let positions = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1.alias, $0) })
    self.positions = positions
    self.key = key.compactMap { positions[$0] }
  }

  /// The position of a column by its alias.
  package func position(_ alias: String) -> Int? { positions[alias] }

  /// The position of a column by `F0101.AN8` or `AN8`.
  func position(controlID: String) -> Int? {
    let parts = controlID.split(separator: ".", omittingEmptySubsequences: false)
    switch parts.count {
    case 1: return positions[controlID]
    case 2 where parts[0] == name: return positions[String(parts[1])]
    default: return nil
    }
  }
}

/// A row: one text for each column, numbers in digits, dates as `yyyyMMdd`, nothing padded.
package struct JDERow: Sendable {
  /// The address number, by which rows are ordered first; 0 where the table has none.
  let an8: Int
  var cells: [String]

  init(_ cells: [String], of table: JDETable) {
    self.cells = cells
    an8 = table.columns[table.key[0]].alias == "AN8" ? Int(cells[table.key[0]]) ?? 0 : 0
  }

  /// Whether this row comes before another by the table's primary key.
  func precedes(_ other: JDERow, in table: JDETable) -> Bool {
    if an8 != other.an8 { return an8 < other.an8 }
    for position in table.key {
      let order = JDERow.compare(cells[position], other.cells[position], table.columns[position].kind)
      if order != 0 { return order < 0 }
    }
    return false
  }

  /// The key as the simulator's lists show it: `4000`, `4000/1`.
  func keyText(in table: JDETable) -> String {
    table.key.map { cells[$0].isEmpty ? "-" : cells[$0] }.joined(separator: "/")
  }

  /// -1, 0 or 1: how two values of a column stand to each other.
  static func compare(_ left: String, _ right: String, _ kind: JDETable.Kind) -> Int {
    switch kind {
    case .number:
      if let left = Int(left), let right = Int(right) { return left < right ? -1 : left > right ? 1 : 0 }
      let (left, right) = (Double(left) ?? 0, Double(right) ?? 0)
      return left < right ? -1 : left > right ? 1 : 0
    case .text, .date: return left == right ? 0 : left < right ? -1 : 1
    case .rightJustified:
      let (left, right) = (left.drop { $0 == " " }, right.drop { $0 == " " })
      return left == right ? 0 : left < right ? -1 : 1
    }
  }
}

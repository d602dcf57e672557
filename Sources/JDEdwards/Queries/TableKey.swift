import Decisions

/// The columns that tell the rows of a table apart, in the order in which they are sorted and paged.
package struct TableKey: Hashable, Sendable {
  /// One column of a key.
  package struct Column: Hashable, Sendable {
    /// How values of the column can be compared in a condition.
    package enum Kind: Hashable, Sendable {
      /// A number: its digits compare as they are.
      case number
      /// A code that fills its column: its text compares as it is.
      case code
      /// A date or a padded code: what comes back in a row is not safe to compare with.
      case opaque
    }

    /// The data-dictionary alias, `AN8`.
    package let alias: String
    /// How it compares.
    package let kind: Kind

    /// A column of this kind.
    package init(_ alias: String, _ kind: Kind) {
      self.alias = alias
      self.kind = kind
    }
  }

  /// The columns, the most significant one first.
  package let columns: [Column]

  /// A key of these columns; the first must be comparable, because paging goes along it.
  package init(_ columns: [Column]) {
    precondition(columns.first.map { $0.kind != .opaque } == true, "a key starts with a comparable column")
    self.columns = columns
  }

  /// The primary key of a table that this house reads; nil for others.
  package static func of(_ table: String) -> TableKey? {
    let columns = TableKeys.columns(of: table).map { alias -> Column in
      if TableKeys.columnScale(table: table, column: alias) == 0 { return Column(alias, .number) }
      let isOpaque = TableKeys.isDate(table: table, column: alias) || TableKeys.isPaddedLeft(alias)
      return Column(alias, isOpaque ? .opaque : .code)
    }
    return columns.isEmpty ? nil : TableKey(columns)
  }
}

/// The key of one row as texts, in the order of the key's columns: what a later cursor goes on after.
package struct KeyPosition: Hashable, Sendable {
  /// The values as texts, trimmed.
  package let values: [String]

  /// A position of these values.
  package init(_ values: [String]) { self.values = values }
}

extension TableKey {
  /// The columns up to the first opaque one: the part of the key that conditions can name.
  var comparable: ArraySlice<Column> { columns.prefix { $0.kind != .opaque } }

  /// Whether the comparable part is the whole key.
  var isComparable: Bool { comparable.count == columns.count }

  /// The key of a row; nil where the row lacks one of its columns.
  func position(of row: TableRow) -> KeyPosition? {
    var values: [String] = []
    for column in columns {
      switch row.cell(column.alias) {
      case .absent: return nil
      case .blank: values.append("")
      case .value(let text): values.append(text.trimmingBlanks)
      }
    }
    return KeyPosition(values)
  }

  /// The rows behind a position: `A > a OR (A = a AND B > b)`.
  ///
  /// With an opaque rest the comparable part is read again from its last value on (`>=` in the last
  /// comparable column), and the caller drops what it has seen.
  func filter(after position: KeyPosition) -> RowFilter {
    var alternatives: [RowFilter] = []
    for (index, column) in comparable.enumerated() {
      let isLast = index == comparable.count - 1
      let comparison: RowFilter.Operator = isLast && !isComparable ? .greaterEqual : .greater
      let equals = zip(comparable, position.values).prefix(index).map { column, value in
        RowFilter.compare(column.alias, .equal, [.literal(value)])
      }
      alternatives.append(
        .all(equals + [.compare(column.alias, comparison, [.literal(position.values[index])])]))
    }
    return .any(alternatives)
  }
}

/// Picks, out of all rows of an address number, those that belong to one record.
struct RowSelection {
  /// The root row; nil where JDE shows none.
  let root: TableRow?
  /// The row of each join that has one, by alias.
  let rows: [String: TableRow]
  /// The first day after today on which another address becomes current (`yyyyMMdd`).
  let earliestFutureDay: String?
  /// Why the rows do not say which of them counts; nil where they do.
  let ambiguity: String?

  init(key: String, rows: [TableRow], shape: JDEShape, today: String) {
    let key = RecordKey(key)
    let addressNumber = key.addressNumber
    let line = shape.isKeyedByLine ? key.line ?? "" : nil
    var selected: [String: TableRow] = [:]
    var futureDay: String?
    var ambiguity: String?
    let rows = rows.filter { $0.addressNumber == addressNumber }
    root = rows.first { $0.table == shape.root && (line == nil || $0.lineNumber == line) }
    for join in shape.joins {
      let matching = rows.filter { row in
        row.table == join.table
          && (line == nil || !Self.hasLine(join.table) || row.lineNumber == line)
          && join.pick.allSatisfy { Self.shows($0.value, in: row.cell($0.key)) }
      }
      switch join.table {
      case "F0116":
        let choice = Self.address(of: matching, today: today)
        selected[join.alias] = choice.current
        futureDay = [futureDay, choice.next].compactMap(\.self).min()
      case "F03012":
        let choice = Self.customer(of: matching, companies: join.companies)
        selected[join.alias] = choice.row
        ambiguity = ambiguity ?? choice.ambiguity
      default:
        selected[join.alias] = Self.lowest(matching)
      }
    }
    self.rows = selected
    self.ambiguity = ambiguity
    earliestFutureDay = futureDay
  }

  /// The row of the root table or of a join's alias.
  func row(_ source: String, shape: JDEShape) -> TableRow? {
    source == shape.root ? root ?? rows[source] : rows[source]
  }

  /// Whether a picked value equals what a column shows; a blank one matches a blank column.
  static func shows(_ wanted: String, in cell: FieldValue) -> Bool {
    switch cell {
    case .absent: false
    case .blank: CanonicalText.trimmed(wanted).isEmpty
    case .value(let text):
      text == wanted || CanonicalText.trimmed(text).uppercased() == CanonicalText.trimmed(wanted).uppercased()
    }
  }

  private static func hasLine(_ table: String) -> Bool { TableKeys.columns(of: table).contains("IDLN") }

  /// The greatest EFTB that is not after today; a blank one has always been.
  private static func address(of rows: [TableRow], today: String) -> (current: TableRow?, next: String?) {
    var current: (day: String, row: TableRow)?
    var next: String?
    for row in rows {
      let day: String
      switch row.dateCell("EFTB") {
      case .absent: continue  // a row that does not show its day cannot be placed
      case .blank: day = ""
      case .value(let text): day = text.filter { $0 != "-" }
      }
      if day > today {
        next = min(next ?? day, day)
      } else if current.map({ $0.day < day }) ?? true {
        current = (day, row)
      }
    }
    return (current?.row, next)
  }

  /// The row of the first company that is there; several rows without a rule are nobody's choice.
  private static func customer(
    of rows: [TableRow], companies: [String]
  ) -> (row: TableRow?, ambiguity: String?) {
    for company in companies {
      if let row = rows.first(where: { shows(company, in: $0.cell("CO")) }) { return (row, nil) }
    }
    guard companies.isEmpty else { return (nil, nil) }
    guard rows.count > 1 else { return (rows.first, nil) }
    let found = rows.compactMap { $0.cell("CO").text }.sorted().joined(separator: ", ")
    return (nil, "F03012 has rows for the companies \(found) and the mapping names none")
  }

  /// The row with the lowest key, number by number.
  private static func lowest(_ rows: [TableRow]) -> TableRow? {
    guard rows.count > 1 else { return rows.first }
    let columns = rows.first.map { TableKeys.columns(of: $0.table) } ?? []
    return rows.min { left, right in
      for column in columns {
        let (ours, theirs) = (left.cell(column).text ?? "", right.cell(column).text ?? "")
        if ours == theirs { continue }
        if let ours = Int(ours), let theirs = Int(theirs) { return ours < theirs }
        return ours < theirs
      }
      return false
    }
  }
}

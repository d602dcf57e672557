import Instants
package import JSONText

/// One row of a JDE table as the data service gave it.
package struct TableRow: Hashable, Sendable {
  /// `F0101`.
  package let table: String
  /// The row verbatim: `{"F0101_AN8":4242,…}`.
  package let record: JSONObject
  private let prefix: String

  /// A row of `table`.
  package init(table: String, record: JSONObject) {
    self.table = table
    self.record = record
    prefix = table + "_"
  }

  /// The row verbatim; its `bytes` are the exact ones.
  package var json: JSONValue { .object(record) }

  /// What the row shows in a column, by its data-dictionary alias without the table's prefix; absent where that
  /// cannot be read.
  package func cell(_ column: String) -> FieldValue { reading(column).value }

  /// What the row shows in a column, or why that cannot be read.
  ///
  /// Texts lose the padding on the right (MCU and KY on both sides) and are blank where nothing is left; a missing key
  /// is absent. Numbers are exact decimal text: from a JSON number or digits alone, in a column that holds numbers or
  /// for a `type` that is one. Of a cell in the older output form (an object) the `internalValue` counts.
  package func reading(_ column: String, as type: FieldType = .text) -> CellReading {
    let name = prefix + column
    guard let cell = cell(named: name) else { return .shown(.absent) }
    switch cell.json {
    case .string(let string) where !Self.isNumber(name, as: type):
      return CellReading(string, as: type, isPaddedLeft: TableKeys.isPaddedLeft(column))
    case .bool(let isTrue) where type == .boolean:
      return .shown(.value(isTrue ? "1" : "0"))
    case .bool: return .unreadable(.wrongKind)
    default:
      // Read alike whatever the column holds, which then need not be looked up.
      return CellReading(number: cell.json, isInternal: cell.isInternal)
    }
  }

  private static func isNumber(_ cell: String, as type: FieldType) -> Bool {
    type == .money || type == .integer || TableKeys.isNumber(cell: cell)
  }

  /// The day in a column as `yyyy-MM-dd`; absent where it shows something that is no such date.
  package func dateCell(_ column: String) -> FieldValue { dayReading(column).value }

  /// The day in a column as `yyyy-MM-dd`: from `yyyyMMdd`, `yyyy-MM-dd` or CYYDDD; 0 and every empty form are blank.
  ///
  /// A user's display pattern is never guessed at. Where the internal value of an older cell is no such date, the
  /// value for people may be: its form is then as certain as in a cell that has nothing else.
  package func dayReading(_ column: String) -> CellReading {
    guard let cell = cell(named: prefix + column) else { return .shown(.absent) }
    let internalDay = Self.day(cell.json)
    guard cell.isInternal, internalDay.reason != nil, let shown = shownValue(of: column) else {
      return internalDay
    }
    let day = Self.day(shown)
    return day.value.text == nil ? internalDay : day
  }

  /// The address number that the row is about; nil where the table has none or does not show it.
  package var addressNumber: String? { cell("AN8").text }

  /// The address number as a number; nil where the table has none or does not show it.
  package var number: Int? { addressNumber.flatMap { Int($0) } }

  /// The line of the who's-who (IDLN) that the row is about; nil where the table has none or does not show it.
  package var lineNumber: String? { cell("IDLN").text }

  /// When the row was last changed by its own account, as `yyyyMMddHHMMSS` in JDE's time zone; nil where UPMJ is
  /// blank.
  ///
  /// Some programs leave UPMT at 0, and what is no time of day counts as 0.
  package var editedAt: String? {
    guard let day = dateCell("UPMJ").text.flatMap({ CalendarDay($0) }) else { return nil }
    let time = cell("UPMT").text ?? "0"
    guard time.utf8.count <= 6, time.utf8.allSatisfy(TaxID.isDigit), let clock = Int(time),
      clock / 10_000 < 24, clock / 100 % 100 < 60, clock % 100 < 60
    else { return day.compact + "000000" }
    return day.compact + String(repeating: "0", count: 6 - time.utf8.count) + time
  }

  /// The cell `F0101_AN8` and whether it is the system's own form of the value; nil where the row lacks it.
  ///
  /// In the older output form (VERSION1) a cell is an object: `value` is a text in the user's format, and
  /// `internalValue` what it stands for. Only where there is none does `value` count, as far as it is certain.
  private func cell(named name: String) -> (json: JSONValue, isInternal: Bool)? {
    guard let cell = record.value(named: name) else { return nil }
    guard case .object(let object) = cell else { return (cell, false) }
    if let value = object["internalValue"], !value.isNull { return (value, true) }
    return (object["value"] ?? (object["internalValue"] == nil ? cell : .null), false)
  }

  /// What an older cell shows to people.
  private func shownValue(of column: String) -> JSONValue? { record.value(named: prefix + column)?["value"] }

  private static func day(_ json: JSONValue) -> CellReading {
    let shown: String
    switch json {
    case .null: return .shown(.blank)
    case .number(let number): shown = number.digits
    case .string(let string):
      let reading = CellReading(string, as: .date, isPaddedLeft: true)
      guard case .shown(.value(let text)) = reading else { return reading }
      shown = text
    case .array: return .unreadable(.list)
    case .bool, .object: return .unreadable(.wrongKind)
    }
    if shown.utf8.allSatisfy({ $0 == UInt8(ascii: "0") }) { return .shown(.blank) }
    return CalendarDay(shown).map { .shown(.value($0.text)) } ?? .unreadable(.displayDate)
  }
}

extension JSONObject {
  /// The value of the last member with this key.
  ///
  /// Comparing the raw texts comes first: names of columns and fields hold nothing that is written with an escape.
  func value(named key: String) -> JSONValue? {
    for index in members.indices.reversed() where members[index].key.raw == key {
      return members[index].value
    }
    return members.contains { $0.key.raw.utf8.contains(UInt8(ascii: "\\")) } ? self[key] : nil
  }
}

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

  /// What the row shows in a column, by its data-dictionary alias without the table's prefix.
  ///
  /// Texts lose the padding on the right (MCU and KY on both sides) and are blank where nothing is left; only
  /// asterisks are a masked value, so absent, as is a missing key. Numbers are exact decimal text.
  package func cell(_ column: String) -> FieldValue {
    switch member(column) {
    case nil: .absent
    case .some(.null): .blank
    case .some(.number(let number)): .value(ExactDecimal.plain(number.digits))
    case .some(.bool(let isTrue)): .value(isTrue ? "1" : "0")
    case .some(.string(let string)): Self.text(string, isPaddedLeft: TableKeys.isPaddedLeft(column))
    case .some(.array), .some(.object): .absent
    }
  }

  /// The day in a column as `yyyy-MM-dd`: from `yyyyMMdd`, `yyyy-MM-dd` or CYYDDD; 0 and every empty form are blank.
  ///
  /// Absent where the column shows something that is no such date: it is never guessed at.
  package func dateCell(_ column: String) -> FieldValue {
    guard case .value(let text) = cell(column) else { return cell(column) }
    if text.utf8.allSatisfy({ $0 == UInt8(ascii: "0") }) { return .blank }
    return CalendarDay(text).map { .value($0.text) } ?? .absent
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
  /// Some programs leave UPMT at 0.
  package var editedAt: String? {
    guard let day = dateCell("UPMJ").text.flatMap({ CalendarDay($0) }) else { return nil }
    let time = cell("UPMT").text ?? "0"
    guard time.utf8.count <= 6, time.utf8.allSatisfy(TaxID.isDigit) else { return day.compact + "000000" }
    return day.compact + String(repeating: "0", count: 6 - time.utf8.count) + time
  }

  /// The value of a column; in the older output form a cell is an object with the value inside.
  private func member(_ column: String) -> JSONValue? {
    let name = prefix + column
    guard let cell = record.value(named: name) else { return nil }
    guard case .object(let object) = cell else { return cell }
    return object["value"]
  }

  private static func text(_ string: JSONString, isPaddedLeft: Bool) -> FieldValue {
    let value = string.value
    let text = isPaddedLeft ? CanonicalText.trimmed(value) : CanonicalText.rightTrimmed(value)
    if text.isEmpty { return .blank }
    return CanonicalText.isMasked(text) ? .absent : .value(text)
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

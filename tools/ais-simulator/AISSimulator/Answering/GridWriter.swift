import JSONText
import SimulatedCompanies

/// Writes rows as the objects of a rowset.
///
/// A load of 50,000 customers reads some 450,000 rows of 5 to 20 columns: about 10 MB of names and values for
/// each 10,000 rows. Names are made once a page, values are copied byte by byte, nothing else is allocated.
struct GridWriter {
  private let columns: [Column]
  private let quirks: AISQuirks
  private let isVersion1: Bool
  private let display: DisplayText

  private struct Column {
    let position: Int
    /// The name with its quotes and colon, as it stands in every row.
    let name: [UInt8]
    let title: String
    let kind: JDETable.Kind
    let isAmount: Bool
    let security: ColumnSecurity?
  }

  init(_ request: DataRequest, quirks: AISQuirks) {
    let (table, sight) = (request.table, request.sight)
    let shown = request.columns.filter { position in
      sight.columns[position] != .dropped
        && !(quirks.rows == .keyMissing && table.key.contains(position))
    }
    columns = shown.map { position in
      let column = table.columns[position]
      return Column(
        position: position, name: Array("\"\(table.name)_\(column.alias)\":".utf8), title: column.title,
        kind: column.kind, isAmount: column.isAmount, security: sight.columns[position])
    }
    self.quirks = quirks
    isVersion1 = quirks.gridForm == .version1 || request.gridForm == .version1
    display = DisplayText(decimals: quirks.decimalFormat)
  }

  /// The headings: column names with their titles.
  var headings: [UInt8] {
    var bytes: [UInt8] = [UInt8(ascii: "{")]
    for (index, column) in columns.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += column.name
      JSONValue(column.title).append(to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }

  /// Appends one row.
  func append(_ row: JDERow, index: Int, to bytes: inout [UInt8]) {
    guard quirks.rows != .noObjects else {
      bytes += Array("\"row \(index)\"".utf8)
      return
    }
    bytes.append(UInt8(ascii: "{"))
    if isVersion1 { bytes += Array("\"rowIndex\":\(index),\"MOExist\":false,".utf8) }
    var isFirst = true
    for column in columns {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      bytes += column.name
      let cell = column.security == .blank ? "" : row.cells[column.position]
      if isVersion1 {
        appendObject(cell, column, to: &bytes)
      } else {
        append(cell, column, to: &bytes)
      }
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// A cell of VERSION1; the members besides `title` and `value` are unconfirmed.
  private func appendObject(_ cell: String, _ column: Column, to bytes: inout [UInt8]) {
    bytes += Array("{\"title\":".utf8)
    JSONValue(column.title).append(to: &bytes)
    bytes += Array(",\"value\":".utf8)
    switch quirks.cells {
    case .valueOnly, .typed: append(cell, column, to: &bytes)
    case .display, .displayOnly: appendDisplayed(cell, column, to: &bytes)
    }
    if quirks.cells == .typed || quirks.cells == .display {
      bytes += Array(",\"internalValue\":".utf8)
      append(cell, column, to: &bytes)
      bytes += Array(",\"dataType\":\(column.kind.dataType),\"bsvw\":true".utf8)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private func append(_ cell: String, _ column: Column, to bytes: inout [UInt8]) {
    if let masked = column.security?.mask(cell) {
      appendText(masked, length: column.kind.length, to: &bytes)
      return
    }
    switch column.kind {
    case .number: appendNumber(cell.isEmpty ? "0" : cell, column, to: &bytes)
    case .text(let length): appendText(cell, length: length, to: &bytes)
    case .rightJustified(let length):
      let missing = cell.isEmpty || quirks.padding == .trimmed ? 0 : length - cell.count
      appendText(String(repeating: " ", count: max(0, missing)) + cell, length: length, to: &bytes)
    case .date: appendDate(cell, to: &bytes)
    }
  }

  /// A cell as the user sees it.
  private func appendDisplayed(_ cell: String, _ column: Column, to bytes: inout [UInt8]) {
    if column.security?.mask(cell) == nil {
      if column.kind == .number {
        let text = display.number(cell.isEmpty ? "0" : cell, isAmount: column.isAmount)
        return JSONValue(text).append(to: &bytes)
      }
      if column.kind == .date, let date = CivilDate(compact: cell) {
        return JSONValue(display.date(date)).append(to: &bytes)
      }
    }
    append(cell, column, to: &bytes)
  }

  private func appendNumber(_ digits: String, _ column: Column, to bytes: inout [UInt8]) {
    switch quirks.numbers {
    case .typed: bytes += digits.utf8
    case .digits: JSONValue(digits).append(to: &bytes)
    case .display: JSONValue(display.number(digits, isAmount: column.isAmount)).append(to: &bytes)
    }
  }

  private func appendText(_ text: String, length: Int, to bytes: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    guard !text.isEmpty else {
      bytes += quirks.blankString == .empty ? [quote, quote] : [quote, UInt8(ascii: " "), quote]
      return
    }
    let isCut = quirks.longTexts == .cut && length > 0
    let text = isCut ? LoneSurrogate.cut(text, to: length) : text
    bytes.append(quote)
    let start = bytes.count
    bytes += text.utf8
    var isPlain = true
    var characters = 0
    for byte in bytes[start...] {
      if byte < 0x20 || byte == quote || byte == UInt8(ascii: "\\") || byte == LoneSurrogate.firstByte {
        isPlain = false
      }
      if byte & 0xC0 != 0x80 { characters += 1 }
    }
    if !isPlain {
      bytes.removeSubrange((start - 1)...)
      bytes += LoneSurrogate.json(text)
      bytes.removeLast()
    }
    if quirks.padding == .padded, characters < length {
      bytes += repeatElement(UInt8(ascii: " "), count: length - characters)
    }
    bytes.append(quote)
  }

  private func appendDate(_ cell: String, to bytes: inout [UInt8]) {
    guard let date = CivilDate(compact: cell) else {
      switch quirks.emptyDate {
      case .null: bytes += Array("null".utf8)
      case .emptyString: bytes += Array("\"\"".utf8)
      case .oneBlank: bytes += Array("\" \"".utf8)
      case .zero: bytes += Array("0".utf8)
      }
      return
    }
    switch quirks.dateForm {
    case .compact: bytes += Array("\"\(cell)\"".utf8)
    case .iso: bytes += Array("\"\(date.iso)\"".utf8)
    case .display: bytes += Array("\"\(display.date(date))\"".utf8)
    case .julian:
      let year = date.parts.year
      let ofYear = date.days - CivilDate(year: year, month: 1, day: 1).days + 1
      bytes += Array("\((year - 1900) * 1_000 + ofYear)".utf8)
    }
  }
}

extension JDETable.Kind {
  /// The type code of a VERSION1 cell: the event-rule types string, number and date (unconfirmed).
  fileprivate var dataType: Int {
    switch self {
    case .text, .rightJustified: 2
    case .number: 9
    case .date: 11
    }
  }

  /// How many characters a text has at most; 0 for what is no text, which is never padded.
  fileprivate var length: Int {
    switch self {
    case .text(let length), .rightJustified(let length): length
    case .number, .date: 0
    }
  }
}

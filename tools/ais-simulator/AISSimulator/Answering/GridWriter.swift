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

  private struct Column {
    let position: Int
    /// The name with its quotes and colon, as it stands in every row.
    let name: [UInt8]
    let title: String
    let kind: JDETable.Kind
  }

  init(_ request: DataRequest, quirks: AISQuirks) {
    columns = request.columns.map { position in
      let column = request.table.columns[position]
      return Column(
        position: position, name: Array("\"\(request.table.name)_\(column.alias)\":".utf8),
        title: column.title, kind: column.kind)
    }
    self.quirks = quirks
    isVersion1 = request.gridForm == .version1
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
    bytes.append(UInt8(ascii: "{"))
    if isVersion1 { bytes += Array("\"rowIndex\":\(index),\"MOExist\":false,".utf8) }
    var isFirst = true
    for column in columns {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      bytes += column.name
      if isVersion1 {
        bytes += Array("{\"title\":".utf8)
        JSONValue(column.title).append(to: &bytes)
        bytes += Array(",\"value\":".utf8)
        append(row.cells[column.position], column.kind, to: &bytes)
        bytes.append(UInt8(ascii: "}"))
      } else {
        append(row.cells[column.position], column.kind, to: &bytes)
      }
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private func append(_ cell: String, _ kind: JDETable.Kind, to bytes: inout [UInt8]) {
    switch kind {
    case .number:
      if cell.isEmpty { bytes.append(UInt8(ascii: "0")) } else { bytes += cell.utf8 }
    case .text(let length): appendText(cell, length: length, to: &bytes)
    case .rightJustified(let length):
      let missing = cell.isEmpty || quirks.padding == .trimmed ? 0 : length - cell.count
      appendText(String(repeating: " ", count: max(0, missing)) + cell, length: length, to: &bytes)
    case .date: appendDate(cell, to: &bytes)
    }
  }

  private func appendText(_ text: String, length: Int, to bytes: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    guard !text.isEmpty else {
      bytes += quirks.blankString == .empty ? [quote, quote] : [quote, UInt8(ascii: " "), quote]
      return
    }
    bytes.append(quote)
    let start = bytes.count
    bytes += text.utf8
    var isPlain = true
    var characters = 0
    for byte in bytes[start...] {
      if byte < 0x20 || byte == quote || byte == UInt8(ascii: "\\") { isPlain = false }
      if byte & 0xC0 != 0x80 { characters += 1 }
    }
    if !isPlain {
      bytes.removeSubrange((start - 1)...)
      JSONValue(text).append(to: &bytes)
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
    let (year, month, day) = date.parts
    switch quirks.dateForm {
    case .compact: bytes += Array("\"\(cell)\"".utf8)
    case .iso: bytes += Array("\"\(date.iso)\"".utf8)
    case .display: bytes += Array("\"\(twoDigits(month))/\(twoDigits(day))/\(year)\"".utf8)
    case .julian:
      let ofYear = date.days - CivilDate(year: year, month: 1, day: 1).days + 1
      bytes += Array("\((year - 1900) * 1_000 + ofYear)".utf8)
    }
  }
}

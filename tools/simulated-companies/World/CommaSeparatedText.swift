/// Reads comma-separated text as RFC 4180 has it: quoted fields may hold commas, quotes and line ends.
enum CommaSeparatedText {
  /// The rows of `text`, the heading not among them.
  static func rows(of text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var previous: UInt8 = 0
    func close(_ field: inout [UInt8], into row: inout [String]) {
      row.append(String(decoding: field, as: UTF8.self))
      field.removeAll(keepingCapacity: true)
    }
    for byte in text.utf8 {
      switch (byte, isQuoted) {
      case (UInt8(ascii: "\""), true): isQuoted = false
      case (UInt8(ascii: "\""), false):
        if previous == byte { field.append(byte) }  // a doubled quote inside a quoted field
        isQuoted = true
      case (UInt8(ascii: ","), false): close(&field, into: &row)
      case (UInt8(ascii: "\n"), false):
        close(&field, into: &row)
        rows.append(row)
        row.removeAll(keepingCapacity: true)
      case (UInt8(ascii: "\r"), false): break
      default: field.append(byte)
      }
      previous = byte
    }
    if !field.isEmpty || !row.isEmpty {
      close(&field, into: &row)
      rows.append(row)
    }
    return Array(rows.dropFirst())
  }
}

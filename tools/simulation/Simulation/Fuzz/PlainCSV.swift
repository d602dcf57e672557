/// RFC 4180 once more: the oracle of the reader of tables.
enum PlainCSV {
  /// The rows of a text as the values of each; nil where a quote is wrong.
  static func rows(of text: String) -> [[String]]? {
    // Scalar by scalar, for "\r\n" is one character and two scalars.
    var rest = Array(text.unicodeScalars)[...]
    if rest.first == "\u{FEFF}" { rest.removeFirst() }
    var rows: [[String]] = []
    while !rest.isEmpty {
      var row: [String] = []
      var isOpen = true
      while isOpen {
        guard let value = value(&rest) else { return nil }
        row.append(value)
        switch rest.first {
        case ",": rest.removeFirst()
        case "\r":
          rest.removeFirst()
          if rest.first == "\n" { rest.removeFirst() }
          isOpen = false
        case "\n":
          rest.removeFirst()
          isOpen = false
        case nil: isOpen = false
        default: return nil
        }
      }
      if row != [""] { rows.append(row) }
    }
    return rows
  }

  private static func value(_ rest: inout ArraySlice<Unicode.Scalar>) -> String? {
    var value = String.UnicodeScalarView()
    guard rest.first == "\"" else {
      while let scalar = rest.first, scalar != ",", scalar != "\n", scalar != "\r" {
        guard scalar != "\"" else { return nil }
        value.append(rest.removeFirst())
      }
      return String(value)
    }
    rest.removeFirst()
    while let scalar = rest.popFirst() {
      if scalar != "\"" {
        value.append(scalar)
      } else if rest.first == "\"" {
        value.append(rest.removeFirst())
      } else {
        return String(value)
      }
    }
    return nil
  }
}

extension JSONString {
  /// `value` with the escapes that JSON demands and no others.
  static func escaped(_ value: String) -> String {
    guard value.utf8.contains(where: mustBeEscaped) else { return value }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(value.utf8.count + 16)
    for byte in value.utf8 {
      if mustBeEscaped(byte) { appendEscape(of: byte, to: &bytes) } else { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func mustBeEscaped(_ byte: UInt8) -> Bool {
    byte < ASCII.space || byte == ASCII.quote || byte == ASCII.backslash
  }

  private static func appendEscape(of byte: UInt8, to bytes: inout [UInt8]) {
    bytes.append(ASCII.backslash)
    switch byte {
    case 0x08: bytes.append(ASCII.letterB)
    case 0x0C: bytes.append(ASCII.letterF)
    case ASCII.newline: bytes.append(ASCII.letterN)
    case ASCII.carriageReturn: bytes.append(ASCII.letterR)
    case ASCII.tab: bytes.append(ASCII.letterT)
    case ..<ASCII.space:
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(contentsOf: byte < 0x10 ? "0".utf8 : "".utf8)
      bytes.append(contentsOf: String(byte, radix: 16).utf8)
    default: bytes.append(byte)
    }
  }

  /// The text that `raw` stands for; its escapes are known to be right.
  static func unescaped(_ raw: String) -> String {
    var result = String.UnicodeScalarView()
    var rest = raw.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\", let letter = rest.popFirst() else {
        result.append(scalar)
        continue
      }
      switch letter {
      case "b": result.append("\u{8}")
      case "f": result.append("\u{C}")
      case "n": result.append("\n")
      case "r": result.append("\r")
      case "t": result.append("\t")
      case "u": result.append(scalarOfUnits(&rest))
      default: result.append(letter)  // quote, backslash and slash stand for themselves
      }
    }
    return String(result)
  }

  /// Whether one of the escapes `\uD800`…`\uDFFF` in `raw` lacks its other half.
  static func hasLoneSurrogate(_ raw: String) -> Bool {
    var isHalfOpen = false  // a high surrogate has been read, and its low one must come next
    var rest = raw.utf8[...]
    while let byte = rest.popFirst() {
      var unit: UInt32 = 0
      if byte == ASCII.backslash, rest.popFirst() == ASCII.letterU {
        for digit in rest.prefix(4) { unit = unit << 4 | (ASCII.hexValue(digit) ?? 0) }
        rest = rest.dropFirst(4)
      }
      let isLow = 0xDC00..<0xE000 ~= unit
      if isLow != isHalfOpen { return true }
      isHalfOpen = 0xD800..<0xDC00 ~= unit
    }
    return isHalfOpen
  }

  /// The character of the four digits at the front of `rest`, or of two such escapes that are a pair.
  private static func scalarOfUnits(_ rest: inout Substring.UnicodeScalarView) -> Unicode.Scalar {
    let first = unit(&rest)
    guard 0xD800..<0xDC00 ~= first, rest.starts(with: ["\\", "u"]) else {
      return Unicode.Scalar(first) ?? "\u{FFFD}"
    }
    var behind = rest.dropFirst(2)
    let second = unit(&behind)
    guard 0xDC00..<0xE000 ~= second else { return "\u{FFFD}" }  // the second escape is read by itself
    rest = behind
    return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) ?? "\u{FFFD}"
  }

  private static func unit(_ rest: inout Substring.UnicodeScalarView) -> UInt32 {
    var value: UInt32 = 0
    for scalar in rest.prefix(4) {
      value = value << 4 | (ASCII.hexValue(UInt8(truncatingIfNeeded: scalar.value)) ?? 0)
    }
    rest = rest.dropFirst(4)
    return value
  }
}

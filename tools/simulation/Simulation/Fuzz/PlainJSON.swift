/// RFC 8259 once more, as plainly as it can be written: the oracle of the fast reader.
///
/// It recurses, copies, and looks at one byte after the other; nothing of it is shared with `JSONText`.
struct PlainJSON {
  /// A text is no JSON.
  struct Refused: Error {}

  /// The text without the white space between its tokens.
  private(set) var compact: [UInt8] = []
  /// What each string says, keys included, in their order; nil where half of a surrogate pair stands in it.
  private(set) var strings: [String?] = []

  private let bytes: [UInt8]
  private let depthMax: Int
  private var place = 0

  /// Reads a text that is one JSON value.
  init(_ bytes: [UInt8], depthMax: Int = 128) throws(Refused) {
    self.bytes = bytes
    self.depthMax = depthMax
    try value(depth: 0)
    skipSpace()
    guard place == bytes.count else { throw Refused() }
  }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipSpace() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { place += 1 }
  }

  private mutating func take(_ byte: UInt8) throws(Refused) {
    guard next == byte else { throw Refused() }
    compact.append(byte)
    place += 1
  }

  private mutating func value(depth: Int) throws(Refused) {
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): try container(UInt8(ascii: "}"), depth: depth)
    case UInt8(ascii: "["): try container(UInt8(ascii: "]"), depth: depth)
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "t"): for byte in "true".utf8 { try take(byte) }
    case UInt8(ascii: "f"): for byte in "false".utf8 { try take(byte) }
    case UInt8(ascii: "n"): for byte in "null".utf8 { try take(byte) }
    default: try number()
    }
  }

  private mutating func container(_ close: UInt8, depth: Int) throws(Refused) {
    guard depth < depthMax, let open = next else { throw Refused() }
    try take(open)
    skipSpace()
    if next == close { return try take(close) }
    while true {
      if close == UInt8(ascii: "}") {
        skipSpace()
        try string()
        skipSpace()
        try take(UInt8(ascii: ":"))
      }
      try value(depth: depth + 1)
      skipSpace()
      if next == close { return try take(close) }
      try take(UInt8(ascii: ","))
    }
  }

  private mutating func digits() throws(Refused) {
    guard let first = next, (0x30...0x39).contains(first) else { throw Refused() }
    while let byte = next, (0x30...0x39).contains(byte) { try take(byte) }
  }

  private mutating func number() throws(Refused) {
    if next == UInt8(ascii: "-") { try take(UInt8(ascii: "-")) }
    if next == UInt8(ascii: "0") { try take(UInt8(ascii: "0")) } else { try digits() }
    if next == UInt8(ascii: ".") {
      try take(UInt8(ascii: "."))
      try digits()
    }
    guard let mark = next, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return }
    try take(mark)
    if let sign = next, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { try take(sign) }
    try digits()
  }

  private mutating func string() throws(Refused) {
    try take(UInt8(ascii: "\""))
    var units: [UInt16] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw Refused() }
      if byte == UInt8(ascii: "\\") {
        units.append(try escape())
      } else {
        let start = place
        while let byte = next, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
          try take(byte)
        }
        guard let text = String(validating: bytes[start..<place], as: UTF8.self) else { throw Refused() }
        units += text.utf16
      }
    }
    try take(UInt8(ascii: "\""))
    strings.append(String(validating: units, as: UTF16.self))
  }

  private mutating func escape() throws(Refused) -> UInt16 {
    try take(UInt8(ascii: "\\"))
    guard let letter = next else { throw Refused() }
    try take(letter)
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return UInt16(letter)
    case UInt8(ascii: "b"): return 8
    case UInt8(ascii: "f"): return 12
    case UInt8(ascii: "n"): return 10
    case UInt8(ascii: "r"): return 13
    case UInt8(ascii: "t"): return 9
    case UInt8(ascii: "u"):
      var unit: UInt16 = 0
      for _ in 0..<4 {
        guard let digit = next, let value = Character(Unicode.Scalar(digit)).hexDigitValue, digit < 0x80
        else {
          throw Refused()
        }
        try take(digit)
        unit = unit << 4 | UInt16(value)
      }
      return unit
    default: throw Refused()
    }
  }
}

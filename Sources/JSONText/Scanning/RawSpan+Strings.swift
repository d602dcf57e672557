// A string's cost is its length: eight bytes are looked at together and none is copied.

extension RawSpan {
  /// The offset of the quote that ends the string whose text begins at `start`.
  ///
  /// The text is valid UTF-8, its escapes are JSON's, and no control character stands in it.
  @inline(__always)
  func endOfString(from start: Int) throws(JSONSyntaxError) -> Int {
    let position = endOfPlainText(from: start)
    guard peek(position) != ASCII.quote else { return position }
    return try endOfString(fromMarked: position)
  }

  /// The same, from a byte that is not plain: the slower half, for escapes and what is not ASCII.
  @inline(never)
  private func endOfString(fromMarked start: Int) throws(JSONSyntaxError) -> Int {
    var position = start
    while true {
      switch peek(position) {
      case ASCII.quote: return position
      case ASCII.backslash: position = try endOfEscape(from: position)
      case 0x80...: position = try endOfNonASCII(from: position)
      default:
        guard position < byteCount else {
          throw .init(offset: position, reason: "the text ends inside a string")
        }
        throw .init(offset: position, reason: "a control character in a string must be written as an escape")
      }
      position = endOfPlainText(from: position)
    }
  }

  /// The first offset from `start` on that holds a quote, a backslash, a control character or no ASCII; the
  /// end where there is none.
  @inline(__always)
  private func endOfPlainText(from start: Int) -> Int {
    var position = start
    while position &+ 8 <= byteCount {
      let marks = Self.marks(word(at: position))
      guard marks == 0 else { return position &+ marks.trailingZeroBitCount >> 3 }
      position &+= 8
    }
    while position < byteCount {
      switch peek(position) {
      case ASCII.quote, ASCII.backslash, 0x80..., ..<0x20: return position
      default: position &+= 1
      }
    }
    return position
  }

  /// The highest bit of each byte that is not plain text.
  ///
  /// A borrow can mark bytes above a true mark, never below: the lowest mark is exact.
  @inline(__always)
  private static func marks(_ word: UInt64) -> UInt64 {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let quotes = word ^ (ones &* UInt64(ASCII.quote))
    let backslashes = word ^ (ones &* UInt64(ASCII.backslash))
    let zeros = (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes
    let controls = (word &- ones &* 0x20) & ~word
    return (zeros | controls | word) & (ones &* 0x80)
  }

  /// The offset behind the escape whose backslash stands at `start`.
  private func endOfEscape(from start: Int) throws(JSONSyntaxError) -> Int {
    switch peek(start + 1) {
    case ASCII.quote, ASCII.backslash, ASCII.slash, ASCII.letterB, ASCII.letterF, ASCII.letterN,
      ASCII.letterR,
      ASCII.letterT:
      return start + 2
    case ASCII.letterU:
      for offset in start + 2..<start + 6 where ASCII.hexValue(peek(offset)) == nil {
        throw .init(offset: min(offset, byteCount), reason: "four hexadecimal digits are expected after \\u")
      }
      return start + 6
    default:
      throw .init(offset: start, reason: "a backslash begins no escape of JSON here")
    }
  }

  /// The offset behind the run of characters from `start` on that are not ASCII, as RFC 3629 tables them.
  private func endOfNonASCII(from start: Int) throws(JSONSyntaxError) -> Int {
    var position = start
    while true {
      let length =
        switch (peek(position), peek(position + 1)) {
        case (..<0x80, _): 0
        case (0xC2...0xDF, 0x80...0xBF): 2
        case (0xE0, 0xA0...0xBF), (0xE1...0xEC, 0x80...0xBF), (0xED, 0x80...0x9F), (0xEE...0xEF, 0x80...0xBF):
          3
        case (0xF0, 0x90...0xBF), (0xF1...0xF3, 0x80...0xBF), (0xF4, 0x80...0x8F): 4
        default: -1
        }
      guard length > 0 else {
        if length == 0 { return position }
        throw .init(offset: position, reason: "these bytes are no UTF-8")
      }
      for offset in position + 2..<position + max(2, length) where peek(offset) & 0xC0 != 0x80 {
        throw .init(offset: position, reason: "these bytes are no UTF-8")
      }
      position += length
    }
  }
}

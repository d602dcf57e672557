/// Walks the tokens of a line; knows no keys.
///
/// Once `failed`, the line is none of this format.
struct LineCursor {
  private(set) var offset = 0
  private(set) var failed = false

  /// Whether the next byte is this one; goes past it.
  @inline(__always)
  mutating func take(_ byte: UInt8, in line: RawSpan) -> Bool {
    guard offset < line.byteCount, line.byte(at: offset) == byte else {
      failed = true
      return false
    }
    offset += 1
    return true
  }

  /// The inside of the string that stands next, escapes as they are; nil where none does.
  @inline(__always)
  mutating func string(in line: RawSpan) -> Range<Int>? {
    guard take(0x22, in: line) else { return nil }
    let start = offset
    while offset < line.byteCount {
      let byte = line.byte(at: offset)
      if byte == 0x22 {
        offset += 1
        return start..<offset - 1
      }
      offset += byte == 0x5C ? 2 : 1
    }
    failed = true
    return nil
  }

  /// The inside of a string that must stand next.
  @inline(__always)
  mutating func text(in line: RawSpan) -> Range<Int> { string(in: line) ?? 0..<0 }

  /// A whole number above zero, without leading zeros, that must stand next.
  @inline(__always)
  mutating func number(in line: RawSpan) -> UInt64 {
    let start = offset
    var value: UInt64 = 0
    while offset < line.byteCount {
      let digit = line.byte(at: offset) &- 48
      guard digit < 10 else { break }
      value = value &* 10 &+ UInt64(digit)
      offset += 1
    }
    // 18 digits can not overflow, and no ledger reaches them.
    if offset == start || offset - start > 18 || line.byte(at: start) == 48 { failed = true }
    return value
  }

  /// Goes past one JSON value of any kind; strings are respected, the rest is not judged.
  mutating func skipValue(in line: RawSpan) {
    var depth = 0
    while !failed, offset < line.byteCount {
      switch line.byte(at: offset) {
      case 0x22: _ = string(in: line)
      case 0x7B, 0x5B:
        depth += 1
        offset += 1
      case 0x7D, 0x5D:
        guard depth > 0 else { return }
        depth -= 1
        offset += 1
      case 0x2C where depth == 0: return
      default: offset += 1
      }
    }
    failed = true
  }
}

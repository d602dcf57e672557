extension RawSpan {
  /// The byte at an offset, or 0 at the end: no token begins with 0, so that the end needs no test of its own.
  @inline(__always)
  func peek(_ offset: Int) -> UInt8 {
    offset < byteCount ? unsafeLoad(fromByteOffset: offset, as: UInt8.self) : 0
  }

  /// Eight bytes, the first of them in the lowest bits.
  ///
  /// Every pattern is a value and the bounds are checked.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    UInt64(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// The bytes between two offsets as text; they are known to be UTF-8.
  func text(from start: Int, to end: Int) -> String {
    extracting(start..<end).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
  }

  /// The first offset from `start` on that holds no white space.
  func endOfSpace(from start: Int) -> Int {
    var position = start
    while position < byteCount {
      switch peek(position) {
      case ASCII.space, ASCII.newline, ASCII.carriageReturn, ASCII.tab: position += 1
      default: return position
      }
    }
    return position
  }
}

// For each event: one pass over about 150 bytes of envelope, no allocation, no copy; the body is not looked at.

/// The envelope of a line, found in place: numbers, and the ranges where texts stand.
package struct EnvelopeScanner: Hashable, Sendable {
  /// The event's number.
  package private(set) var sequence: UInt64 = 0
  /// The version of the body's meaning, 1 where none is written.
  package private(set) var version: UInt64 = 1
  /// The previous event of the stream, 0 = none.
  package private(set) var previous: UInt64 = 0
  /// The event that led to this one, 0 = none.
  package private(set) var cause: UInt64 = 0
  /// The event that opened the poll, webhook or command, 0 = none.
  package private(set) var run: UInt64 = 0
  /// When it was recorded; ranges lie inside the quotes and are empty where the key is absent.
  package private(set) var at: Range<Int> = 0..<0
  /// The kind.
  package private(set) var kind: Range<Int> = 0..<0
  /// The stream, with its escapes.
  package private(set) var stream: Range<Int> = 0..<0
  /// When the source says that it changed.
  package private(set) var sourceAt: Range<Int> = 0..<0
  /// When the fact takes effect.
  package private(set) var effectiveAt: Range<Int> = 0..<0
  /// The salt.
  package private(set) var salt: Range<Int> = 0..<0
  /// The body with its braces; empty on an erased line.
  package private(set) var body: Range<Int> = 0..<0
  /// What stands in place of the body of an erased line, with its braces.
  package private(set) var erased: Range<Int> = 0..<0

  /// Takes the envelope of a line (without its newline) apart; nil where it is no event of this format.
  package init?(_ line: RawSpan) {
    var cursor = LineCursor()
    guard cursor.take(0x7B, in: line) else { return nil }
    while true {
      guard let key = cursor.string(in: line), cursor.take(0x3A, in: line) else { return nil }
      guard !read(key, in: line, &cursor) else {
        guard cursor.take(0x2C, in: line) else { return nil }
        continue
      }
      // Law of the format: body, or erased in its place, is the last member, and the line ends with the brace after it.
      guard !cursor.failed, line.byteCount - cursor.offset >= 3, line.byte(at: cursor.offset) == 0x7B,
        line.byte(at: line.byteCount - 1) == 0x7D, line.byte(at: line.byteCount - 2) == 0x7D
      else { return nil }
      let value = cursor.offset..<line.byteCount - 1
      if line.byte(at: key.lowerBound) == 0x62 { body = value } else { erased = value }
      break
    }
    guard sequence > 0, !at.isEmpty, !kind.isEmpty, !stream.isEmpty else { return nil }
  }

  /// Whether the line is of a kind.
  func isKind(_ name: [UInt8], in line: RawSpan) -> Bool {
    kind.count == name.count && line.holds(name, at: kind.lowerBound)
  }

  /// Reads one member; false where it is the last one, or where the line is none (`cursor.failed`).
  private mutating func read(_ key: Range<Int>, in line: RawSpan, _ cursor: inout LineCursor) -> Bool {
    let start = key.lowerBound
    switch (key.count, line.byte(at: start)) {
    case (3, 0x73) where line.isKey("seq", at: start): sequence = cursor.number(in: line)
    case (2, 0x61) where line.isKey("at", at: start): at = cursor.text(in: line)
    case (4, 0x6B) where line.isKey("kind", at: start): kind = cursor.text(in: line)
    case (1, 0x76): version = cursor.number(in: line)
    case (6, 0x73) where line.isKey("stream", at: start): stream = cursor.text(in: line)
    case (4, 0x70) where line.isKey("prev", at: start): previous = cursor.number(in: line)
    case (5, 0x63) where line.isKey("cause", at: start): cause = cursor.number(in: line)
    case (3, 0x72) where line.isKey("run", at: start): run = cursor.number(in: line)
    case (9, 0x73) where line.isKey("source_at", at: start): sourceAt = cursor.text(in: line)
    case (12, 0x65) where line.isKey("effective_at", at: start): effectiveAt = cursor.text(in: line)
    case (4, 0x73) where line.isKey("salt", at: start): salt = cursor.text(in: line)
    case (4, 0x62) where line.isKey("body", at: start): return false
    case (6, 0x65) where line.isKey("erased", at: start): return false
    default: cursor.skipValue(in: line)
    }
    return !cursor.failed
  }
}

extension RawSpan {
  @inline(__always)
  fileprivate func isKey(_ key: StaticString, at offset: Int) -> Bool {
    for index in 0..<key.utf8CodeUnitCount {
      let expected = unsafe key.utf8Start[index]
      if byte(at: offset + index) != expected { return false }
    }
    return true
  }
}

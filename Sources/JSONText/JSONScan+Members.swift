extension JSONScan {
  /// Gives each member of the object that `bytes` is, in order, as byte ranges of its raw key (without the
  /// quotes) and of its value; `body` answers whether to go on.
  ///
  /// Each value is validated before `body` sees it. When `body` answers false the rest is not looked at;
  /// otherwise the object must be all that `bytes` holds.
  package static func members(
    _ bytes: RawSpan, depthMax: Int = 128, _ body: (_ key: Range<Int>, _ value: Range<Int>) -> Bool
  ) throws(JSONSyntaxError) {
    try walkContainer(bytes, object: true, depthMax: depthMax, body)
  }

  /// Gives each element of the array that `bytes` is, in order, as its byte range; otherwise as `members`.
  package static func elements(
    _ bytes: RawSpan, depthMax: Int = 128, _ body: (_ value: Range<Int>) -> Bool
  ) throws(JSONSyntaxError) {
    try walkContainer(bytes, object: false, depthMax: depthMax) { _, value in body(value) }
  }

  /// The same for a body that can throw: what it throws ends the walk and is thrown on.
  package static func members(
    _ bytes: RawSpan, depthMax: Int = 128,
    _ body: (_ key: Range<Int>, _ value: Range<Int>) throws -> Bool
  ) throws {
    var thrown: (any Error)?
    try walkContainer(bytes, object: true, depthMax: depthMax) { key, value in
      do { return try body(key, value) } catch { thrown = error }
      return false
    }
    if let thrown { throw thrown }
  }

  /// The same for a body that can throw: what it throws ends the walk and is thrown on.
  package static func elements(
    _ bytes: RawSpan, depthMax: Int = 128, _ body: (_ value: Range<Int>) throws -> Bool
  ) throws {
    var thrown: (any Error)?
    try walkContainer(bytes, object: false, depthMax: depthMax) { _, value in
      do { return try body(value) } catch { thrown = error }
      return false
    }
    if let thrown { throw thrown }
  }

  /// The key that stands at a range which `members` gave.
  package static func key(_ range: Range<Int>, of bytes: RawSpan) -> JSONString {
    JSONString(judged: bytes.text(from: range.lowerBound, to: range.upperBound))
  }

  /// Whether the key at a range which `members` gave is `text`, escapes resolved; makes no object for a key
  /// without escapes.
  package static func key(_ range: Range<Int>, of bytes: RawSpan, is text: String) -> Bool {
    var position = range.lowerBound
    for byte in text.utf8 {
      guard position < range.upperBound, bytes.peek(position) == byte, byte != ASCII.backslash else { break }
      position += 1
    }
    if position == range.upperBound { return range.count == text.utf8.count }
    return range.contains { bytes.peek($0) == ASCII.backslash } && key(range, of: bytes).says(text)
  }

  /// The outermost container, one value at a time; what lies deeper is walked as any text is.
  @inline(__always)
  private static func walkContainer(
    _ bytes: RawSpan, object: Bool, depthMax: Int,
    _ body: (_ key: Range<Int>, _ value: Range<Int>) -> Bool
  ) throws(JSONSyntaxError) {
    var sink = ValidatingSink()
    var position = 0
    guard nextToken(bytes, at: &position, into: &sink) == (object ? ASCII.openBrace : ASCII.openBracket)
    else {
      throw .expected(object ? "an object" : "an array", at: position, in: bytes)
    }
    guard depthMax > 0 else { throw .tooDeep(depthMax, at: position) }
    let close = object ? ASCII.closeBrace : ASCII.closeBracket
    position += 1
    var goesOn = nextToken(bytes, at: &position, into: &sink) != close
    while goesOn {
      var key = position..<position
      if object { key = try keyRange(bytes, at: &position) }
      _ = nextToken(bytes, at: &position, into: &sink)
      let start = position
      try skipValue(bytes, at: &position, depthMax: depthMax - 1)
      guard body(key, start..<position) else { return }
      switch nextToken(bytes, at: &position, into: &sink) {
      case ASCII.comma: position += 1
      case close: goesOn = false
      default: throw .expected(object ? "a comma or }" : "a comma or ]", at: position, in: bytes)
      }
    }
    let end = bytes.endOfSpace(from: position + 1)
    guard end == bytes.byteCount else { throw .trailing(at: end) }
  }

  /// The range of a key between its quotes; `position` is left behind the colon.
  @inline(__always)
  private static func keyRange(
    _ bytes: RawSpan, at position: inout Int
  ) throws(JSONSyntaxError) -> Range<Int> {
    var sink = KeySink()
    try walkKey(bytes, at: &position, into: &sink)
    return sink.start..<sink.end
  }

  @inline(never)
  private static func skipValue(
    _ bytes: RawSpan, at position: inout Int, depthMax: Int
  ) throws(JSONSyntaxError) {
    var sink = ValidatingSink()
    try walkValue(bytes, at: &position, depthMax: depthMax, into: &sink)
  }
}

/// Remembers where the last key stands.
private struct KeySink: TokenSink {
  var start = 0
  var end = 0

  mutating func key(from start: Int, to end: Int, in bytes: RawSpan) {
    self.start = start
    self.end = end
  }
}

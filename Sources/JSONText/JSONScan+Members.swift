extension JSONScan {
  /// Gives each member of the object that `bytes` is, in order, as byte ranges of its raw key (without the
  /// quotes) and of its value; `body` answers whether to go on.
  ///
  /// Each value is validated before `body` sees it. When `body` answers false the rest is not looked at;
  /// otherwise the object must be all that `bytes` holds. Throws `JSONSyntaxError` or what `body` throws.
  package static func members(
    _ bytes: RawSpan, depthMax: Int = 128,
    _ body: (_ key: Range<Int>, _ value: Range<Int>) throws -> Bool
  ) throws {
    try walkContainer(bytes, object: true, depthMax: depthMax, body)
  }

  /// Gives each element of the array that `bytes` is, in order, as its byte range; otherwise as `members`.
  package static func elements(
    _ bytes: RawSpan, depthMax: Int = 128, _ body: (_ value: Range<Int>) throws -> Bool
  ) throws {
    try walkContainer(bytes, object: false, depthMax: depthMax) { _, value in try body(value) }
  }

  /// The outermost container, one value at a time; what lies deeper is walked as any text is.
  @inline(__always)
  private static func walkContainer(
    _ bytes: RawSpan, object: Bool, depthMax: Int,
    _ body: (_ key: Range<Int>, _ value: Range<Int>) throws -> Bool
  ) throws {
    var sink = ValidatingSink()
    var position = 0
    guard nextToken(bytes, at: &position, into: &sink) == (object ? ASCII.openBrace : ASCII.openBracket)
    else {
      throw JSONSyntaxError.expected(object ? "an object" : "an array", at: position, in: bytes)
    }
    guard depthMax > 0 else { throw JSONSyntaxError.tooDeep(depthMax, at: position) }
    let close = object ? ASCII.closeBrace : ASCII.closeBracket
    position += 1
    var goesOn = nextToken(bytes, at: &position, into: &sink) != close
    while goesOn {
      var key = position..<position
      if object { key = try keyRange(bytes, at: &position) }
      _ = nextToken(bytes, at: &position, into: &sink)
      let start = position
      try skipValue(bytes, at: &position, depthMax: depthMax - 1)
      guard try body(key, start..<position) else { return }
      switch nextToken(bytes, at: &position, into: &sink) {
      case ASCII.comma: position += 1
      case close: goesOn = false
      default:
        throw JSONSyntaxError.expected(object ? "a comma or }" : "a comma or ]", at: position, in: bytes)
      }
    }
    let end = bytes.endOfSpace(from: position + 1)
    guard end == bytes.byteCount else { throw JSONSyntaxError.trailing(at: end) }
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

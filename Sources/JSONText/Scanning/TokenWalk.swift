/// What is told of each token, in the order of the text.
///
/// Offsets are bytes; `to` is behind the last one.
///
///     validate ─┐
///     compact  ─┼─ TokenSink <── walkText ── the one grammar ── RawSpan+Strings, RawSpan+Numbers
///     tree     ─┘
protocol TokenSink {
  /// White space between tokens.
  mutating func gap(from start: Int, to end: Int, in bytes: RawSpan)
  mutating func open()
  /// A key of an object, between its quotes.
  mutating func key(from start: Int, to end: Int, in bytes: RawSpan)
  /// A string, between its quotes.
  mutating func string(from start: Int, to end: Int, in bytes: RawSpan)
  mutating func number(from start: Int, to end: Int, in bytes: RawSpan)
  mutating func bool(_ value: Bool)
  mutating func null()
  mutating func close(object: Bool)
}

/// A sink says only what concerns it.
extension TokenSink {
  func gap(from start: Int, to end: Int, in bytes: RawSpan) {}
  func open() {}
  func key(from start: Int, to end: Int, in bytes: RawSpan) {}
  func string(from start: Int, to end: Int, in bytes: RawSpan) {}
  func number(from start: Int, to end: Int, in bytes: RawSpan) {}
  func bool(_ value: Bool) {}
  func null() {}
  func close(object: Bool) {}
}

/// Walks a text that is one JSON value and nothing else.
func walkText<Sink: TokenSink>(
  _ bytes: RawSpan, depthMax: Int, into sink: inout Sink
) throws(JSONSyntaxError) {
  var position = 0
  try walkValue(bytes, at: &position, depthMax: depthMax, into: &sink)
  let end = bytes.endOfSpace(from: position)
  sink.gap(from: position, to: end, in: bytes)
  guard end == bytes.byteCount else { throw .trailing(at: end) }
}

/// Walks one value, with the white space before it, and leaves `position` behind it.
@inline(__always)
func walkValue<Sink: TokenSink>(
  _ bytes: RawSpan, at position: inout Int, depthMax: Int, into sink: inout Sink
) throws(JSONSyntaxError) {
  var nesting = Nesting(depthMax: depthMax)
  while true {
    let byte = nextToken(bytes, at: &position, into: &sink)
    if byte == ASCII.openBrace || byte == ASCII.openBracket {
      let isObject = byte == ASCII.openBrace
      try nesting.open(object: isObject, at: position)
      sink.open()
      position += 1
      // An empty container is closed below; in any other a value follows.
      if nextToken(bytes, at: &position, into: &sink) != byte + 2 {
        if isObject { try walkKey(bytes, at: &position, into: &sink) }
        continue
      }
    } else {
      try walkScalar(bytes, byte, at: &position, into: &sink)
    }
    closing: while nesting.depth > 0 {
      let isObject = nesting.isInObject
      switch nextToken(bytes, at: &position, into: &sink) {
      case ASCII.comma:
        position += 1
        if isObject { try walkKey(bytes, at: &position, into: &sink) }
        break closing
      case isObject ? ASCII.closeBrace : ASCII.closeBracket:
        position += 1
        nesting.close()
        sink.close(object: isObject)
      default:
        throw .expected(isObject ? "a comma or }" : "a comma or ]", at: position, in: bytes)
      }
    }
    if nesting.depth == 0 { return }
  }
}

/// The first byte of the next token, at which `position` is left; 0 at the end of the text.
@inline(__always)
func nextToken<Sink: TokenSink>(_ bytes: RawSpan, at position: inout Int, into sink: inout Sink) -> UInt8 {
  let byte = bytes.peek(position)
  guard byte <= ASCII.space else { return byte }
  let end = bytes.endOfSpace(from: position)
  sink.gap(from: position, to: end, in: bytes)
  position = end
  return bytes.peek(end)
}

/// A key and its colon.
@inline(__always)
func walkKey<Sink: TokenSink>(
  _ bytes: RawSpan, at position: inout Int, into sink: inout Sink
) throws(JSONSyntaxError) {
  guard nextToken(bytes, at: &position, into: &sink) == ASCII.quote else {
    throw .expected("a key in quotes", at: position, in: bytes)
  }
  let end = try bytes.endOfString(from: position + 1)
  sink.key(from: position + 1, to: end, in: bytes)
  position = end + 1
  guard nextToken(bytes, at: &position, into: &sink) == ASCII.colon else {
    throw .expected("a colon", at: position, in: bytes)
  }
  position += 1
}

/// A string, a number or a word, which begins with `byte`.
@inline(__always)
private func walkScalar<Sink: TokenSink>(
  _ bytes: RawSpan, _ byte: UInt8, at position: inout Int, into sink: inout Sink
) throws(JSONSyntaxError) {
  let start = position
  switch byte {
  case ASCII.quote:
    let end = try bytes.endOfString(from: start + 1)
    sink.string(from: start + 1, to: end, in: bytes)
    position = end + 1
  case ASCII.minus, ASCII.zero...ASCII.nine:
    position = try bytes.endOfNumber(from: start)
    sink.number(from: start, to: position, in: bytes)
  case ASCII.letterT:
    position = try walkWord("true", bytes, from: start)
    sink.bool(true)
  case ASCII.letterF:
    position = try walkWord("false", bytes, from: start)
    sink.bool(false)
  case ASCII.letterN:
    position = try walkWord("null", bytes, from: start)
    sink.null()
  default:
    throw .expected("a value", at: start, in: bytes)
  }
}

/// The offset behind `word`, which must stand at `start`.
@inline(__always)
private func walkWord(_ word: String, _ bytes: RawSpan, from start: Int) throws(JSONSyntaxError) -> Int {
  var position = start
  for byte in word.utf8 {
    guard bytes.peek(position) == byte else { throw .expected("a value", at: start, in: bytes) }
    position += 1
  }
  return position
}

extension RawSpan {
  /// The offset behind the number that begins at `start`.
  func endOfNumber(from start: Int) throws(JSONSyntaxError) -> Int {
    var position = start
    if peek(position) == ASCII.minus { position += 1 }
    if peek(position) == ASCII.zero {
      position += 1
      guard !isDigit(position) else { throw .init(offset: position, reason: "a number has no leading zero") }
    } else {
      position = try endOfDigits(from: position)
    }
    if peek(position) == ASCII.dot { position = try endOfDigits(from: position + 1) }
    guard peek(position) | 0x20 == UInt8(ascii: "e") else { return position }
    position += 1
    if peek(position) == ASCII.plus || peek(position) == ASCII.minus { position += 1 }
    return try endOfDigits(from: position)
  }

  /// The offset behind at least one digit.
  @inline(__always)
  private func endOfDigits(from start: Int) throws(JSONSyntaxError) -> Int {
    var position = start
    while isDigit(position) { position += 1 }
    guard position > start else { throw .expected("a digit", at: position, in: self) }
    return position
  }

  @inline(__always)
  private func isDigit(_ offset: Int) -> Bool { peek(offset) &- ASCII.zero < 10 }
}

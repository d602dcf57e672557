/// The form of a line: what the format says of its members beyond what a reader needs to find them.
///
/// The scanner of envelopes, which replays lines by the million, passes over it; `verify` does not.
enum LineForm {
  private static let start = Array(#"{"seq":"#.utf8)
  private static let instant = Array("0000-00-00T00:00:00.000000Z".utf8)
  private static let order = [
    "seq", "at", "kind", "v", "stream", "prev", "cause", "run", "source_at", "effective_at", "salt",
  ].map { Array($0.utf8) }
  private static let last = ["body", "erased"].map { Array($0.utf8) }

  /// Whether a line that was scanned has it: `seq` first, the members in their order and none twice, a kind of the letters
  /// that it may have, a time to the microsecond.
  static func holds(_ line: RawSpan, _ envelope: EnvelopeScanner) -> Bool {
    line.holds(start, at: 0) && envelope.kind.count <= PreparedEvent.kindBytesMax
      && envelope.kind.allSatisfy { PreparedEvent.isKindByte(line.byte(at: $0)) }
      && isInstant(line, envelope.at) && isInOrder(line)
  }

  private static func isInstant(_ line: RawSpan, _ at: Range<Int>) -> Bool {
    guard at.count == instant.count else { return false }
    return zip(at, instant).allSatisfy { place, form in
      let byte = line.byte(at: place)
      return form == 48 ? (48...57).contains(byte) : byte == form
    }
  }

  private static func isInOrder(_ line: RawSpan) -> Bool {
    var cursor = LineCursor()
    var next = 0
    guard cursor.take(0x7B, in: line) else { return false }
    while let key = cursor.string(in: line), cursor.take(0x3A, in: line) {
      if last.contains(where: { $0.count == key.count && line.holds($0, at: key.lowerBound) }) { return true }
      if let place = order.firstIndex(where: { $0.count == key.count && line.holds($0, at: key.lowerBound) })
      {
        guard place >= next else { return false }
        next = place + 1
      }
      cursor.skipValue(in: line)
      guard cursor.take(0x2C, in: line) else { return false }
    }
    return false
  }
}

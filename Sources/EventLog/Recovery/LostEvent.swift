import Diagnostics

/// The line that stands in the place of an event that is lost for good: the one place that knows how it is written.
///
/// Its body is `{"leaf":"<base64>"}` where the hash of the lost event is still known, else `{}`.
enum LostEvent {
  static let kind = "event.lost"
  private static let kindBytes = Array(kind.utf8)
  private static let leafStart = Array(#"{"leaf":""#.utf8)
  private static let leafEnd = Array(#""}"#.utf8)
  private static let leafBytes = 44

  /// The line with its newline: a stream of its own, so that it is nobody's previous event.
  static func line(_ sequence: UInt64, at: [UInt8], leaf: TreeHash?) throws(Failure) -> [UInt8] {
    let body = leaf.map { leafStart + Array($0.base64.utf8) + leafEnd } ?? Array("{}".utf8)
    let event = NewEvent(kind: kind, stream: stream(of: sequence), body: body)
    var line: [UInt8] = []
    try PreparedEvent(event, index: 0, random: { [UInt8](repeating: 0, count: $0) }).appendLine(
      LinePosition(sequence: sequence, at: at, previous: 0, appendFirst: sequence), to: &line)
    return line
  }

  /// The stream that the line belongs to.
  static func stream(of sequence: UInt64) -> String { "lost/\(sequence)" }

  /// Whether a line is one.
  static func isOne(_ line: RawSpan, _ envelope: EnvelopeScanner) -> Bool {
    envelope.isKind(kindBytes, in: line)
  }

  /// Whether an event is one.
  static func isOne(_ event: StoredEvent) -> Bool { event.kind == kind }

  /// The hash that the lost event had; nil where the line does not know it, or is none.
  static func leaf(in line: RawSpan, _ envelope: EnvelopeScanner) -> TreeHash? {
    let body = envelope.body
    guard body.count == leafStart.count + leafBytes + leafEnd.count, isOne(line, envelope),
      line.holds(leafStart, at: body.lowerBound), line.holds(leafEnd, at: body.upperBound - leafEnd.count)
    else { return nil }
    let start = body.lowerBound + leafStart.count
    return TreeHash(base64: line.text(start..<start + leafBytes))
  }
}

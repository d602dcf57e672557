import JSONText

/// A signed head as an event of the log remembers it, so that nobody takes it away without a trace.
struct RecordedHead: Sendable {
  /// The event that remembers it.
  let by: UInt64
  let size: UInt64
  let root: TreeHash

  /// Kind of the event that opens a command.
  private static let kind = Array("command.started".utf8)

  /// The head that a line remembers; nil where it remembers none.
  init?(_ line: RawSpan, _ envelope: EnvelopeScanner) {
    guard envelope.isKind(Self.kind, in: line),
      // A body that is no JSON remembers nothing.
      let body = try? JSONValue(parsing: line.array(envelope.body)),
      let size = body["checkpoint_size"]?.number?.uint64, size > 0, size <= FormatNumber.greatest,
      let root = body["checkpoint_root"]?.string.flatMap({ TreeHash(base64: $0) })
    else { return nil }
    by = envelope.sequence
    self.size = size
    self.root = root
  }
}

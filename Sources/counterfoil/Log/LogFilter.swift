import EventLog

// One pass over an envelope that is already scanned: byte comparisons, no text made.

/// Which events of the log are wanted: by time, kind, stream and run.
struct LogFilter: Sendable {
  /// Events recorded before this one are not wanted; found by searching the log for an instant.
  var from: UInt64 = 1
  /// Events after this one are not wanted.
  var through: UInt64?
  /// Kinds, whole or with a star at the end: `write.*`.
  var kinds: [Pattern] = []
  /// Streams, whole or with a star at the end: `jde/F0101/*`.
  var streams: [Pattern] = []
  /// The sequence number of the command whose events are wanted.
  var run: UInt64?

  /// A text that is meant whole, or as a beginning where a star ends it.
  struct Pattern: Sendable, Hashable {
    private let bytes: [UInt8]
    private let isBeginning: Bool

    init(_ text: String) {
      isBeginning = text.hasSuffix("*")
      // In a line the two characters that JSON escapes stand escaped.
      bytes = (isBeginning ? text.dropLast() : text[...]).utf8
        .flatMap { $0 == 0x22 || $0 == 0x5C ? [0x5C, $0] : [$0] }
    }

    func matches(_ line: RawSpan, _ range: Range<Int>) -> Bool {
      guard isBeginning ? range.count >= bytes.count : range.count == bytes.count else { return false }
      for (index, byte) in bytes.enumerated()
      where line.unsafeLoad(fromByteOffset: range.lowerBound + index, as: UInt8.self) != byte { return false }
      return true
    }
  }

  /// Whether every event in the range is wanted.
  var isOpen: Bool { kinds.isEmpty && streams.isEmpty && run == nil }

  /// Whether an event in the range is wanted.
  func admits(_ line: RawSpan) -> Bool {
    guard !isOpen else { return true }
    guard let envelope = EnvelopeScanner(line) else { return false }
    // The event that opens a run belongs to it.
    if let run, envelope.run != run, envelope.sequence != run { return false }
    if !kinds.isEmpty, !kinds.contains(where: { $0.matches(line, envelope.kind) }) { return false }
    return streams.isEmpty || streams.contains { $0.matches(line, envelope.stream) }
  }
}

import Diagnostics
import Instants

/// What a footer says of a block, worked out from its lines: by sealing, by the rebuilding of a footer, and by verify.
struct BlockSummary {
  private(set) var tree = MerkleFrontier()
  private(set) var times = BlockTimes()
  /// The stream of each event, in their order.
  private(set) var streams: [StreamHash] = []

  /// Takes in the next line.
  mutating func include(_ line: RawSpan, _ envelope: EnvelopeScanner, _ leaf: TreeHash) {
    include(
      line, envelope, leaf, stream: StreamHash(of: envelope, in: line),
      at: RFC3339.microseconds(line.extracting(envelope.at)))
  }

  /// The same where its stream and time are known already.
  mutating func include(
    _ line: RawSpan, _ envelope: EnvelopeScanner, _ leaf: TreeHash, stream: StreamHash, at: Int64?
  ) {
    tree.append(leaf)
    times.at.include(at)
    if !envelope.sourceAt.isEmpty {
      times.source.include(RFC3339.microseconds(line.extracting(envelope.sourceAt)))
    }
    if !envelope.effectiveAt.isEmpty {
      times.effective.include(RFC3339.microseconds(line.extracting(envelope.effectiveAt)))
    }
    streams.append(stream)
  }
}

extension StreamHash {
  /// The hash of the stream that a line belongs to.
  init(of envelope: EnvelopeScanner, in line: RawSpan) {
    let name = line.extracting(envelope.stream)
    for offset in 0..<name.byteCount where name.byte(at: offset) == 0x5C {
      self.init(EscapedText.decoded(line.text(envelope.stream)))
      return
    }
    self.init(name: name)
  }
}

extension TreeHash {
  /// The leaf that a line yields: the hash of its bytes, or the one that it had before it was erased or lost.
  static func leaf(of line: RawSpan, _ envelope: EnvelopeScanner) -> TreeHash {
    if !envelope.erased.isEmpty, let leaf = ErasedMark(line.extracting(envelope.erased))?.leaf { return leaf }
    return LostEvent.leaf(in: line, envelope) ?? leaf(line)
  }
}

/// What stands in place of the body of an erased line: `{"leaf":"<base64>","by":<number>}`.
struct ErasedMark {
  let leaf: TreeHash
  let by: UInt64

  init?(_ object: RawSpan) {
    let (start, middle) = (Array(#"{"leaf":""#.utf8), Array(#"","by":"#.utf8))
    guard object.byteCount >= 62, object.holds(start, at: 0), object.holds(middle, at: 53),
      let leaf = TreeHash(base64: object.text(9..<53)), object.byte(at: object.byteCount - 1) == 0x7D,
      let by = FormatNumber.decimal(object.text(60..<object.byteCount - 1)), by > 0
    else { return nil }
    self.leaf = leaf
    self.by = by
  }
}

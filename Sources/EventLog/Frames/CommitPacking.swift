/// Makes the bytes of a commit, or of the part of one that lies in a segment: its header, and its lines as one LZ4 frame.
struct CommitPacking: ~Copyable {
  private let ledger: LedgerID
  private var compressor = FrameCompressor(level: 0)

  init(_ ledger: LedgerID) { self.ledger = ledger }

  /// The bytes of `count` lines, newlines included, that begin with event `first`; `streams` are their short hashes.
  mutating func pack(
    _ lines: [UInt8], first: UInt64, count: Int, streams: Set<UInt64>, knownDurable: UInt64,
    commitFirst: UInt64, continues: Bool
  ) -> [UInt8] {
    var stored: [UInt8] = []
    compressor.compress(lines, into: &stored)
    let header = CommitHeader(
      ledger: ledger, first: first, count: count, rawBytes: lines.count, stored: stored,
      knownDurable: knownDurable, commitFirst: commitFirst, continues: continues, streams: streams.sorted())
    var bytes: [UInt8] = []
    bytes.reserveCapacity(header.byteCount + stored.count)
    header.append(to: &bytes)
    bytes.append(contentsOf: stored)
    return bytes
  }
}

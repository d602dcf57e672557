import Diagnostics
import Glibc

/// Reads batches of lines, with buffers that are kept: one system call, one checksum and one decompression a batch.
struct BatchReader: ~Copyable {
  private var decoder = FrameDecoder()
  private var stored: [UInt8] = []
  private var raw: [UInt8] = []
  private var rawCount = 0
  private var batch = LineBatch(first: 1, count: 0, offset: 0, storedBytes: 0, rawBytes: 0, checksum: 0)

  init() {}

  /// Reads one batch; throws `ledger-damaged` with its sequence numbers where it is not as written.
  mutating func load(_ batch: LineBatch, of file: any LedgerFile, path: String) throws(Failure) {
    guard batch.isPlausible else { throw .damagedBatch(batch, path) }
    let read = try file.read(batch.storedBytes, at: batch.offset, into: &stored)
    guard read == batch.storedBytes,
      CRC32C.checksum(unsafe stored.span.bytes.extracting(0..<read)) == batch.checksum,
      decoder.decode(stored, 0..<read, rawBytes: batch.rawBytes, trusted: true, into: &raw)
    else { throw .damagedBatch(batch, path) }
    rawCount = batch.rawBytes
    self.batch = batch
    guard raw[rawCount - 1] == 0x0A else { throw .damagedBatch(batch, path) }
  }

  /// Reads the block of `count` lines whose LZ4 frame begins at `offset`, and of which nobody else says anything, so that
  /// the frame's own checksums are checked; nil where there is none.
  mutating func loadBlock(
    of count: Int, at offset: UInt64, in window: inout FileWindow
  ) throws(Failure) -> LineBatch? {
    guard let frame = try FrameDecoder.frame(at: offset, in: &window), let lineBytes = frame.contentBytes
    else { return nil }
    var found = LineBatch(
      first: 1, count: count, offset: offset, storedBytes: frame.byteCount, rawBytes: lineBytes, checksum: 0)
    guard found.isPlausible, let range = try window.range(at: offset, count: frame.byteCount),
      decoder.decode(window.bytes, range, rawBytes: lineBytes, trusted: false, into: &raw),
      raw[lineBytes - 1] == 0x0A
    else { return nil }
    rawCount = lineBytes
    guard let first = firstNumber() else { return nil }
    found.first = first
    found.checksum = CRC32C.checksum(unsafe window.bytes.span.bytes.extracting(range))
    batch = found
    return found
  }

  private func firstNumber() -> UInt64? {
    let bytes = unsafe raw.span.bytes
    return EnvelopeScanner(bytes.extracting(0..<bytes.newline(from: 0)))?.sequence
  }

  /// Bytes of the lines, newlines included.
  var rawBytes: Int { rawCount }

  /// Hands over each line without its newline; stops, and says false, where `body` does.
  func eachLine(_ body: (RawSpan, UInt64) throws(Failure) -> Bool) throws(Failure) -> Bool {
    let bytes = unsafe raw.span.bytes.extracting(0..<rawCount)
    var start = 0
    var sequence = batch.first
    while start < rawCount {
      let end = bytes.newline(from: start)
      guard try body(bytes.extracting(start..<end), sequence) else { return false }
      sequence += 1
      start = end + 1
    }
    return true
  }

  /// Hands over each line with its envelope; stops, and says false, where `body` does.
  ///
  /// Throws `ledger-damaged` at a line that is not the event that should stand there, and where there are more or fewer.
  @discardableResult
  func eachEvent(
    path: String, _ body: (RawSpan, EnvelopeScanner) throws(Failure) -> Bool
  ) throws(Failure) -> Bool {
    var next = batch.first
    let isDone = try eachLine { (line, sequence) throws(Failure) in
      guard sequence <= batch.last else { throw .damagedBatch(batch, path) }
      guard let envelope = EnvelopeScanner(line), envelope.sequence == sequence else {
        throw .ledgerDamaged(
          "a line that is not the event it should be", lost: [sequence...sequence], at: path)
      }
      next = sequence + 1
      return try body(line, envelope)
    }
    guard !isDone || next == batch.last + 1 else { throw .damagedBatch(batch, path) }
    return isDone
  }

  /// One line by its number, nil where the batch is short.
  func line(_ sequence: UInt64, _ body: (RawSpan) throws(Failure) -> Void) throws(Failure) -> Bool {
    var found = false
    _ = try eachLine { (line, number) throws(Failure) in
      guard number == sequence else { return true }
      found = true
      try body(line)
      return false
    }
    return found
  }
}

extension Failure {
  static func damagedBatch(_ batch: LineBatch, _ path: String) -> Self {
    .ledgerDamaged(
      "compressed lines at byte \(batch.offset) are not as written", lost: [batch.range], at: path)
  }
}

extension RawSpan {
  /// Where the next newline stands, the end where there is none.
  func newline(from start: Int) -> Int {
    unsafe withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let found = unsafe memchr(base + start, 0x0A, bytes.count - start)
      else { return bytes.count }
      return unsafe UnsafeRawPointer(found) - base
    }
  }
}

import Diagnostics

/// A moving window over a file, for scans that go forwards: few system calls, memory bounded by the largest frame.
struct FileWindow {
  let file: any LedgerFile
  /// The file as far as it is looked at, which need not be its size.
  let end: UInt64
  /// The bytes of the window; `range(at:count:)` says where in it a piece lies.
  private(set) var bytes: [UInt8] = []
  private var start: UInt64 = 0
  private var filled = 0
  private static let step = 1 << 20

  init(_ file: any LedgerFile, upTo end: UInt64) {
    self.file = file
    self.end = end
  }

  /// Where in `bytes` the piece of the file lies; nil where the file ends before it does.
  mutating func range(at offset: UInt64, count: Int) throws(Failure) -> Range<Int>? {
    guard offset <= end, UInt64(count) <= end - offset else { return nil }
    if offset < start || offset + UInt64(count) > start + UInt64(filled) {
      let wanted = Int(min(UInt64(max(count, Self.step)), end - offset))
      start = offset
      filled = 0  // should the read throw
      filled = try file.read(wanted, at: offset, into: &bytes)
      guard filled >= count else { return nil }
    }
    let lower = Int(offset - start)
    return lower..<lower + count
  }
}

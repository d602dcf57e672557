import Diagnostics

/// The frame that ends an active segment where room for commits to come is set aside: a skippable frame of zeros.
///
/// This file is the only one that knows its layout.
///
///      0  4  magic 0x184D2A53
///      4  4  length n of the rest, which is the rest of the file
///      8  n  zeros
///
/// The next commit goes over its beginning, with a shorter padding behind that. So the file keeps its length, which
/// `fdatasync` then need not write: a sync takes two thirds of the time.
enum Padding {
  static let byteCountMin = FrameMark.prefixBytes

  /// Appends a padding of `byteCount` bytes in all, of which `zeros` stand in the file already.
  static func append(_ byteCount: Int, zeros: Int, to bytes: inout [UInt8]) {
    let rest = byteCount - FrameMark.prefixBytes
    bytes.append(littleEndian: FrameMark.padding)
    bytes.append(littleEndian: UInt32(rest))
    bytes.append(contentsOf: repeatElement(0, count: max(0, rest - zeros)))
  }

  /// Whether the file is padding from `start` to its end.
  static func isWhole(from start: UInt64, in window: inout FileWindow) throws(Failure) -> Bool {
    guard let range = try window.range(at: start, count: FrameMark.prefixBytes) else { return false }
    let magic = unsafe window.bytes.span.bytes.uint32(at: range.lowerBound)
    let rest = unsafe window.bytes.span.bytes.uint32(at: range.lowerBound + 4)
    var offset = start + UInt64(FrameMark.prefixBytes)
    guard magic == FrameMark.padding, UInt64(rest) == window.end - offset else { return false }
    while offset < window.end {
      let count = Int(min(window.end - offset, 1 << 16))
      guard let range = try window.range(at: offset, count: count) else { return false }
      guard unsafe window.bytes.span.bytes.extracting(range).isZero else { return false }
      offset += UInt64(count)
    }
    return true
  }
}

import CLZ4
import Diagnostics

/// Takes LZ4 frames apart with one liblz4 context, freed exactly once.
@safe struct FrameDecoder: ~Copyable {
  private let context: OpaquePointer

  init() {
    var made: OpaquePointer?
    let status = unsafe LZ4F_createDecompressionContext(&made, UInt32(LZ4F_VERSION))
    guard LZ4F_isError(status) == 0, let made = unsafe made else { preconditionFailure("out of memory") }
    unsafe context = made
  }

  deinit { unsafe _ = LZ4F_freeDecompressionContext(context) }

  /// Room beyond the content that lets liblz4 decode in place instead of copying (its largest block).
  static let slack = 4 << 20

  /// Puts the content of the one frame that the part `frame` of `bytes` is into the front of `output`.
  ///
  /// The caller has checked the checksum of the stored bytes, so the frame's own ones are skipped when `trusted`.
  /// - Returns: whether the frame was whole, ended where `frame` ends, and held exactly `rawBytes`.
  mutating func decode(
    _ bytes: [UInt8], _ frame: Range<Int>, rawBytes: Int, trusted: Bool, into output: inout [UInt8]
  ) -> Bool {
    let room = rawBytes + min(Self.slack, max(64 << 10, rawBytes * 4))
    output.makeRoom(room)
    unsafe LZ4F_resetDecompressionContext(context)
    var options = LZ4F_decompressOptions_t()
    options.stableDst = 1
    options.skipChecksums = trusted ? 1 : 0
    var consumed = 0
    var produced = 0
    var status = 1
    unsafe bytes.withUnsafeBytes { whole in
      let source = unsafe UnsafeRawBufferPointer(rebasing: whole[frame])
      unsafe output.withUnsafeMutableBytes { target in
        while status != 0 && LZ4F_isError(status) == 0 {
          let rest = unsafe UnsafeRawBufferPointer(rebasing: source[consumed...])
          let free = unsafe UnsafeMutableRawBufferPointer(rebasing: target[produced...])
          var read = rest.count
          var written = free.count
          status = unsafe LZ4F_decompress(
            context, free.baseAddress, &written, rest.baseAddress, &read, &options)
          consumed += read
          produced += written
          if read == 0 && written == 0 { break }
        }
      }
    }
    return status == 0 && consumed == frame.count && produced == rawBytes
  }

  /// The LZ4 frame at a place of a file, by its header and the sizes of its blocks; nil where no whole one stands there.
  ///
  /// Nothing of what it says is believed before so many bytes were found in the file.
  static func frame(at offset: UInt64, in window: inout FileWindow) throws(Failure) -> FrameFacts? {
    guard let range = try window.range(at: offset, count: 7) else { return nil }
    let flags = window.bytes[range.lowerBound + 4]
    guard unsafe window.bytes.span.bytes.uint32(at: range.lowerBound) == FrameMark.data, flags >> 6 == 1
    else { return nil }
    var facts = FrameFacts(byteCount: 7 + (flags & 0x08 != 0 ? 8 : 0) + (flags & 0x01 != 0 ? 4 : 0))
    if flags & 0x08 != 0 {
      guard let range = try window.range(at: offset + 6, count: 8) else { return nil }
      facts.contentBytes = Int(exactly: unsafe window.bytes.span.bytes.uint64(at: range.lowerBound))
    }
    while true {
      guard let range = try window.range(at: offset + UInt64(facts.byteCount), count: 4) else { return nil }
      let size = Int(unsafe window.bytes.span.bytes.uint32(at: range.lowerBound) & 0x7FFF_FFFF)
      facts.byteCount += 4
      if size == 0 { break }
      facts.byteCount += size + (flags & 0x10 != 0 ? 4 : 0)
    }
    facts.byteCount += flags & 0x04 != 0 ? 4 : 0
    guard UInt64(facts.byteCount) <= window.end - offset else { return nil }
    return facts
  }
}

/// What an LZ4 frame says of itself.
struct FrameFacts: Hashable, Sendable {
  /// Its length, from the magic number to the last checksum.
  var byteCount: Int
  /// Bytes of its content; nil where its header does not say.
  var contentBytes: Int?
}

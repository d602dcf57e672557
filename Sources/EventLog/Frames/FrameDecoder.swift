import CLZ4

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

  /// The length of the LZ4 frame at the start of `bytes`, found by its block sizes; nil where it is no whole frame.
  static func frameLength(_ bytes: RawSpan) -> Int? {
    guard bytes.byteCount >= 7, bytes.uint32(at: 0) == FrameMark.data else { return nil }
    let flags = bytes.byte(at: 4)
    guard flags >> 6 == 1 else { return nil }
    var offset = 7 + (flags & 0x08 != 0 ? 8 : 0) + (flags & 0x01 != 0 ? 4 : 0)
    while true {
      guard bytes.byteCount - offset >= 4 else { return nil }
      let size = Int(bytes.uint32(at: offset) & 0x7FFF_FFFF)
      offset += 4
      if size == 0 { break }
      offset += size + (flags & 0x10 != 0 ? 4 : 0)
      guard offset <= bytes.byteCount else { return nil }
    }
    offset += flags & 0x04 != 0 ? 4 : 0
    return offset <= bytes.byteCount ? offset : nil
  }

  /// The length of the content that a frame of ours states in its header.
  static func contentLength(_ bytes: RawSpan) -> Int? {
    guard bytes.byteCount >= 15, bytes.uint32(at: 0) == FrameMark.data, bytes.byte(at: 4) & 0x08 != 0
    else { return nil }
    return Int(exactly: bytes.uint64(at: 6))
  }
}

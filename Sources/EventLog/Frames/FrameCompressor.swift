import CLZ4
import Diagnostics

/// Makes LZ4 frames: fast ones for commits, dense ones for sealed blocks (lz4frame.h, liblz4 1.9).
@safe struct FrameCompressor: ~Copyable {
  private let context: OpaquePointer
  private var preferences: LZ4F_preferences_t
  private var buffer: [UInt8] = []

  /// Level 0 is the fast compressor; 3 to 12 are the dense ones.
  init(level: Int32) {
    var made: OpaquePointer?
    let status = unsafe LZ4F_createCompressionContext(&made, UInt32(LZ4F_VERSION))
    guard LZ4F_isError(status) == 0, let made = unsafe made else { preconditionFailure("out of memory") }
    unsafe context = made
    preferences = LZ4F_preferences_t()
    preferences.compressionLevel = level
    preferences.autoFlush = 1
    preferences.frameInfo.blockMode = LZ4F_blockIndependent
    preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled
    preferences.frameInfo.blockChecksumFlag = level > 0 ? LZ4F_blockChecksumEnabled : LZ4F_noBlockChecksum
  }

  deinit { unsafe _ = LZ4F_freeCompressionContext(context) }

  /// Appends one frame that holds `raw`, with its length and a checksum of its content.
  mutating func compress(_ raw: [UInt8], into output: inout [UInt8]) {
    preferences.frameInfo.contentSize = UInt64(raw.count)
    preferences.frameInfo.blockSizeID =
      switch raw.count {
      case ...(64 << 10): LZ4F_max64KB
      case ...(256 << 10): LZ4F_max256KB
      case ...(1 << 20): LZ4F_max1MB
      default: LZ4F_max4MB
      }
    let bound = unsafe LZ4F_compressBound(raw.count, &preferences) + Int(LZ4F_HEADER_SIZE_MAX) + 8
    buffer.makeRoom(bound)
    let context = unsafe context
    var preferences = preferences
    let written = unsafe raw.withUnsafeBytes { source in
      unsafe buffer.withUnsafeMutableBytes { room in
        var written = 0
        written += unsafe Self.checked(
          LZ4F_compressBegin(context, room.baseAddress, room.count, &preferences))
        let body = unsafe UnsafeMutableRawBufferPointer(rebasing: room[written...])
        written += unsafe Self.checked(
          LZ4F_compressUpdate(context, body.baseAddress, body.count, source.baseAddress, source.count, nil))
        let end = unsafe UnsafeMutableRawBufferPointer(rebasing: room[written...])
        written += unsafe Self.checked(LZ4F_compressEnd(context, end.baseAddress, end.count, nil))
        return written
      }
    }
    output.append(contentsOf: buffer[..<written])
  }

  /// Only a buffer that is too small or no memory makes liblz4 fail here; both are mistakes of ours.
  private static func checked(_ status: Int) -> Int {
    precondition(LZ4F_isError(status) == 0, "liblz4 could not compress")
    return status
  }
}

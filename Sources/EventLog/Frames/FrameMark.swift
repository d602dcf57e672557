/// What tells the frames of a segment apart: the LZ4 magic number of a skippable frame, and four letters inside.
enum FrameMark {
  static let version: UInt16 = 1
  /// The magic number of every LZ4 data frame.
  static let data: UInt32 = 0x184D_2204
  static let segment = (magic: 0x184D_2A50 as UInt32, tag: 0x6773_4643 as UInt32)  // CFsg
  static let commit = (magic: 0x184D_2A51 as UInt32, tag: 0x6D63_4643 as UInt32)  // CFcm
  static let footer = (magic: 0x184D_2A52 as UInt32, tag: 0x7466_4643 as UInt32)  // CFft
  static let padding: UInt32 = 0x184D_2A53

  /// Bytes of the magic number and the length in front of every skippable frame.
  static let prefixBytes = 8
}

extension [UInt8] {
  /// Writes a number over the bytes at `offset`.
  mutating func put(_ number: UInt32, at offset: Int) {
    for index in 0..<4 { self[offset + index] = UInt8(truncatingIfNeeded: number >> UInt32(8 * index)) }
  }

  /// The start of a skippable frame, with a length of zero to be filled in by `closeFrame`.
  mutating func openFrame(_ mark: (magic: UInt32, tag: UInt32)) {
    append(littleEndian: mark.magic)
    append(littleEndian: 0 as UInt32)
    append(littleEndian: mark.tag)
    append(littleEndian: FrameMark.version)
  }

  /// Fills in the length of the frame that began at `start`, `more` bytes of which are still to come.
  mutating func closeFrame(from start: Int, more: Int) {
    put(UInt32(count - start - FrameMark.prefixBytes + more), at: start + 4)
  }

  /// Appends the checksum of everything from `start`.
  mutating func appendChecksum(from start: Int) {
    append(littleEndian: CRC32C.checksum(unsafe span.bytes.extracting(start..<count)))
  }
}

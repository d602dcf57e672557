/// The checksum of headers, stored bytes and index pages: CRC-32C (Castagnoli), as in iSCSI and ext4.
enum CRC32C {
  /// Eight tables for eight bytes at a time; compressed bytes are a tenth of raw ones.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var value = UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? (value >> 1) ^ 0x82F6_3B78 : value >> 1 }
      tables[byte] = value
    }
    for table in 1..<8 {
      for byte in 0..<256 {
        let before = tables[(table - 1) * 256 + byte]
        tables[table * 256 + byte] = (before >> 8) ^ tables[Int(before & 0xFF)]
      }
    }
    return tables
  }()

  /// The checksum of `bytes`, going on from `seed`, the checksum of what stands before them.
  static func checksum(_ bytes: RawSpan, seed: UInt32 = 0) -> UInt32 {
    let table = tables.span
    var crc = ~seed
    var offset = 0
    while bytes.byteCount - offset >= 8 {
      let word = bytes.uint64(at: offset) ^ UInt64(crc)
      let low = table[0x700 | Int(word & 0xFF)] ^ table[0x600 | Int((word >> 8) & 0xFF)]
      let lowHigh = table[0x500 | Int((word >> 16) & 0xFF)] ^ table[0x400 | Int((word >> 24) & 0xFF)]
      let high = table[0x300 | Int((word >> 32) & 0xFF)] ^ table[0x200 | Int((word >> 40) & 0xFF)]
      crc = low ^ lowHigh ^ high ^ table[0x100 | Int((word >> 48) & 0xFF)] ^ table[Int(word >> 56)]
      offset += 8
    }
    while offset < bytes.byteCount {
      crc = (crc >> 8) ^ table[Int((crc ^ UInt32(bytes.byte(at: offset))) & 0xFF)]
      offset += 1
    }
    return ~crc
  }

  /// The checksum of an array.
  static func checksum(_ bytes: [UInt8], seed: UInt32 = 0) -> UInt32 {
    checksum(unsafe bytes.span.bytes, seed: seed)
  }
}

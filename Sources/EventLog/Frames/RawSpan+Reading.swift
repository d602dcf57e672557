import Glibc

// The one place that loads numbers out of raw bytes. Every load is bounds-checked by RawSpan; "unsafe" is only
// its name for loading a type that any bits make a value of, as integers are.
extension RawSpan {
  /// Whether every byte is 0.
  var isZero: Bool {
    var (offset, bits) = (0, 0 as UInt64)
    while byteCount - offset >= 8 {
      bits |= uint64(at: offset)
      offset += 8
    }
    while offset < byteCount {
      bits |= UInt64(byte(at: offset))
      offset += 1
    }
    return bits == 0
  }

  @inline(__always)
  func byte(at offset: Int) -> UInt8 { unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self) }

  @inline(__always)
  func uint16(at offset: Int) -> UInt16 {
    UInt16(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt16.self))
  }

  @inline(__always)
  func uint32(at offset: Int) -> UInt32 {
    UInt32(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  @inline(__always)
  func uint64(at offset: Int) -> UInt64 {
    UInt64(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// A copy of all bytes.
  var array: [UInt8] { unsafe withUnsafeBytes { unsafe [UInt8]($0) } }

  /// A copy of a part.
  func array(_ range: Range<Int>) -> [UInt8] { extracting(range).array }

  /// The text of a part.
  func text(_ range: Range<Int>) -> String {
    unsafe extracting(range).withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
  }

  /// Whether a part holds exactly these bytes.
  func holds(_ bytes: [UInt8], at offset: Int) -> Bool {
    guard offset >= 0, byteCount - offset >= bytes.count else { return false }
    for index in 0..<bytes.count where byte(at: offset + index) != bytes[index] { return false }
    return true
  }
}

extension [UInt8] {
  /// Makes the array at least so long; what was in it may be gone.
  mutating func makeRoom(_ room: Int) {
    guard count < room else { return }
    self = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      if let start = buffer.baseAddress { unsafe memset(start, 0, room) }
      count = room
    }
  }

  /// Appends a number, least significant byte first.
  mutating func append<Number: FixedWidthInteger>(littleEndian number: Number) {
    var rest = number
    for _ in 0..<Number.bitWidth / 8 {
      append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  /// Appends a number in decimal digits.
  mutating func append(decimal number: UInt64) {
    var divisor: UInt64 = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(48 + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }
}

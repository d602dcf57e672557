import Crypto

/// What stands for a stream's name in headers and indexes: the first 16 bytes of its SHA-256, so that nobody finds two
/// streams with the same one.
struct StreamHash: Hashable, Sendable, Comparable {
  let high: UInt64
  let low: UInt64

  /// What commit headers and record indexes keep of it.
  var short: UInt64 { high }

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The hash of a stream's name.
  init(_ stream: String) {
    let bytes = Array(stream.utf8)
    self.init(name: unsafe bytes.span.bytes)
  }

  /// The hash of a stream's name in UTF-8.
  init(name: RawSpan) {
    let digest = unsafe name.withUnsafeBytes { bytes in
      var hasher = SHA256()
      unsafe hasher.update(bufferPointer: bytes)
      return hasher.finalize()
    }
    let words = unsafe digest.withUnsafeBytes { unsafe $0.loadUnaligned(as: SIMD2<UInt64>.self) }
    high = UInt64(bigEndian: words.x)
    low = UInt64(bigEndian: words.y)
  }

  /// Half of it tells enough: it is a hash already.
  func hash(into hasher: inout Hasher) { hasher.combine(high) }

  static func < (left: StreamHash, right: StreamHash) -> Bool {
    left.high != right.high ? left.high < right.high : left.low < right.low
  }
}

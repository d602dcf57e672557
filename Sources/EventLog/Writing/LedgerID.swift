import Instants

/// The random 16 bytes that every frame of a ledger carries, so that no file of another one is taken for its own.
package struct LedgerID: Hashable, Sendable {
  private let words: SIMD2<UInt64>

  /// The id at `offset` of some bytes.
  init(_ bytes: RawSpan, at offset: Int) {
    words = SIMD2(bytes.uint64(at: offset), bytes.uint64(at: offset + 8))
  }

  /// An id of 16 bytes; nil for any other number of them.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == 16 else { return nil }
    self.init(unsafe bytes.span.bytes, at: 0)
  }

  /// An id from 32 hexadecimal digits in small letters.
  package init?(hex: String) {
    guard let bytes = Hex.bytes(hex) else { return nil }
    self.init(bytes)
  }

  /// The 16 bytes.
  package var bytes: [UInt8] { unsafe withUnsafeBytes(of: words) { unsafe [UInt8]($0) } }

  /// 32 hexadecimal digits.
  package var hex: String { Hex.text(bytes) }
}

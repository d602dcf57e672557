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
    let digits = Array(hex.utf8)
    guard digits.count == 32, digits.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }) else {
      return nil
    }
    let values = digits.map { $0 <= 57 ? $0 - 48 : $0 - 87 }
    self.init(stride(from: 0, to: 32, by: 2).map { values[$0] << 4 | values[$0 + 1] })
  }

  /// The 16 bytes.
  package var bytes: [UInt8] { unsafe withUnsafeBytes(of: words) { unsafe [UInt8]($0) } }

  /// 32 hexadecimal digits.
  package var hex: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

import EventLog

/// Bytes as hexadecimal digits, as people write them: white space between them is skipped.
enum HexText {
  static func bytes(_ text: some StringProtocol) -> [UInt8] {
    let digits = text.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }

  static func text(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

extension TreeHash {
  /// The leaf of an entry.
  static func leaf(of entry: [UInt8]) -> TreeHash { leaf(entry.span.bytes) }
}

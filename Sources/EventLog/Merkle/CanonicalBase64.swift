import Foundation

/// Base64 in the one form in which a writer writes it (RFC 4648, section 4), so that no two texts say the same bytes.
enum CanonicalBase64 {
  /// The text of bytes.
  static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  /// The bytes of a text; nil where no writer would have written it so: other letters, spare bits, no padding.
  static func bytes(_ text: some StringProtocol) -> [UInt8]? {
    guard let data = Data(base64Encoded: String(text)), data.base64EncodedString() == text else { return nil }
    return [UInt8](data)
  }
}

import Foundation

/// An `http` or `https` address in its parts.
package struct WebAddress: Hashable, Sendable {
  /// `http` or `https`.
  package let scheme: String
  /// The host in small letters, an IPv6 address in its brackets.
  package let host: String
  /// The port as it was written.
  package let port: Int?
  /// The path as it was written; empty or with its leading slash.
  package let path: String
  /// What follows the question mark, without a fragment.
  package let query: String?

  /// Reads an address; nil where it is none.
  ///
  /// User names and passwords in it are refused.
  package init?(_ text: String) {
    guard let marker = text.range(of: "://") else { return nil }
    scheme = text[..<marker.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https" else { return nil }
    let rest = text[marker.upperBound...].prefix { $0 != "#" }
    let authority = rest.prefix { $0 != "/" && $0 != "?" }
    guard !authority.isEmpty, !authority.contains("@"), !authority.contains("\\") else { return nil }
    let portStart = authority.last == "]" ? nil : authority.lastIndex(of: ":")
    if let portStart, !authority[portStart...].contains("]") {
      guard let port = Int(authority[authority.index(after: portStart)...]), (1...65_535).contains(port)
      else {
        return nil
      }
      self.port = port
      host = authority[..<portStart].lowercased()
    } else {
      port = nil
      host = authority.lowercased()
    }
    guard !host.isEmpty else { return nil }
    let target = rest[authority.endIndex...]
    path = String(target.prefix { $0 != "?" })
    query = target.firstIndex(of: "?").map { String(target[target.index(after: $0)...]) }
  }

  /// Scheme, host and port.
  package var origin: String { "\(scheme)://\(host)" + (port.map { ":\($0)" } ?? "") }
}

extension WebAddress {
  /// A text as a part of a path or a query: everything but letters, digits and `-._~` is percent-encoded.
  package static func encoded(_ text: some StringProtocol) -> String {
    encoded(text) { byte in
      isLetterOrDigit(byte)
        || [UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~")].contains(byte)
    }
  }

  /// A query from its parameters in their order, without the question mark.
  package static func query(_ parameters: [(String, String)]) -> String {
    parameters.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
  }

  /// An address that somebody else built: what may not stand in a URL is percent-encoded, the rest stays as it is.
  package static func repaired(_ text: some StringProtocol) -> String {
    let allowed = Set("-._~:/?#[]@!$&'()*+,;=%".utf8)
    return encoded(text) { isLetterOrDigit($0) || allowed.contains($0) }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  private static func encoded(_ text: some StringProtocol, keeping isKept: (UInt8) -> Bool) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if isKept(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

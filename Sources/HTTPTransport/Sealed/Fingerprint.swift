import Crypto

/// A name for a set of values that does not give them away: SHA-256 over their lengths and bytes, in hex.
package enum Fingerprint {
  /// The fingerprint of these values in this order.
  package static func of(_ values: String...) -> String {
    var hash = SHA256()
    for value in values {
      let bytes = Array(value.utf8)
      hash.update(data: Array("\(bytes.count):".utf8))
      hash.update(data: bytes)
    }
    let digits = Array("0123456789abcdef".utf8)
    let hex = hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: hex, as: UTF8.self)
  }
}

import Crypto
import Instants

/// A name for a set of values that does not give them away: SHA-256 over their lengths and bytes, in hex.
package enum CredentialFingerprint {
  /// The fingerprint of these values in this order.
  package static func of(_ values: String...) -> String {
    var hash = SHA256()
    for value in values {
      let bytes = Array(value.utf8)
      hash.update(data: Array("\(bytes.count):".utf8))
      hash.update(data: bytes)
    }
    return Hex.text(hash.finalize())
  }
}

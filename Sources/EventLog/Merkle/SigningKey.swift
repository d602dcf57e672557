import Crypto
import Diagnostics
import Foundation
import Instants

/// The key that signs a ledger's heads: Ed25519, with the ledger's origin as its name.
struct SigningKey: Sendable {
  private let key: Curve25519.Signing.PrivateKey
  let name: String

  /// A key from its 32 raw bytes.
  init(_ bytes: [UInt8], name: String) throws(Failure) {
    do {
      key = try Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
      self.name = name
    } catch {
      throw Failure(
        .wrongKey, "a signing key of \(bytes.count) bytes", at: name,
        remedy: "give the 32 bytes of secrets/ledger-key")
    }
  }

  var publicKey: [UInt8] { [UInt8](key.publicKey.rawRepresentation) }
  var verifier: VerifierKey { VerifierKey(name: name, publicKey: publicKey) }

  func signature(of text: String) throws(Failure) -> [UInt8] {
    do {
      return [UInt8](try key.signature(for: Data(text.utf8)))
    } catch {
      throw Failure(
        .wrongKey, "the key could not sign: \(error)", at: name, remedy: "check secrets/ledger-key")
    }
  }
}

/// A public key that signatures are checked with.
package struct VerifierKey: Hashable, Sendable {
  /// The key's name: no space, no plus.
  package let name: String
  /// The 32 bytes of the Ed25519 public key.
  package let publicKey: [UInt8]

  /// A key of a name.
  package init(name: String, publicKey: [UInt8]) {
    self.name = name
    self.publicKey = publicKey
  }

  /// A key from its text form, `name+hex(key id)+base64(0x01 ‖ public key)`; nil where it is none.
  package init?(text: String) {
    let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, !parts[0].isEmpty, !parts[0].contains(where: \.isWhitespace),
      let data = CanonicalBase64.bytes(parts[2]), data.count == 33, data.first == 1
    else { return nil }
    self.init(name: String(parts[0]), publicKey: Array(data.dropFirst()))
    guard self.text == text else { return nil }
  }

  /// First 4 bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key).
  package var id: [UInt8] {
    Array(SHA256.hash(data: Array(name.utf8) + [0x0A, 0x01] + publicKey).prefix(4))
  }

  /// `name+hex(key id)+base64(0x01 ‖ public key)`, as other tools want it.
  package var text: String {
    "\(name)+\(Hex.text(id))+\(CanonicalBase64.text([0x01] + publicKey))"
  }

  func accepts(_ signature: [UInt8], of text: String) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else {
      return false  // a key that is none accepts nothing
    }
    return key.isValidSignature(signature, for: Data(text.utf8))
  }
}

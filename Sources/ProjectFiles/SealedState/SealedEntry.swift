import Crypto
import Diagnostics
import Foundation

/// The bytes of one sealed entry.
///
///     offset  bytes  what
///     0       4      "CFS1"
///     4       8      fingerprint of the key
///     12      12     nonce
///     24      n      AES-256-GCM of the content, sealed with the entry's name beside it
///     24+n    16     tag
enum SealedEntry {
  private static let magic = Array("CFS1".utf8)

  /// The entry on disk for a content.
  static func seal(_ content: [UInt8], name: String, key: StateKey) throws(Failure) -> [UInt8] {
    do {
      let box = try AES.GCM.seal(content, using: key.symmetric, authenticating: Array(name.utf8))
      return magic + key.fingerprint + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    } catch {
      throw Failure(
        .stateSealed, "the entry \(name) of state/ cannot be sealed", remedy: "look at the key: \(key.origin)"
      )
    }
  }

  /// The content of an entry on disk.
  ///
  /// Budgets must not be lost silently: what cannot be opened is a failure.
  static func open(_ bytes: [UInt8], name: String, key: StateKey, path: String) throws(Failure) -> [UInt8] {
    guard bytes.count >= 40, bytes.starts(with: magic) else { throw damaged(name, path) }
    guard Array(bytes[4..<12]) == key.fingerprint else {
      throw Failure(
        .stateSealed, "the entry \(name) was sealed with another key than the one from \(key.origin)",
        at: path,
        remedy:
          "give the key that this project had, or delete \(path): its tokens and counted logins are lost then"
      )
    }
    do {
      let box = try AES.GCM.SealedBox(combined: bytes[12...])
      return Array(try AES.GCM.open(box, using: key.symmetric, authenticating: Array(name.utf8)))
    } catch {
      throw damaged(name, path)
    }
  }

  private static func damaged(_ name: String, _ path: String) -> Failure {
    Failure(
      .stateSealed, "the entry \(name) is damaged", at: path,
      remedy: "delete \(path): its tokens and counted logins are lost, and new ones are made")
  }
}

package import Diagnostics
package import EventLog
import Foundation
import ProjectFiles

//     secrets/ledger-key.next written and synced ──> key.rotated in the ledger ──> renamed over secrets/ledger-key
//
// A crash in between leaves both files; the ledger itself knows which of the two signs, and opening it settles that.

extension LedgerPlaces {
  /// The key that is to take the place of the present one.
  var nextKeyFile: String { keyFile + ".next" }

  /// Gives the ledger a new signing key, made here, and puts it in the place of the old one.
  package func rotateKey(of ledger: Ledger) async throws(Failure) -> KeyRotation {
    guard try Self.key(in: keyFile) == signingKey() else { throw .keyKeptElsewhere(keyFile) }
    let rotation = try await ledger.rotateKey(to: try nextKey())
    try putNextKeyInPlace()
    return rotation
  }

  /// Opens with the present key, or with the next one where a change of keys was cut off behind its event.
  package func open(_ body: ([UInt8]) async throws(Failure) -> Ledger) async throws(Failure) -> Ledger {
    do {
      return try await body(try signingKey())
    } catch {
      guard error.code == .wrongKey, FileManager.default.fileExists(atPath: nextKeyFile) else { throw error }
      let ledger = try await body(try Self.key(in: nextKeyFile))
      try putNextKeyInPlace()
      return ledger
    }
  }

  /// What an earlier change left, or a fresh key.
  private func nextKey() throws(Failure) -> [UInt8] {
    if try Disk.read(nextKeyFile) != nil { return try Self.key(in: nextKeyFile) }
    var random = SystemRandomNumberGenerator()
    let key = (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
    let text = Array((Data(key).base64EncodedString() + "\n").utf8)
    do throws(Failure) {
      try Disk.create(nextKeyFile, text, mode: 0o600)
    } catch {
      throw .keyNotKept(nextKeyFile, error)
    }
    return key
  }

  private static func key(in file: String) throws(Failure) -> [UInt8] {
    let text = try Disk.read(file).map { String(decoding: $0, as: UTF8.self) } ?? ""
    guard let key = Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)), key.count == 32
    else { throw .keyKeptElsewhere(file) }
    return [UInt8](key)
  }

  private func putNextKeyInPlace() throws(Failure) {
    do throws(Failure) {
      try Disk.move(nextKeyFile, to: keyFile)
    } catch {
      throw .keyNotKept(keyFile, error)
    }
  }
}

extension Failure {
  fileprivate static func keyKeptElsewhere(_ file: String) -> Self {
    Self(
      .signingKeyMissing, "the file does not hold the key that signs the ledger's heads", at: file,
      remedy: "keep the key there (32 bytes in base64, chmod 600) and nowhere else while it is being changed")
  }

  fileprivate static func keyNotKept(_ file: String, _ cause: Failure) -> Self {
    Self(
      .signingKeyMissing, "the new key that signs the ledger's heads: \(cause.message)", at: file,
      remedy: "let this account write to secrets/, make room on its disk, then run it again")
  }
}

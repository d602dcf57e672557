import Foundation

/// A text with signatures, in the format of c2sp.org/signed-note.
package struct SignedNote: Hashable, Sendable {
  /// The signed text, its last newline included.
  package let text: String
  /// The signatures, known or not.
  package let signatures: [Signature]

  /// One signature line.
  package struct Signature: Hashable, Sendable {
    /// The name of the key.
    package let name: String
    /// The 4 bytes of the key id.
    package let keyID: [UInt8]
    /// The signature itself.
    package let bytes: [UInt8]
  }

  /// How many signatures a note may carry here; the format asks for at least 16.
  static let signaturesMax = 100

  /// A note read from its bytes; nil where it is none.
  package init?(_ bytes: [UInt8]) {
    guard let note = String(validating: bytes, as: UTF8.self),
      !note.utf8.contains(where: { $0 < 0x20 && $0 != 0x0A }),
      let split = note.range(of: "\n\n", options: .backwards)
    else { return nil }
    text = String(note[..<split.lowerBound]) + "\n"
    let lines = note[split.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 2, lines.last == "", lines.count - 1 <= Self.signaturesMax else { return nil }
    var found: [Signature] = []
    for line in lines.dropLast() {
      let parts = line.split(separator: " ", omittingEmptySubsequences: false)
      guard parts.count == 3, parts[0] == "\u{2014}", !parts[1].isEmpty, !parts[1].contains("+"),
        let data = CanonicalBase64.bytes(parts[2]), data.count > 4
      else { return nil }
      found.append(
        Signature(name: String(parts[1]), keyID: Array(data.prefix(4)), bytes: Array(data.dropFirst(4))))
    }
    signatures = found
  }

  /// A text with its signatures.
  init(_ text: String, signatures: [Signature]) {
    self.text = text
    self.signatures = signatures
  }

  /// The note's bytes.
  package var bytes: [UInt8] {
    let lines = signatures.map { "\u{2014} \($0.name) \(CanonicalBase64.text($0.keyID + $0.bytes))\n" }
    return Array((text + "\n" + lines.joined()).utf8)
  }

  /// Whether one of these keys signed it, and no signature of any of them is bad; unknown ones are ignored.
  package func isSigned(by keys: [VerifierKey]) -> Bool {
    var isSigned = false
    for signature in signatures {
      guard let key = keys.first(where: { $0.name == signature.name && $0.id == signature.keyID }) else {
        continue
      }
      guard key.accepts(signature.bytes, of: text) else { return false }
      isSigned = true
    }
    return isSigned
  }
}

extension SignedNote.Signature {
  /// The signature that a key made.
  init(by key: VerifierKey, _ bytes: [UInt8]) {
    self.init(name: key.name, keyID: key.id, bytes: bytes)
  }
}

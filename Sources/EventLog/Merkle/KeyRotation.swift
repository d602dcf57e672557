import Diagnostics
import JSONText

/// The statement that another key signs a ledger's heads from now on, signed with the old key and with the new one.
///
/// It rests on the last head that the old key signed, so it can not be carried over into another history.
package struct KeyRotation: Hashable, Sendable {
  /// The size of the last head that the old key signed: the new one signs every larger head.
  package let size: UInt64
  /// The root of that head.
  package let root: TreeHash
  /// The 32 bytes of the key that gives way.
  package let oldKey: [UInt8]
  /// The 32 bytes of the key that takes its place.
  package let newKey: [UInt8]
  /// The signed text.
  package let note: SignedNote

  static let kind = "key.rotated"
  static let stream = "ledger/key"
  private static let title = "counterfoil key rotation v1"

  /// The statement in a note's bytes; nil where it is none of this ledger, or not signed with both keys.
  init?(_ bytes: [UInt8], of identity: LedgerIdentity) {
    guard let note = SignedNote(bytes), note.bytes == bytes else { return nil }
    let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count == 8, let size = FormatNumber.decimal(lines[3]), let root = TreeHash(base64: lines[4]),
      let old = TreeHash(base64: lines[5])?.bytes, let new = TreeHash(base64: lines[6])?.bytes
    else { return nil }
    self.init(size: size, root: root, oldKey: old, newKey: new, note: note)
    guard Self.text(identity, size: size, root: root, oldKey: old, newKey: new) == note.text,
      [old, new].allSatisfy({ note.isSigned(by: [VerifierKey(name: identity.origin, publicKey: $0)]) })
    else { return nil }
  }

  /// The statement that `new` follows `old` after a head.
  init(
    _ identity: LedgerIdentity, after head: Checkpoint, from old: SigningKey, to new: SigningKey
  )
    throws(Failure)
  {
    let (oldKey, newKey) = (old.publicKey, new.publicKey)
    let text = Self.text(identity, size: head.size, root: head.root, oldKey: oldKey, newKey: newKey)
    let signatures = [
      SignedNote.Signature(by: old.verifier, try old.signature(of: text)),
      SignedNote.Signature(by: new.verifier, try new.signature(of: text)),
    ]
    self.init(
      size: head.size, root: head.root, oldKey: oldKey, newKey: newKey,
      note: SignedNote(text, signatures: signatures))
  }

  private init(size: UInt64, root: TreeHash, oldKey: [UInt8], newKey: [UInt8], note: SignedNote) {
    self.size = size
    self.root = root
    self.oldKey = oldKey
    self.newKey = newKey
    self.note = note
  }

  /// An origin holds no space, so the text of a head can never be taken for this one.
  private static func text(
    _ identity: LedgerIdentity, size: UInt64, root: TreeHash, oldKey: [UInt8], newKey: [UInt8]
  ) -> String {
    """
    \(title)
    \(identity.origin)
    \(identity.id.hex)
    \(size)
    \(root.base64)
    \(CanonicalBase64.text(oldKey))
    \(CanonicalBase64.text(newKey))

    """
  }

  /// The event that records it.
  var event: NewEvent {
    let body: JSONValue = [
      "old_key": JSONValue(CanonicalBase64.text(oldKey)),
      "new_key": JSONValue(CanonicalBase64.text(newKey)),
      "note": JSONValue(String(decoding: note.bytes, as: UTF8.self)),
    ]
    return NewEvent(kind: Self.kind, stream: Self.stream, body: body.bytes)
  }

  /// The statement that an event records; nil where it is no such event, or says something else than its note.
  init?(_ event: StoredEvent, of identity: LedgerIdentity) {
    guard event.kind == Self.kind, event.stream == Self.stream,
      let body = try? JSONValue(parsing: event.body),  // a body that is no JSON states nothing
      let text = body["note"]?.string
    else { return nil }
    self.init(Array(text.utf8), of: identity)
    guard self.event.body == event.body else { return nil }
  }
}

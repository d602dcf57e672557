package import Diagnostics

/// The keys that sign a ledger's heads, one after another: the first stands in LEDGER, each later one in `keys/`, vouched
/// for by the one before it.
///
/// The files of `keys/` are copies of what the events `key.rotated` record: heads can be checked without the log, also
/// where the log is damaged.
package struct LedgerKeys: Hashable, Sendable {
  private let identity: LedgerIdentity
  /// The changes, by growing size.
  package private(set) var rotations: [KeyRotation] = []

  init(_ identity: LedgerIdentity) { self.identity = identity }

  /// Reads the keys of a ledger; `strangers` are the files that are not as written, or do not follow the ones before.
  static func read(
    _ folder: LedgerFolder, _ identity: LedgerIdentity
  ) throws(Failure) -> (keys: LedgerKeys, strangers: [String]) {
    var keys = LedgerKeys(identity)
    var strangers: [String] = []
    for name in try folder.files.names(in: folder.keys) {
      let bytes = try folder.files.wholeContents(of: folder.keys + "/" + name)
      if let bytes, let rotation = KeyRotation(bytes, of: identity),
        LedgerFolder.digits(rotation.size) == name,
        keys.follows(rotation)
      {
        keys.rotations.append(rotation)
      } else {
        strangers.append(name)
      }
    }
    return (keys, strangers)
  }

  /// Whether a change follows the ones before: its old key is the present one, and its head is larger than theirs.
  func follows(_ rotation: KeyRotation) -> Bool {
    rotation.oldKey == current.publicKey && rotation.size > rotations.last?.size ?? 0
  }

  mutating func append(_ rotation: KeyRotation) { rotations.append(rotation) }

  /// Takes in changes whose events are lost, so that a later one may follow: those that `stored` knows below its head.
  mutating func bridge(to rotation: KeyRotation, by stored: LedgerKeys) {
    for known in stored.rotations where known.size < rotation.size && follows(known) { append(known) }
  }

  /// The key that signs now.
  package var current: VerifierKey { key(for: .max) }

  /// The key that signs the head of so many events, and no other one.
  package func key(for size: UInt64) -> VerifierKey {
    let rotation = rotations.last { $0.size < size }
    return VerifierKey(name: identity.origin, publicKey: rotation?.newKey ?? identity.publicKey)
  }

  /// Whether the key of its size signed a head of this ledger.
  package func accept(_ checkpoint: Checkpoint) -> Bool {
    checkpoint.origin == identity.origin && checkpoint.note.isSigned(by: [key(for: checkpoint.size)])
  }
}

extension SigningKey {
  /// The key in its 32 raw bytes, where it is the one that signs a ledger's heads now.
  ///
  /// Throws `wrong-key`.
  init(_ bytes: [UInt8], current folder: LedgerFolder, _ identity: LedgerIdentity) throws(Failure) {
    try self.init(bytes, name: identity.origin)
    guard try LedgerKeys.read(folder, identity).keys.current.publicKey == publicKey else {
      throw Failure(
        .wrongKey, "the signing key is not the one that signs this ledger's heads now", at: folder.path,
        remedy: "give the ledger its own secrets/ledger-key, the newest one where it was changed")
    }
  }
}

extension LedgerFolder {
  /// Where the statement stands that another key signs from `size` on.
  func rotation(_ size: UInt64) -> String { keys + "/" + Self.digits(size) }

  /// Writes a change of keys down beside the log.
  func install(_ rotation: KeyRotation) throws(Failure) {
    try files.change(.make(keys))
    try files.change(.sync(path))
    try files.install(
      rotation.note.bytes, as: self.rotation(rotation.size),
      by: temporary("key-" + Self.digits(rotation.size)))
  }
}

extension LedgerReader {
  /// The keys of the ledger in a folder.
  package static func keys(
    at folder: String, files: any LedgerFiles = DiskFiles()
  ) throws(Failure) -> LedgerKeys {
    let place = LedgerFolder(path: folder, files: files)
    return try LedgerKeys.read(place, try LedgerIdentity.read(place)).keys
  }
}

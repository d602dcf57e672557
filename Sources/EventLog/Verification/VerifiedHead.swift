package import Diagnostics
import Instants

/// How far a ledger was found whole, to go on from there: the size of the log and the root of its tree.
///
/// It is kept in the ledger's disposable `index/`. Who trusts the folder as little as the log keeps a signed head elsewhere
/// and verifies against that.
package struct VerifiedHead: Hashable, Sendable {
  /// The number of events that were verified.
  package let size: UInt64
  /// The root of the tree over them.
  package let root: TreeHash

  /// A head that was verified.
  package init(size: UInt64, root: TreeHash) {
    self.size = size
    self.root = root
  }

  /// The head that the last verification of this folder left; nil where there is none, or it is not as written.
  package static func read(
    at folder: String, files: any LedgerFiles = DiskFiles()
  ) throws(Failure) -> VerifiedHead? {
    try lastKept(at: folder, files: files)?.head
  }

  /// The same, with the time at which it was left: RFC 3339, UTC.
  package static func lastKept(
    at folder: String, files: any LedgerFiles = DiskFiles()
  ) throws(Failure) -> (head: VerifiedHead, at: String)? {
    let place = LedgerFolder(path: folder, files: files)
    let identity = try LedgerIdentity.read(place)
    guard let bytes = try files.wholeContents(of: place.verified) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 6, let size = FormatNumber.decimal(lines[1]), size > 0,
      let root = TreeHash(base64: String(lines[2]))
    else { return nil }
    let (head, at) = (VerifiedHead(size: size, root: root), String(lines[3]))
    return head.bytes(of: identity, at: at) == bytes ? (head, at) : nil
  }

  /// Keeps the head in the ledger's folder, with the time: microseconds since 1970 UTC.
  package func store(
    at folder: String, files: any LedgerFiles = DiskFiles(),
    now: Int64 = LedgerEnvironment.real.time.now()
  ) throws(Failure) {
    let place = LedgerFolder(path: folder, files: files)
    let bytes = bytes(of: try LedgerIdentity.read(place), at: RFC3339.text(now))
    try files.change(.make(place.index))
    try files.install(bytes, as: place.verified, by: place.verified + ".tmp")
  }

  /// Ledger id, size, root, time, and a checksum of these lines.
  private func bytes(of identity: LedgerIdentity, at: String) -> [UInt8] {
    let text = "\(identity.id.hex)\n\(size)\n\(root.base64)\n\(at)\n"
    return Array((text + Hex.text(CRC32C.checksum(Array(text.utf8))) + "\n").utf8)
  }
}

extension LedgerFolder {
  /// How far the ledger was verified; disposable.
  var verified: String { index + "/verified" }
}

package import Diagnostics
import JSONText

/// How far this folder has seen its ledger: `state/seen.json`, one object, for this account alone (0600).
///
/// The projection knows it too, but may be thrown away at any time; a ledger that was put back from an older backup is found
/// by this note then. A ledger of another name has not been seen.
package struct SeenHead: Sendable {
  /// More than the note can take: what is larger was not written here.
  private static let bytesMax = 4_096

  private let folder: String
  private var path: String { PathText.join(folder, "seen.json") }

  /// The note of the project in a folder.
  package init(project folder: String) { self.folder = PathText.join(folder, "state") }

  /// The newest event that was on disk when a run ended, `4711`; nil where this ledger was not seen, or nothing can be read.
  package func position(ledgerID: String) -> UInt64? {
    // A note that cannot be read knows nothing; the ledger's own heads and the projection are asked all the same.
    guard let bytes = try? Disk.read(path), bytes.count <= Self.bytesMax,
      let json = try? JSONValue(parsing: bytes), json["ledger"]?.string == ledgerID
    else { return nil }
    return json["seq"]?.number?.uint64
  }

  /// Keeps the position of a ledger; it never goes back.
  package func keep(_ position: UInt64, ledgerID: String) throws(Failure) {
    if let seen = self.position(ledgerID: ledgerID), seen >= position { return }
    try Disk.makeFolder(folder, mode: 0o700)
    let json: JSONValue = ["ledger": JSONValue(ledgerID), "seq": JSONValue(position)]
    try Disk.replace(path, json.bytes + [0x0A], mode: 0o600)
  }
}

package import Diagnostics

extension LedgerReader {
  /// The largest signed head with a good signature; nil where there is none.
  package static func newestCheckpoint(
    at folder: String, files: any LedgerFiles = DiskFiles()
  ) throws(Failure) -> Checkpoint? {
    let place = LedgerFolder(path: folder, files: files)
    return try CheckpointFolder.newest(in: place, try LedgerIdentity.read(place))
  }
}

extension Checkpoint {
  /// The root in base64, as the signed text has it.
  package var rootText: String { root.base64 }
}

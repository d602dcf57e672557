import Diagnostics

/// A file that does nothing but hold room, so that a full disk can be relieved.
struct LedgerReserve {
  let folder: LedgerFolder
  let byteCount: Int

  /// Makes the file where it is missing; throws `disk-full` and leaves nothing behind where there is no room.
  func setAside() throws(Failure) {
    guard try !folder.files.exists(folder.space) else { return }
    let temporary = folder.temporary("space")
    do {
      try folder.files.install(
        [UInt8](repeating: 0x20, count: byteCount), as: folder.space, by: temporary)
    } catch {
      try folder.files.removeIfThere(temporary)
      throw error
    }
  }
}

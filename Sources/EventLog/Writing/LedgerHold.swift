package import Diagnostics

//     take ─> the folder's lock and LEDGER's ─> look around, refuse, or … ─> Ledger.open(holding:) ─> append
//                                               nothing has been written yet

/// A ledger that nobody else can open for writing, before anything is written to it.
///
/// The lock is that of the folder itself: also where LEDGER was exchanged under a writer, the next one meets it. The
/// lock on LEDGER is taken too, for programs that know of no other.
package final class LedgerHold: Sendable {
  /// What LEDGER says.
  package let identity: LedgerIdentity
  /// The ledger's places, which lead to the folder that is held wherever it was moved to.
  let folder: LedgerFolder
  private let held: any HeldFolder
  private let lock: any LedgerFile

  /// Takes the lock of the ledger in a folder.
  ///
  /// Who holds it is written down only for the message to the next one. Throws `ledger-missing`, `writer-held`,
  /// `ledger-damaged` and `newer-format` where LEDGER is, `read-only`.
  package init(of path: String, environment: LedgerEnvironment = .real) throws(Failure) {
    let place = LedgerFolder(path: path, files: environment.files)
    var taken: (any HeldFolder)?
    do {
      let held = try environment.files.hold(path)
      taken = held
      self.held = held
      folder = LedgerFolder(path: path, files: held.files)
      identity = try LedgerIdentity.read(folder)
      lock = try folder.files.open(folder.identity, for: .locking)
    } catch {
      taken?.release()  // there is no `deinit` for what was never made
      switch error.code {
      case .writerHeld: throw .writerHeld(by: Self.holder(place), ledger: path)
      case .fileMissing: throw .ledgerMissing(path)
      default: throw error
      }
    }
    try leaveNumber(of: environment.processID)
  }

  // What reads in the folder may outlive the writer: the lock must not.
  deinit { held.release() }

  /// Throws `ledger-moved` where the folder's path leads elsewhere by now: whoever reads by it sees another ledger.
  func requireInPlace() throws(Failure) {
    guard try !held.isInPlace() else { return }
    throw Failure(
      .ledgerMoved,
      "the ledger's folder was moved, or another was put in its place, while this process wrote to it",
      at: folder.path, remedy: "stop this process, put the right folder in its place, and start it again")
  }

  private func leaveNumber(of process: Int32) throws(Failure) {
    do {
      try folder.mendIndexFolder()
      try folder.files.removeIfThere(folder.writer)
      try folder.files.open(folder.writer, for: .creating).write(Array("\(process)\n".utf8), at: 0)
    } catch  where [.diskFull, .fileFailed].contains(error.code) {
      return  // nobody is told the number, nothing else
    }
  }

  private static func holder(_ folder: LedgerFolder) -> String? {
    guard let bytes = try? folder.files.contents(of: folder.writer) else {
      return nil  // the number is only for the message
    }
    let text = String(decoding: bytes.prefix { (48...57).contains($0) }, as: UTF8.self)
    return text.isEmpty ? nil : text
  }
}

extension LedgerFolder {
  /// Makes `index/`, which is disposable: what has its name and is no folder gives way to it.
  fileprivate func mendIndexFolder() throws(Failure) {
    do {
      try files.change(.make(index))
    } catch  where error.code == .ledgerDamaged {
      try files.change(.remove(index))
      try files.change(.make(index))
    }
  }
}

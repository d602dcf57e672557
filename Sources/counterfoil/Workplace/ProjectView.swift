import Diagnostics
import EventLog
import Foundation
import Projections

/// What a verb that only reads sees: the log, and the state folded from it.
struct ProjectView: Sendable {
  let reader: LedgerReader
  let store: ProjectionStore
  /// Where the state lies that was folded for this command alone; nil where it is the project's own.
  private let scratch: ScratchFolder?

  init(reader: LedgerReader, store: ProjectionStore, scratch: ScratchFolder? = nil) {
    self.reader = reader
    self.store = store
    self.scratch = scratch
  }
}

extension ProjectFolder {
  /// Opens log and projection for reading, and folds what is not folded yet.
  ///
  /// Whoever writes does the same: the position moves in the transaction that folds, so that no event is
  /// folded twice. Where the projection cannot be written (another account's, a full disk), the state is folded
  /// from the log into a file of this command's own: slower, and as true.
  func view(_ console: Console) async throws(Failure) -> ProjectView {
    let reader = try reader()
    let bar = console.progressBar()
    defer { bar.wipe() }
    do {
      return ProjectView(reader: reader, store: try await folded(projections, reader, bar))
    } catch {
      guard [.readOnly, .diskFull].contains(error.code) else { throw error }
      bar.note(
        "\(error.place ?? projections): \(error.message); the state is folded from the log for this command")
      let scratch = try ScratchFolder()
      let store = try await folded(scratch.path + "/projections.sqlite", reader, bar)
      return ProjectView(reader: reader, store: store, scratch: scratch)
    }
  }

  private func folded(
    _ path: String, _ reader: LedgerReader, _ bar: ProgressBar
  ) async throws(Failure) -> ProjectionStore {
    let store = try await ProjectionStore.open(at: path, ledger: reader.identity, foldedFrom: reader) {
      bar.progress("catching up", done: Int(clamping: $0), of: Int(clamping: $1))
    }
    if let aside = store.setAside {
      bar.note("the projection is folded again: \(aside.reason); see \(aside.path)")
    }
    return store
  }
}

/// A folder for temporary files that ends with its last user.
final class ScratchFolder: Sendable {
  let path: String

  init() throws(Failure) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "counterfoil-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(
        at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Failure(
        .readOnly, "no temporary folder can be made: \(error.localizedDescription)", at: folder.path,
        remedy: "give TMPDIR a folder that this account can write to")
    }
    path = folder.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }  // clean-up: what stays is only disk
}

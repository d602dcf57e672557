import Diagnostics
import EventLog
import Foundation
import ProjectFiles
import Sync

/// The folder of a project, and what verbs open in it.
struct ProjectFolder: Sendable {
  /// As it was named.
  let path: String

  /// A file or folder of the project.
  func file(_ relative: String) -> String {
    path == "." ? relative : path.hasSuffix("/") ? path + relative : path + "/" + relative
  }

  var ledger: String { file("ledger") }
  var projections: String { file("projections.sqlite") }
  var places: LedgerPlaces { LedgerPlaces(folder: path) }

  /// The configuration with everything that it names; its first problem where it has any.
  func project() throws(Failure) -> Project {
    do {
      return try ProjectLoader.load(folder: path)
    } catch {
      throw error.summary
    }
  }

  /// The ledger for reading: no lock is needed, whoever writes.
  func reader() throws(Failure) -> LedgerReader {
    try requireConfiguration()
    return try LedgerReader.open(at: ledger)
  }

  /// What a verb says where nothing was set up yet: what to type next.
  func requireConfiguration() throws(Failure) {
    guard !FileManager.default.fileExists(atPath: file("counterfoil.yaml")) else { return }
    _ = try project()
  }
}

extension CommonOptions {
  /// The folder that `--project` names.
  var project: ProjectFolder { ProjectFolder(path: folder) }
}

import Decisions
import Diagnostics
import EventLog
import Foundation
import ProjectFiles
import Projections
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

  /// An entity that is asked for is mapped, or was linked once; throws `wrong-arguments` where it is neither.
  ///
  /// A configuration that cannot be read is no reason to show nothing.
  func requireEntity(_ name: String?, in view: ProjectView) async throws(Failure) {
    guard let name, let project = try? project(), try await view.store.counts().linked[name] == nil
    else { return }
    try project.rules.requireEntity(name)
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

extension SyncRules {
  /// An entity that no mapping is about is a slip.
  func requireEntity(_ name: String) throws(Failure) {
    let mapped = mappings.map(\.entity)
    guard !mapped.contains(name) else { return }
    throw .wrongArguments(
      "\"\(name)\" is no entity of this project; \(mapped.sorted().joined(separator: ", ")) are", verb: nil)
  }
}

import Diagnostics
import Foundation
import Decisions
import ProjectFiles
import Synchronization

/// A new project of the template on the disk, in which one file at a time is another.
final class ScratchProject: Sendable {
  /// The texts of the template by their paths.
  let texts: [String: String]
  private let folder: URL
  private let loaded = Mutex<SyncRules?>(nil)

  init(files: [String: String] = ProjectTemplate.texts) {
    texts = files
    folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "counterfoil-fuzz-\(UUID().uuidString)")
  }

  deinit { try? FileManager.default.removeItem(at: folder) }  // clean-up: a left-over folder harms nobody

  /// Loads the project with some bytes in the place of a file; gives what is wrong with it.
  func failures(with bytes: [UInt8], at path: String) throws -> [Failure] {
    for (name, text) in texts { try write(Array(text.utf8), name) }
    try write(bytes, path)
    do throws(ProjectFailures) {
      _ = try ProjectLoader.load(folder: folder.path)
      return []
    } catch {
      return error.problems
    }
  }

  /// The rules of the project as the template has it; nil where it does not load.
  func rules() throws -> SyncRules? {
    if let rules = loaded.withLock({ $0 }) { return rules }
    for (name, text) in texts { try write(Array(text.utf8), name) }
    do throws(ProjectFailures) {
      let rules = try ProjectLoader.loadRules(folder: folder.path)
      loaded.withLock { $0 = rules }
      return rules
    } catch {
      return nil
    }
  }

  private func write(_ bytes: [UInt8], _ path: String) throws {
    let file = folder.appendingPathComponent(path)
    // What is there already is left alone: most files are the same in every run.
    guard FileManager.default.contents(atPath: file.path) != Data(bytes) else { return }
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }
}

import Diagnostics
import Foundation
import JSONText

/// The kept plans of a project: `plans/<hash>.jsonl`.
struct PlanFolder {
  /// The folder `plans/` of the project.
  let path: String

  /// The plan with this hash; a beginning of at least six characters will do where only one fits.
  func plan(_ hash: String) throws(Failure) -> Plan {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])  // no folder: no plans
      .filter { $0.hasSuffix(".jsonl") }.map { String($0.dropLast(6)) }
    let fitting = names.filter { $0 == hash || (hash.count >= 6 && $0.hasPrefix(hash)) }
    guard let name = fitting.first, fitting.count == 1 else { throw .unknownPlan(hash, in: path) }
    return try PlanFile(path: place(of: name)).plan()
  }

  /// Where the plan with this hash lies.
  func place(of hash: String) -> String { "\(path)/\(hash).jsonl" }

  /// An empty file in the folder, which is made where it is missing.
  func newFile(_ file: String) throws(Failure) -> FileHandle {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      try Data().write(to: URL(fileURLWithPath: file))
      return try FileHandle(forWritingTo: URL(fileURLWithPath: file))
    } catch {
      throw .unwritablePlan(at: file, reason: error.localizedDescription)
    }
  }

  /// Makes a finished file durable under its name.
  func install(_ draft: String, handle: FileHandle, as file: String) throws(Failure) {
    do {
      try handle.synchronize()
      try handle.close()
      if FileManager.default.fileExists(atPath: file) { try FileManager.default.removeItem(atPath: file) }
      try FileManager.default.moveItem(atPath: draft, toPath: file)
    } catch {
      throw .unwritablePlan(at: file, reason: error.localizedDescription)
    }
  }
}

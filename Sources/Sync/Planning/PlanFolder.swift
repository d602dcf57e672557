package import Diagnostics
import ProjectFiles

/// The kept plans of a project: `plans/<hash>.jsonl`.
package struct PlanFolder {
  /// The folder `plans/` of the project.
  package let path: String

  /// The plans of a project: `/srv/acme/plans`.
  package init(path: String) { self.path = path }

  /// The plan with this hash; a beginning of at least six characters will do where only one fits.
  ///
  /// Throws `plan-unknown` where there is none, or several, and `plan-damaged` where it is not as it was written.
  package func plan(_ hash: String) throws(Failure) -> Plan {
    let names = try Disk.names(in: path).filter { $0.hasSuffix(".jsonl") }.map { String($0.dropLast(6)) }
    let fitting = names.filter { $0 == hash || (hash.count >= 6 && $0.hasPrefix(hash)) }
    guard let name = fitting.first, fitting.count == 1 else { throw .unknownPlan(hash, in: path) }
    let plan = try PlanFile(path: place(of: name)).plan()
    guard plan.hash == name else { throw .damagedPlan("its name is not its hash", at: plan.file) }
    return plan
  }

  /// Where the plan with this hash lies.
  func place(of hash: String) -> String { "\(path)/\(hash).jsonl" }

  /// A file in the making under a name of the folder, which is made where it is missing.
  func draft(_ name: String) throws(Failure) -> FileDraft {
    let file = "\(path)/\(name)"
    try Disk.makeFolders(path)
    try Disk.remove(file)  // what an interrupted plan left
    return try FileDraft(at: file)
  }
}

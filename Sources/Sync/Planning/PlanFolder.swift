import Diagnostics
import Foundation
import JSONText

/// The kept plans of a project: `plans/<hash>.json`.
struct PlanFolder {
  /// The folder `plans/` of the project.
  let path: String

  /// Keeps a plan under its hash.
  func keep(_ plan: Plan) throws(Failure) {
    let file = place(of: plan.hash)
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      try Data(plan.json.bytes).write(to: URL(fileURLWithPath: file), options: .atomic)
    } catch {
      throw .unwritablePlan(at: file, reason: error.localizedDescription)
    }
  }

  /// The plan with this hash; a beginning of at least six characters will do where only one fits.
  func plan(_ hash: String) throws(Failure) -> Plan {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])  // no folder: no plans
      .filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
    let fitting = names.filter { $0 == hash || (hash.count >= 6 && $0.hasPrefix(hash)) }
    guard let name = fitting.first, fitting.count == 1 else { throw .unknownPlan(hash, in: path) }
    let file = place(of: name)
    guard let data = FileManager.default.contents(atPath: file) else { throw .unknownPlan(hash, in: path) }
    let json: JSONValue
    do {
      json = try JSONValue(parsing: Array(data))
    } catch {
      throw .damagedPlan("byte \(error.offset): \(error.reason)", at: file)
    }
    return try Plan(json: json, at: file)
  }

  private func place(of hash: String) -> String { "\(path)/\(hash).json" }
}

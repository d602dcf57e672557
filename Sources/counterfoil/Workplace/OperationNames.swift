import Decisions
import Diagnostics
import Projections

/// Operations as people name them: by the beginning of their id that lists show, or by their record (`customer/4242`).
struct OperationNames {
  let store: ProjectionStore
  /// The states in which an operation can be meant.
  let states: Set<OperationState>

  /// The characters of an id that lists show.
  static let shownLength = 12

  /// The whole ids of what these names mean, each once: of a record all its writes.
  func ids(of names: [String]) async throws(Failure) -> [String] {
    let known = try await store.operations(in: states, limit: OperationsListVerb.rowsMax)
    var ids: [String] = []
    for name in names {
      let ofRecord = known.filter { $0.subject.text == name }
      let fitting = name.isEmpty ? [] : known.filter { $0.operation.hasPrefix(name) }
      guard !ofRecord.isEmpty || fitting.count == 1 else {
        throw .unnamedOperation(name, fitting: fitting.count, states: states)
      }
      for write in ofRecord.isEmpty ? fitting : ofRecord where !ids.contains(write.operation) {
        ids.append(write.operation)
      }
    }
    return ids
  }
}

extension Failure {
  /// A beginning that fits no write, or several.
  static func unnamedOperation(_ name: String, fitting: Int, states: Set<OperationState>) -> Failure {
    let list = states == [.failed] ? "counterfoil failed" : "counterfoil ops"
    return Failure(
      .operationUnknown,
      name.contains("/")
        ? (fitting == 0 ? "\(name) has no such write" : "\(name) has \(fitting) such writes")
        : fitting == 0 ? "no such write begins with \"\(name)\"" : "\(fitting) writes begin with \"\(name)\"",
      remedy: "take the id or the record that `\(list)` lists, or more characters of the id")
  }
}

import Diagnostics
import Projections

/// Operations as people name them: by the beginning of their id that lists show.
struct OperationNames {
  let store: ProjectionStore
  /// The states in which an operation can be meant.
  let states: Set<OperationState>

  /// The characters of an id that lists show.
  static let shownLength = 12

  /// The whole ids of these beginnings.
  func ids(of names: [String]) async throws(Failure) -> [String] {
    let known = try await store.operations(in: states, limit: OperationsListVerb.rowsMax).map(\.operation)
    var ids: [String] = []
    for name in names {
      let fitting = name.isEmpty ? [] : known.filter { $0.hasPrefix(name) }
      guard let id = fitting.first, fitting.count == 1 else {
        throw .unnamedOperation(name, fitting: fitting.count, states: states)
      }
      ids.append(id)
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
      fitting == 0 ? "no such write begins with \"\(name)\"" : "\(fitting) writes begin with \"\(name)\"",
      remedy: "take the id that `\(list)` lists, or more characters of it")
  }
}

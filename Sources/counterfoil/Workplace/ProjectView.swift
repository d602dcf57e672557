import Diagnostics
import EventLog
import Projections

/// What a verb that only reads sees: the log, and the state folded from it.
struct ProjectView: Sendable {
  let reader: LedgerReader
  let store: ProjectionStore
}

extension ProjectFolder {
  /// Opens log and projection for reading, and folds what is not folded yet. Whoever writes does the same:
  /// the position moves in the transaction that folds, so that no event is folded twice.
  func view(_ console: Console) async throws(Failure) -> ProjectView {
    let reader = try reader()
    let bar = console.progressBar()
    defer { bar.wipe() }
    let store = try await ProjectionStore.open(at: projections, ledger: reader.identity)
    if let aside = store.setAside {
      bar.note("the projection is folded again: \(aside.reason); see \(aside.path)")
    }
    _ = try await store.catchUp(from: reader) { done, total in
      bar.progress("catching up", done: Int(done), of: Int(total))
    }
    return ProjectView(reader: reader, store: store)
  }
}

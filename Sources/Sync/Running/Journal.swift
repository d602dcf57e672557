import Decisions
import Diagnostics
import EventLog
import JSONText
import Projections
import Synchronization

/// An event that is about to be appended, in the product's words.
struct Draft {
  let kind: EventKind
  let stream: String
  let body: JSONValue
  /// The event that it follows from: a decision's newest input, else what opened the command.
  let cause: EventReference
  var sourceAt: String?
  var effectiveAt: String?
  var isPersonal = false
}

/// The one way of a run into the log, and from the log into the projection.
struct Journal: Sendable {
  let ledger: Ledger
  let reader: LedgerReader
  /// The event that opened the command.
  let run: UInt64
  private let store: ProjectionStore
  private let progress = FoldProgress()

  init(ledger: Ledger, reader: LedgerReader, store: ProjectionStore, run: UInt64) {
    self.ledger = ledger
    self.reader = reader
    self.store = store
    self.run = run
    progress.recorded(run)
  }

  /// The projection with everything that this run has recorded: what asks it never reads behind its own commits.
  ///
  /// Commits that nobody asks about are folded together with the next that somebody does.
  var state: ProjectionStore {
    get async throws(Failure) {
      if progress.isBehind { progress.folded(try await store.catchUp(from: reader, progress: nil)) }
      return store
    }
  }

  /// Folds what is left, and gives the projection back.
  func close() async throws(Failure) { try await state.close() }

  /// Appends one commit; answers which streams had moved on where the expected ones had.
  func append(
    _ drafts: [Draft], expecting expected: [ExpectedSequence] = []
  ) async throws(Failure)
    -> AppendOutcome
  {
    let events = drafts.map { draft in
      NewEvent(
        kind: draft.kind.rawValue, stream: draft.stream, cause: draft.cause, run: .sequence(run),
        sourceAt: draft.sourceAt, effectiveAt: draft.effectiveAt, isPersonal: draft.isPersonal,
        body: draft.body.bytes)
    }
    let outcome = try await ledger.append(events, expecting: expected)
    if case .appended(let receipt) = outcome { progress.recorded(receipt.last) }
    return outcome
  }

  /// Appends facts that depend on no decision: nothing can have moved.
  @discardableResult
  func note(_ drafts: [Draft]) async throws(Failure) -> AppendReceipt {
    switch try await append(drafts) {
    case .appended(let receipt): return receipt
    case .moved: preconditionFailure("an append that expects nothing cannot be refused")
    }
  }

  /// Records that a stream stops here, and tells a person why.
  func stop(_ stream: String, because failure: Failure) async throws(Failure) -> Never {
    try await note([
      Draft(
        kind: .streamStopped, stream: stream, body: ["reason": JSONValue(failure.message)],
        cause: .sequence(run))
    ])
    throw failure
  }
}

/// How far a run has recorded, and how far the projection has folded that.
private final class FoldProgress: Sendable {
  private let sequences = Mutex<(recorded: UInt64, folded: UInt64)>((0, 0))

  var isBehind: Bool { sequences.withLock { $0.folded < $0.recorded } }

  func recorded(_ last: UInt64) { sequences.withLock { $0.recorded = max($0.recorded, last) } }

  func folded(_ last: UInt64) { sequences.withLock { $0.folded = max($0.folded, last) } }
}

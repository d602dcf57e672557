import Decisions
import Diagnostics
import EventLog
import JSONText
import Projections

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
  let store: ProjectionStore
  /// The event that opened the command.
  let run: UInt64

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
    return try await ledger.append(events, expecting: expected)
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

  /// Folds what is new into the projection.
  func catchUp() async throws(Failure) { _ = try await store.catchUp(from: reader, progress: nil) }
}

import Decisions
import EventLog
import JSONText
import Projections
import SimulatedCompanies
import Sync
import Testing

extension TwoSystems {
  /// Both systems agree, nothing is doubled or wrongly paired, nothing was sent twice without a look, and only what
  /// is named is parked.
  func expectSettled(
    parked: Int = 0, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let state = try shown()
    #expect(Agreement(state: state).disagreements() == [], sourceLocation: sourceLocation)
    #expect(state.doubledKeys == [], sourceLocation: sourceLocation)
    #expect(state.wrongPairings == [], sourceLocation: sourceLocation)
    #expect(
      try zohoControl("GET", "/control/repeats") == [], "no insert is repeated without a look",
      sourceLocation: sourceLocation)
    let faults = try await project.withStore { store, _ in try await store.counts().faults }
    #expect(faults == 0, "every event followed the state that it met", sourceLocation: sourceLocation)
    let (open, failed, unpaired) = try await project.withStore { store, _ in
      let reviewed = Set(
        try await store.questions(openOnly: true).filter { $0.entity == "customer" && $0.field == nil }.map(
          \.key))
      let paired = Set(state.accounts.map { $0.text("JDE_Address_Number") })
      let failed = try await store.operations(in: [.failed], limit: 1_000)
      let parkedKeys = Set(failed.map(\.key))
      return (
        try await store.operations(in: OperationState.open, limit: 1_000).map(\.key), failed.map(\.key),
        state.customers.filter { !paired.contains($0) && !reviewed.contains($0) && !parkedKeys.contains($0) }
      )
    }
    #expect(open == [], "every write came to its end", sourceLocation: sourceLocation)
    #expect(failed.count == parked, "parked: \(failed)", sourceLocation: sourceLocation)
    #expect(unpaired == [], "every customer has an account or a question", sourceLocation: sourceLocation)
  }

  /// Nothing reaches Zoho during `body` but reads.
  func expectNoWrite(
    sourceLocation: SourceLocation = #_sourceLocation, _ body: () async throws -> Void
  ) async throws {
    let before = writeCalls.count
    try await body()
    #expect(
      writeCalls.dropFirst(before).map { "\($0.method) \($0.path)" } == [], sourceLocation: sourceLocation)
  }

  /// The rows that reach Zoho during `body`.
  func written(during body: () async throws -> Void) async throws -> [WrittenRow] {
    let before = try writes().count
    try await body()
    return Array(try writes().dropFirst(before))
  }
}

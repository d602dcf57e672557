package import Diagnostics
package import EventLog
package import ProjectFiles
import Projections

/// Where a project keeps its ledger, the ledger's key and the projection.
package struct LedgerPlaces: Sendable {
  package let ledger: String
  package let projection: String
  private let project: ProjectFile

  package init(project: ProjectFile) {
    self.project = project
    ledger = project.path("ledger")
    projection = project.path("projections.sqlite")
  }

  /// The one writer; what the projection has seen counts as durable.
  package func openWriter(environment: LedgerEnvironment, acceptsClock: Bool) async throws(Failure) -> Ledger {
    let identity = try LedgerReader.open(at: ledger).identity
    let seen = ProjectionStore.recordedPosition(at: projection, ledgerID: identity.id.hex) ?? 0
    return try await Ledger.open(
      at: ledger, signingKey: try project.signingKey(), knownDurable: seen, acceptsClock: acceptsClock,
      environment: environment)
  }
}

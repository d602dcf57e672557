package import Diagnostics
package import EventLog
package import ProjectFiles
import Projections

/// Where a project keeps its ledger, the ledger's key and the projection.
package struct LedgerPlaces: Sendable {
  package let ledger: String
  package let projection: String
  /// `secrets/ledger-key`, where it is kept by default: 32 bytes in base64.
  let keyFile: String
  private let folder: String
  private let secrets: SecretSource

  package init(project: ProjectFile) { self.init(folder: project.folder) }

  /// Those of the project in a folder, whatever its configuration says.
  package init(folder: String) {
    self.folder = folder
    secrets = SecretSource(project: folder)
    ledger = PathText.join(folder, "ledger")
    projection = PathText.join(folder, "projections.sqlite")
    keyFile = PathText.join(folder, "secrets/ledger-key")
  }

  /// The one writer; what the project has seen counts as durable.
  ///
  /// `holding` is the ledger's lock, where the caller has it already.
  package func openWriter(
    holding: LedgerHold? = nil, environment: LedgerEnvironment, acceptsClock: Bool
  ) async throws(Failure) -> Ledger {
    let identity: LedgerIdentity
    if let holding {
      identity = holding.identity
    } else {
      identity = try LedgerReader.open(at: ledger).identity
    }
    let seen = seen(by: identity)
    return try await open { key throws(Failure) in
      try await Ledger.open(
        at: ledger, holding: holding, signingKey: key, knownDurable: seen, acceptClock: acceptsClock,
        environment: environment)
    }
  }

  /// How far this project has seen the log of a ledger: what its projection has folded and what its `state/` keeps.
  ///
  /// A log that is shorter is an older copy, or lacks something.
  package func seen(by identity: LedgerIdentity) -> UInt64 {
    let id = identity.id.hex
    let folded = ProjectionStore.recordedPosition(at: projection, ledgerID: id) ?? 0
    return max(folded, SeenHead(project: folder).position(ledgerID: id) ?? 0)
  }

  /// Keeps how far the log has come, also where the projection goes.
  package func keep(_ head: UInt64, of identity: LedgerIdentity) throws(Failure) {
    try SeenHead(project: folder).keep(head, ledgerID: identity.id.hex)
  }

  /// The key that signs the heads of the log, from wherever secrets of this project are kept.
  package func signingKey() throws(Failure) -> [UInt8] {
    do throws(Failure) {
      return try secrets.key("ledger-key")
    } catch {
      throw Failure(
        .signingKeyMissing, "the key that signs the ledger's heads: \(error.message)",
        at: error.place ?? keyFile,
        remedy: error.code == .secretMissing
          ? "put it back from your backup; without it the ledger can be read and verified, not written"
          : error.remedy)
    }
  }
}

package import Diagnostics
package import EventLog
import Foundation
package import ProjectFiles
import Projections

/// Where a project keeps its ledger, the ledger's key and the projection.
package struct LedgerPlaces: Sendable {
  package let ledger: String
  package let projection: String
  /// `secrets/ledger-key`: 32 bytes in base64.
  package let keyFile: String

  package init(project: ProjectFile) {
    ledger = project.path("ledger")
    projection = project.path("projections.sqlite")
    keyFile = project.path("secrets/ledger-key")
  }

  /// The one writer; what the projection has seen counts as durable.
  package func openWriter(environment: LedgerEnvironment, acceptsClock: Bool) async throws(Failure) -> Ledger
  {
    let identity = try LedgerReader.open(at: ledger).identity
    let seen = ProjectionStore.recordedPosition(at: projection, ledgerID: identity.id.hex) ?? 0
    return try await open { key throws(Failure) in
      try await Ledger.open(
        at: ledger, signingKey: key, knownDurable: seen, acceptClock: acceptsClock, environment: environment)
    }
  }

  /// The key that signs the heads of the log.
  package func signingKey() throws(Failure) -> [UInt8] { try Self.key(in: keyFile) }

  static func key(in file: String) throws(Failure) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Failure(
        .signingKeyMissing, "the key that signs the ledger's heads is missing", at: file,
        remedy: "put it back from your backup; without it the ledger can be read and verified, not written")
    }
    let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard let key = Data(base64Encoded: text), key.count == 32 else {
      throw Failure(
        .signingKeyMissing, "the key that signs the ledger's heads is not 32 bytes in base64", at: file,
        remedy: "put it back from your backup")
    }
    return [UInt8](key)
  }
}

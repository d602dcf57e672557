package import Diagnostics
package import EventLog

/// What all trials of one ledger share.
package enum TrialLedger {
  /// The key that trials sign with.
  package static let key = [UInt8](repeating: 7, count: 32)

  /// Few events a segment, so that trials seal many.
  package static let geometry = LedgerGeometry(checking: 8, blocksPerSegment: 8) ?? .standard

  /// Opens the ledger of a folder, made where it is missing.
  package static func open(
    _ folder: String, environment: LedgerEnvironment = .real
  ) async throws(Failure) -> Ledger {
    do {
      return try await Ledger.open(at: folder, signingKey: key, environment: environment)
    } catch  where error.code == .ledgerMissing {
      _ = try Ledger.create(at: folder, signingKey: key, geometry: geometry, environment: environment)
      return try await Ledger.open(at: folder, signingKey: key, environment: environment)
    }
  }
}

extension LedgerReader {
  /// All lines from event `from` on.
  package func trialLines(from: UInt64 = 1) throws(Failure) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    try eachLine(from: from) { (line, _) throws(Failure) in
      lines.append(line.withUnsafeBytes { [UInt8]($0) })
      return true
    }
    return lines
  }
}

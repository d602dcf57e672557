package import Diagnostics

extension LedgerReader {
  /// Makes sure that the log is whole as far as anybody knows: that nothing is damaged, and that it reaches event `known`.
  ///
  /// - Throws: `ledger-damaged` with the numbers that are lost.
  package func requireWhole(through known: UInt64) throws(Failure) {
    let last = try refresh()
    if let hole { throw hole }
    guard known > last else { return }
    throw .ledgerDamaged(
      "the log ends at event \(last), and reached event \(known) before", lost: [last + 1...known],
      at: "ledger")
  }
}

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

  /// Makes sure that nothing is damaged of all that can be seen without reading events: how far the log reaches, headers
  /// and footers of its segments, the newest signed head, and the keys.
  ///
  /// That it throws nothing does not say that the events are whole: `verifyLedger` does.
  /// - Throws: `ledger-damaged` with the file.
  package func requireSound(through known: UInt64) throws(Failure) {
    try requireWhole(through: known)
    let survey = survey
    for segment in survey.segments {
      let isMended = segment.map.map { !$0.isHeaderWhole && !$0.commits.isEmpty } ?? false
      guard let flaw = segment.flaw ?? (isMended ? "the segment's header is not as written" : nil) else {
        continue
      }
      throw .ledgerDamaged(flaw, at: segment.path)
    }
    let folder = survey.folder
    let stored = try LedgerKeys.read(folder, identity)
    if let stranger = stored.strangers.first {
      throw .ledgerDamaged(
        "the change of keys is not as written, or does not follow the one before it",
        at: folder.keys + "/" + stranger)
    }
    guard let newest = try folder.files.names(in: folder.checkpoints).last else { return }
    guard let size = LedgerFolder.number(newest),
      try CheckpointFolder.head(of: size, in: folder, stored.keys) != nil
    else {
      throw .ledgerDamaged(
        "the newest signed head is not as written, or not signed by the ledger's key for its size",
        at: folder.checkpoints + "/" + newest)
    }
  }
}

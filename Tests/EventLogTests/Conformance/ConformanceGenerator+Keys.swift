import EventLog
import Testing

extension ConformanceGenerator {
  /// Ledgers whose key was changed.
  func rotated() throws -> [GeneratedCase] {
    let ledger = base.rotated
    let statements = ledger.keys.filter { $0.hasPrefix("keys/") }.sorted()
    let events = try BaseLedgers.lines(ledger).count
    let head = "checkpoints/" + ForgedLedger.digits(events)
    let note = try #require(ledger[head].flatMap { Checkpoint($0) })
    let byOldKey = try KeyRotationTests.note(note.note.text, key: testKey, name: note.origin)
    return [
      GeneratedCase("key-rotated", "The key was changed twice.", ledger, events: events),
      GeneratedCase(
        "old-key-signs", "The first key signed a head after it was changed.", ledger.putting(head, byOldKey),
        .damaged, events: events, named: [head]),
      GeneratedCase(
        "identity-exchanged", "LEDGER names another key, which signed all heads; event 1 says which it was.",
        base.exchanged, .damaged, events: 21, named: ["LEDGER"]),
      GeneratedCase(
        "key-change-lost",
        "The event of the first change was lost, and the loss accepted; the second follows it.",
        base.lossyRotated, events: try BaseLedgers.lines(base.lossyRotated).count),
      GeneratedCase(
        "statement-missing", "A statement that another key signs is missing.",
        ledger.putting(statements[1], nil), .damaged, events: events, named: [statements[1]]),
      GeneratedCase(
        "bit-statement", "A bit of a signature under such a statement.",
        try ledger.flipping(statements[0], at: -20), .damaged, events: events, named: [statements[0]]),
    ]
  }

  /// What was kept elsewhere: heads and proofs.
  func kept() throws -> [GeneratedCase] {
    let head = try #require(base.closed["checkpoints/00000000000000000016"])
    let last = try #require(base.closed[Self.lastHead])
    let text = try #require(Checkpoint(head)).note.text
    let origin = String(text.prefix { $0 != "\n" })
    let byStranger = try KeyRotationTests.note(text, key: KeyRotationTests.secondKey, name: origin)
    let proofs = try proofs()
    return [
      GeneratedCase(
        "continues", "The log continues a head that was kept elsewhere.", base.closed, events: 21,
        against: head),
      GeneratedCase(
        "rewritten", "Its owner wrote another history and signed it; a head of yesterday shows it.",
        base.rewritten, .damaged, events: 21, against: head),
      GeneratedCase(
        "shortened", "Its owner took the last events away; a head of yesterday shows it.",
        try shortened(), .damaged, events: 16, against: last),
      GeneratedCase(
        "key-replaced", "The head kept elsewhere has the log's root and a key that the ledger never had.",
        base.closed, .damaged, events: 21, against: byStranger),
      GeneratedCase(
        "other-ledger", "The head kept elsewhere is of another ledger.", base.closed, .damaged, events: 21,
        against: base.other[Self.lastHead]),
      GeneratedCase(
        "loss-hides",
        "Events were given up as lost, so that nothing shows that the log continues a head kept elsewhere.",
        base.lossy, .damaged, events: try BaseLedgers.lines(base.lossy).count, against: head),
      GeneratedCase(
        "inclusion", "A proof that event 5 is in the log.", base.closed, events: 21,
        proof: ("event-5.tlog-proof", proofs.inclusion)),
      GeneratedCase(
        "inclusion-wrong", "A proof of event 5 that says that it is of event 6.", base.closed, .damaged,
        events: 21,
        proof: (
          "event-6.tlog-proof",
          Array(String(decoding: proofs.inclusion, as: UTF8.self).replacing("index 4", with: "index 5").utf8)
        )),
      GeneratedCase(
        "consistency", "A proof that the log continues that of 5 events.", base.closed, events: 21,
        proof: ("from-5.consistency", proofs.consistency)),
      GeneratedCase(
        "consistency-wrong", "The same proof, of another history.", base.rewritten, .damaged, events: 21,
        proof: ("from-5.consistency", proofs.consistency)),
    ]
  }

  private func shortened() throws -> [String: [UInt8]] {
    base.closed.putting(Self.third, nil).putting(Self.lastHead, nil)
  }

  private func proofs() throws -> (inclusion: [UInt8], consistency: [UInt8]) {
    let files = MemoryFiles(
      Dictionary(uniqueKeysWithValues: base.closed.map { ("\(SmallLedger.path)/\($0.key)", $0.value) }))
    let prover = try LedgerProver(at: SmallLedger.path, files: files)
    return (try prover.inclusion(of: 5).bytes, try prover.consistency(from: 5, to: nil).bytes)
  }
}

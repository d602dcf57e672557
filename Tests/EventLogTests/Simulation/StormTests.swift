import Simulation
import Synchronization
import TestSupport
import Testing

@Suite("A storm over a ledger", .timeLimit(.minutes(2)))
struct StormTests {
  @Test("of two hundred worlds leaves every law as it is: the short form of tools/trial ledger")
  func worlds() async {
    let findings = Mutex2<[String]>([])
    let counts = await Storm(seeds: 1...200).run(failed: { _, finding in
      findings.value.withLock { $0.append(finding.description) }
    })
    #expect(findings.value.withLock { $0 } == [])
    #expect(counts.passed == 200)
  }

  @Test("is told when a law is broken: a line that is not as it was acknowledged")
  func brokenLaw() throws {
    var check = TrialCheck(seed: 1)
    let opened =
      #"{"seq":1,"at":"2026-11-23T10:00:00.000000Z","kind":"ledger.opened","stream":"ledger","body":{}}"#
    try check.take(Array(opened.utf8))
    #expect(throws: TrialFinding.self) {
      try check.take(Array(opened.utf8))  // not event 2
    }
  }
}

import EventLog
import Testing

@Suite("The history of a stream")
struct StreamHistoryTests {
  @Test(
    "is walked backwards along prev, from the end or from any event, with and without footers",
    arguments: [false, true])
  func backwards(withoutFooters: Bool) async throws {
    let ledger = try await SmallLedger.make(commits: 20)
    var snapshot = ledger.files.snapshot
    if withoutFooters {
      for (path, bytes) in snapshot where path.contains("/log/") && bytes[14] == 2 {
        snapshot[path] = bytes.dropLast(1) + [bytes[bytes.count - 1] ^ 1]
      }
    }
    let reader = try LedgerReader.open(at: SmallLedger.path, files: MemoryFiles(snapshot))
    var expected: [String: [UInt64]] = [:]
    try reader.eachEvent { event in
      expected[event.stream, default: []].append(event.seq)
      return true
    }
    #expect(expected.count == 8)
    for (stream, numbers) in expected {
      for start in [numbers.count - 1, numbers.count / 2] {
        var walked: [UInt64] = []
        try reader.backwards(stream: stream, from: numbers[start]) { event in
          walked.append(event.seq)
          return true
        }
        #expect(walked == numbers[...start].reversed())
      }
    }
    #expect(try reader.last(of: "nobody") == 0)
  }
}

import EventLog
import Simulation
import Testing

@Suite("An append that rests on what it has seen")
struct ExpectedSequenceTests {
  @Test("is taken whole or refused whole, by every stream that it names, those in flight included")
  func severalStreams() async throws {
    let files = MemoryFiles()
    let environment = LedgerEnvironment.repeatable(files)
    _ = try Ledger.create(at: SmallLedger.path, signingKey: testKey, environment: environment)
    let ledger = try await Ledger.open(at: SmallLedger.path, signingKey: testKey, environment: environment)
    let first = try await ledger.receipt(
      ledger.append([.sample(1, stream: "a"), .sample(2, stream: "b")]))
    let seen = [
      ExpectedSequence(stream: "a", last: first.first), ExpectedSequence(stream: "b", last: first.last),
    ]
    let none = ExpectedSequence(stream: "c", last: 0)
    _ = try await ledger.receipt(ledger.append([.sample(3, stream: "c")], expecting: seen + [none]))
    #expect(
      try await ledger.append([.sample(4, stream: "a")], expecting: seen + [none])
        == .moved([ExpectedSequence(stream: "c", last: 4)]))

    // An append that is not durable yet has moved its stream all the same.
    let gate = Gate()
    files.weather.hold(gate)
    let inFlight = Task { try await ledger.append([.sample(5, stream: "b")]) }
    while try await ledger.lastSequence(of: "b") != 5 { await Task.yield() }
    #expect(await ledger.head == 4)
    let answer = try await ledger.append([.sample(6, stream: "a")], expecting: seen)
    #expect(answer == .moved([ExpectedSequence(stream: "b", last: 5)]))
    gate.open()
    _ = try await ledger.receipt(inFlight.value)
    try await ledger.close()
    let lines = try LedgerReader.open(at: SmallLedger.path, files: files).lines()
    #expect(lines.count == 5, "what was refused is nowhere")
  }
}

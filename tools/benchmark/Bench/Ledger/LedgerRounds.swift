import Diagnostics
import EventLog
import Foundation

/// Lets each contestant measure itself in turn, round after round, and takes medians.
struct LedgerRounds {
  let scale: BenchScale
  let rounds: Int

  init(events: Int, rounds: Int) {
    scale = BenchScale(events: events)
    self.rounds = rounds
  }

  func table(of contestants: [any Contestant]) async throws -> LedgerTable {
    let events = BenchEvents(events: scale.events)
    let line = events.body(0) + [UInt8](repeating: 0x20, count: 120)
    var limits = MachineLimits()
    var found: [String: [Measure: [Double]]] = [:]
    var lz4: [Double] = []
    var versions: [String: String] = [:]
    for contestant in contestants { versions[contestant.name] = try await contestant.version() }
    for round in 1...rounds {
      limits.probeProcessor()
      for contestant in contestants {
        Self.say("round \(round) of \(rounds): \(contestant.name)")
        let place = try BenchFolder(holding: "own")
        defer { place.remove() }
        let folder = place.path
        try limits.probeDisk(in: folder, line: line)
        for (measure, value) in try await contestant.measured(events, scale, in: folder + "/own") {
          found[contestant.name, default: [:]][measure, default: []].append(value)
        }
        try limits.probeDisk(in: folder, line: line)
        if contestant is OwnLedger {
          let ledger = folder + "/own/ledger"
          try limits.probeLZ4(
            ledger: ledger, events: Int(try LedgerReader.open(at: ledger).last), output: "/dev/null")
          lz4.append(limits.lz4EventsPerSecond)
          try limits.probeZstd(ledger: ledger, events: Int(try LedgerReader.open(at: ledger).last))
        }
      }
    }
    limits.lz4EventsPerSecond = Stopwatch.median(lz4)
    return LedgerTable(
      scale: scale, rounds: rounds, names: contestants.map(\.name), versions: versions,
      figures: found.mapValues { $0.mapValues(Stopwatch.median) }, limits: limits)
  }

  private static func say(_ text: String) { FileHandle.standardError.write(Data("bench: \(text)\n".utf8)) }
}

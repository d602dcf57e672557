import Diagnostics
import EventLog
import Foundation

/// This program's own log.
struct OwnLedger: Contestant {
  let name = "Counterfoil"

  func version() async throws -> String { "format 1" }

  private let key = [UInt8](repeating: 7, count: 32)

  func measured(
    _ events: BenchEvents, _ scale: BenchScale, in folder: String
  ) async throws -> [Measure: Double] {
    var figures: [Measure: Double] = [:]
    let path = folder + "/ledger"
    _ = try Ledger.create(at: path, signingKey: key)
    var ledger = try await Ledger.open(at: path, signingKey: key)
    let single = try await Stopwatch.seconds {
      for index in 0..<scale.single { _ = try await ledger.append([events.event(index)]) }
    }
    figures[.single] = Double(scale.single) / single
    let burst = scale.single..<scale.burst
    let prepared = Self.batches(burst, events)
    figures[.burst] =
      Double(burst.count) / (try await Stopwatch.seconds { try await append(prepared, to: ledger) })
    let concurrent = try await appendConcurrently(to: ledger, from: scale.burst, events, scale)
    figures[.concurrent] = concurrent.rate
    figures[.concurrentP99] = concurrent.p99
    let rest =
      scale.burst + scale.appenders
      * scale.eachAppends..<max(
        scale.events, scale.burst + scale.appenders * scale.eachAppends)
    let sustained = try await Stopwatch.seconds {
      // Made in portions beside the log, as a poll makes them; making them is part of the time.
      for start in stride(from: rest.lowerBound, to: rest.upperBound, by: 10_000) {
        let portion = start..<min(start + 10_000, rest.upperBound)
        try await append(Self.batches(portion, events), to: ledger)
      }
      try await ledger.close()
    }
    if !rest.isEmpty { figures[.sustained] = Double(rest.count) / sustained }
    figures[.open] =
      1_000 * (try await Stopwatch.seconds { ledger = try await Ledger.open(at: path, signingKey: key) })
    try await ledger.close()
    try await read(path, events, scale, into: &figures)
    return figures
  }

  private func read(
    _ path: String, _ events: BenchEvents, _ scale: BenchScale, into figures: inout [Measure: Double]
  ) async throws {
    let reader = try LedgerReader.open(at: path)
    let count = Double(reader.last)
    var bytes = 0
    let replay = try await Stopwatch.seconds {
      try reader.eachLine { (line, _) throws(Failure) in
        bytes += line.byteCount
        return EnvelopeScanner(line) != nil
      }
    }
    figures[.replay] = count / replay
    figures[.size] = Double(FolderSize.of(path + "/log") + FolderSize.of(path + "/index")) / count
    let verify = try await Stopwatch.seconds {
      let report = try verifyLedger(at: path)
      guard report.isClean else {
        throw Failure(.benchmarkBroken, "our own ledger is damaged: \(report.findings)", remedy: "tell us")
      }
    }
    figures[.verify] = Double(bytes) / 1e6 / verify
    for (measure, length) in [(Measure.history20, 20), (.history200, 200)] {
      var times: [Double] = []
      for question in 0..<scale.questions {
        let stream = events.stream(question * 977 % scale.events)
        let start = ContinuousClock.now
        var left = length
        try reader.backwards(stream: stream) { _ throws(Failure) in
          left -= 1
          return left > 0
        }
        times.append(1_000 * Stopwatch.seconds(since: start))
      }
      figures[measure] = Stopwatch.p99(times)
    }
  }

  private static func batches(_ range: Range<Int>, _ events: BenchEvents) -> [[NewEvent]] {
    stride(from: range.lowerBound, to: range.upperBound, by: BenchScale.batch).map { start in
      (start..<min(start + BenchScale.batch, range.upperBound)).map(events.event)
    }
  }

  private func append(_ batches: [[NewEvent]], to ledger: Ledger) async throws {
    for batch in batches { _ = try await ledger.append(batch) }
  }

  /// Many who append one event at a time; events a second, and p99 in milliseconds.
  private func appendConcurrently(
    to ledger: Ledger, from first: Int, _ events: BenchEvents, _ scale: BenchScale
  ) async throws -> (rate: Double, p99: Double) {
    let each = scale.eachAppends
    let start = ContinuousClock.now
    let times = try await withThrowingTaskGroup(of: [Double].self) { group in
      for appender in 0..<scale.appenders {
        group.addTask {
          var times: [Double] = []
          for index in 0..<each {
            let event = events.event(first + appender * each + index)
            let start = ContinuousClock.now
            _ = try await ledger.append([event])
            times.append(1_000 * Stopwatch.seconds(since: start))
          }
          return times
        }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    return (Double(times.count) / Stopwatch.seconds(since: start), Stopwatch.p99(times))
  }
}

/// What a folder takes on disk.
enum FolderSize {
  /// The lengths of all files below `folder`, in bytes.
  static func of(_ folder: String) -> Int {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.reduce(0) { sum, name in
      // A file that is gone meanwhile counts nothing.
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
      return sum
        + (attributes?[.type] as? FileAttributeType == .typeRegular ? attributes?[.size] as? Int ?? 0 : 0)
    }
  }
}

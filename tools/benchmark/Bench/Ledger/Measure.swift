/// What is measured of a log of events; greater is better where it is a rate.
enum Measure: String, CaseIterable {
  case single
  case burst
  case sustained
  case concurrent
  case concurrentP99
  case replay
  case size
  case verify
  case history20
  case history200
  case open

  /// How it is called in the table, with its unit.
  var title: String {
    switch self {
    case .single: "durable append, one at a time, events/s"
    case .burst: "durable append, batches of 500, events/s"
    case .sustained: "… until all is sealed, events/s"
    case .concurrent: "durable append, 64 at once, events/s"
    case .concurrentP99: "… p99, ms"
    case .replay: "replay, events/s"
    case .size: "on disk with indexes, bytes/event"
    case .verify: "verify, MB/s"
    case .history20: "latest 20 of a record, p99, ms"
    case .history200: "latest 200 of a record, p99, ms"
    case .open: "open, ms"
    }
  }

  /// Whether less is better.
  var isCost: Bool {
    switch self {
    case .concurrentP99, .size, .history20, .history200, .open: true
    case .single, .burst, .sustained, .concurrent, .replay, .verify: false
    }
  }
}

/// How much is appended for each measure.
struct BenchScale: Sendable {
  /// Events of the large log.
  let events: Int
  /// Events appended one at a time.
  var single: Int { min(2_000, events) }
  /// Events of the burst: below a segment, so that nothing is sealed.
  var burst: Int { min(49_000, events) }
  /// Appenders at once, and how much each appends.
  let appenders = 64
  var eachAppends: Int { min(400, events / 64) }
  /// Records that are asked for their history.
  let questions = 400
  static let batch = 500
}

/// A kind of log that is measured.
protocol Contestant: Sendable {
  var name: String { get }
  /// Which version was measured.
  func version() async throws -> String
  /// Measures everything once, in an empty folder of its own.
  func measured(
    _ events: BenchEvents, _ scale: BenchScale, in folder: String
  ) async throws -> [Measure: Double]
}

/// The clock of the measurements.
enum Stopwatch {
  /// Seconds that something takes.
  static func seconds(_ body: () async throws -> Void) async rethrows -> Double {
    let start = ContinuousClock.now
    try await body()
    return Self.seconds(since: start)
  }

  static func seconds(since start: ContinuousClock.Instant) -> Double {
    let took = start.duration(to: .now).components
    return Double(took.seconds) + Double(took.attoseconds) / 1e18
  }

  /// The value below which 99 of 100 lie.
  static func p99(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * 99 / 100)]
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }
}

import Diagnostics
import Foundation
import GRDB

/// The same events as rows of SQLite, as durable: WAL, synchronous=FULL, with an index along each record's history.
struct SQLitePeer: Contestant {
  let name = "SQLite"

  func version() async throws -> String {
    try await DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") ?? "" }
  }

  func measured(
    _ events: BenchEvents, _ scale: BenchScale, in folder: String
  ) async throws -> [Measure: Double] {
    var figures: [Measure: Double] = [:]
    let path = folder + "/events.sqlite"
    var database = try open(path)
    try await database.write { database in
      try database.execute(
        sql: """
          CREATE TABLE events (seq INTEGER PRIMARY KEY, at TEXT NOT NULL, kind TEXT NOT NULL, stream TEXT NOT NULL,
          body BLOB NOT NULL) STRICT;
          CREATE INDEX events_by_stream ON events (stream, seq);
          """)
    }
    let single = try await Stopwatch.seconds {
      for index in 0..<scale.single { try await append(index..<index + 1, events, to: database) }
    }
    figures[.single] = Double(scale.single) / single
    let burst = scale.single..<scale.burst
    figures[.burst] = Double(burst.count) / (try await batches(burst, events, to: database))
    let rest = scale.burst..<scale.events
    if !rest.isEmpty {
      figures[.sustained] = Double(rest.count) / (try await batches(rest, events, to: database))
    }
    try database.close()
    figures[.open] = 1_000 * (try await Stopwatch.seconds { database = try open(path) })
    let count = try await database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM events") ?? 0 }
    let replay = try await Stopwatch.seconds {
      try await database.read { database in
        let rows = try Row.fetchCursor(
          database, sql: "SELECT seq, at, kind, stream, body FROM events ORDER BY seq")
        var bytes = 0
        while let row = try rows.next() {
          bytes += try row.withUnsafeData(atIndex: 4) { $0?.count ?? 0 }
        }
        guard bytes > 0 else {
          throw Failure(.benchmarkBroken, "SQLite has lost its rows", remedy: "run it again")
        }
      }
    }
    figures[.replay] = Double(count) / replay
    figures[.size] = Double(FolderSize.of(folder)) / Double(count)
    for (measure, length) in [(Measure.history20, 20), (.history200, 200)] {
      var times: [Double] = []
      for question in 0..<scale.questions {
        let stream = events.stream(question * 977 % scale.events)
        let start = ContinuousClock.now
        _ = try await database.read { database in
          try Row.fetchAll(
            database, sql: "SELECT * FROM events WHERE stream = ? ORDER BY seq DESC LIMIT ?",
            arguments: [stream, length]
          ).count
        }
        times.append(1_000 * Stopwatch.seconds(since: start))
      }
      figures[measure] = Stopwatch.p99(times)
    }
    try database.close()
    return figures
  }

  private func open(_ path: String) throws -> DatabasePool {
    let pool = try DatabasePool(path: path)
    // GRDB sets NORMAL when it turns the journal to WAL: as durable as ours is FULL.
    try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
    return pool
  }

  private func batches(
    _ range: Range<Int>, _ events: BenchEvents, to database: DatabasePool
  ) async throws -> Double {
    try await Stopwatch.seconds {
      for start in stride(from: range.lowerBound, to: range.upperBound, by: BenchScale.batch) {
        try await append(start..<min(start + BenchScale.batch, range.upperBound), events, to: database)
      }
    }
  }

  private func append(_ range: Range<Int>, _ events: BenchEvents, to database: DatabasePool) async throws {
    try await database.write { database in
      let statement = try database.cachedStatement(
        sql: "INSERT INTO events (at, kind, stream, body) VALUES (?, ?, ?, ?)")
      for index in range {
        try statement.execute(arguments: [
          "2026-07-14T09:30:00.000000Z", BenchEvents.kind, events.stream(index), Data(events.body(index)),
        ])
      }
    }
  }
}

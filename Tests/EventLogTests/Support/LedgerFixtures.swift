import Diagnostics
import EventLog
import Instants
import Synchronization
import Testing
import TestSupport

/// A key that tests sign with.
let testKey = [UInt8](repeating: 7, count: 32)

extension LedgerGeometry {
  /// A geometry that must be good.
  static func of(_ events: Int, _ blocks: Int) throws -> LedgerGeometry {
    try #require(LedgerGeometry(checking: events, blocksPerSegment: blocks))
  }
}

/// A clock that goes on by a millisecond with every look, and can be set.
final class SetClock: Time {
  private let wall = Mutex<Int64>(1_780_000_000_000_000)
  private let steadyNow = Mutex<Int64>(0)

  func now() -> Int64 {
    wall.withLock {
      $0 += 1_000
      return $0
    }
  }
  func steady() -> Int64 {
    steadyNow.withLock {
      $0 += 1_000
      return $0
    }
  }
  func sleep(for duration: Duration) async throws(CancellationError) {}
  func jump(by microseconds: Int64) { wall.withLock { $0 += microseconds } }
}

extension LedgerEnvironment {
  /// Everything the same in every run: clock, randomness, sealing inside the appends.
  static func repeatable(
    _ files: any LedgerFiles, clock: SetClock = SetClock(), seed: UInt64 = 1
  ) -> LedgerEnvironment {
    let random = Mutex2(SeededGenerator(seed: seed))
    return LedgerEnvironment(
      time: clock,
      random: { count in
        random.value.withLock { generator in
          (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        }
      },
      files: files, processID: 4_242, reserveBytes: 1_024, paddingBytes: 1_024,
      sealing: LedgerEnvironment.sealsInside,
      alwaysWritesAside: true)
  }
}

/// Counts from 0, from any thread.
final class Counting: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock { count in
      defer { count += 1 }
      return count
    }
  }
}

/// A mutex that a closure can capture.
final class Mutex2<Value: Sendable>: Sendable {
  let value: Mutex<Value>
  init(_ value: Value) { self.value = Mutex(value) }
}

extension NewEvent {
  /// A small event of a stream.
  static func sample(_ number: Int, stream: String? = nil) -> NewEvent {
    NewEvent(
      kind: "record.polled", stream: stream ?? "jde/F0101/\(number % 7)",
      body: Array(#"{"n":\#(number),"name":"Bäckerei \#(number) & Söhne","limit":1250.00}"#.utf8))
  }
}

extension Ledger {
  /// Appends samples numbered from `first`, as one commit.
  @discardableResult
  func appendSamples(_ first: Int, count: Int) async throws -> AppendReceipt {
    try await receipt(append((first..<first + count).map { .sample($0) }))
  }

  /// The receipt of an append that nothing must stand in the way of.
  func receipt(
    _ outcome: AppendOutcome, sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> AppendReceipt {
    guard case .appended(let receipt) = outcome else {
      Issue.record("refused: \(outcome)", sourceLocation: sourceLocation)
      throw CancellationError()
    }
    return receipt
  }
}

extension LedgerReader {
  /// All lines of the log.
  func lines(from: UInt64 = 1, through: UInt64? = nil) throws(Failure) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    try eachLine(from: from, through: through) { (line, _) throws(Failure) in
      lines.append((0..<line.byteCount).map { line[$0] })
      return true
    }
    return lines
  }
}

extension RawSpan {
  subscript(_ offset: Int) -> UInt8 { unsafeLoad(fromByteOffset: offset, as: UInt8.self) }
}

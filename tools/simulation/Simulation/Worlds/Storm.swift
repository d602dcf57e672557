import Synchronization

/// Many worlds, one after another on each core.
package struct Storm: Sendable {
  /// The seeds of the worlds.
  package let seeds: ClosedRange<UInt64>
  /// How many run at the same time.
  package let lanes: Int

  /// A storm over some seeds.
  package init(seeds: ClosedRange<UInt64>, lanes: Int = 2) {
    self.seeds = seeds
    self.lanes = lanes
  }

  /// Runs them all; `report` is told each finding as it comes, and how many worlds are done now and then.
  /// - Returns: how many passed and how many failed.
  package func run(
    failed: @escaping @Sendable (UInt64, TrialFinding) -> Void,
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) async -> (passed: Int, failed: Int) {
    let state = StormState(next: seeds.lowerBound)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<lanes {
        group.addTask {
          while let seed = state.take(upTo: seeds.upperBound) {
            do throws(TrialFinding) {
              try await LedgerWorld(seed: seed).run()
              progress(state.count(passed: true))
            } catch {
              failed(seed, error)
              progress(state.count(passed: false))
            }
          }
        }
      }
    }
    return state.counts
  }
}

private final class StormState: Sendable {
  private let state: Mutex<(next: UInt64?, passed: Int, failed: Int)>

  init(next: UInt64) { state = Mutex((next, 0, 0)) }

  func take(upTo last: UInt64) -> UInt64? {
    state.withLock { state in
      guard let seed = state.next, seed <= last else { return nil }
      state.next = seed == .max ? nil : seed + 1
      return seed
    }
  }

  func count(passed: Bool) -> Int {
    state.withLock { state in
      if passed { state.passed += 1 } else { state.failed += 1 }
      return state.passed + state.failed
    }
  }

  var counts: (passed: Int, failed: Int) { state.withLock { ($0.passed, $0.failed) } }
}

import Foundation

/// The seeds of a property test: 20 by default, `SEEDS=20000` widens, `SEED=42` repeats one.
package enum Seeds {
  /// The seeds of this run.
  package static let all: [UInt64] = {
    let environment = ProcessInfo.processInfo.environment
    if let one = environment["SEED"].flatMap(UInt64.init) { return [one] }
    let count = environment["SEEDS"].flatMap(UInt64.init) ?? 20
    return Array(1...max(1, count))
  }()
}

package import Diagnostics
import HTTPTransport
import Synchronization

/// The shared cache of a project without files: entries in memory, each locked while its body runs.
package final class MemorySealedCache: SealedCache {
  private let entries = Mutex<[String: [UInt8]]>([:])
  private let gates = Mutex<[String: CallGate]>([:])

  /// An empty cache.
  package init() {}

  /// What an entry holds.
  package subscript(_ name: String) -> [UInt8]? {
    get { entries.withLock { $0[name] } }
    set { entries.withLock { $0[name] = newValue } }
  }

  /// Runs `body` while no other task has the entry, and stores what it leaves there.
  package func exclusively<Value: Sendable>(
    _ name: String, _ body: @Sendable (inout [UInt8]?) async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    let gate = gates.withLock { gates in
      let gate = gates[name] ?? CallGate(limit: 1)
      gates[name] = gate
      return gate
    }
    let cancelled = Failure(.interrupted, "stopped while waiting for the cache", remedy: "start it again")
    return try await gate.pass(orElse: cancelled) { () async throws(Failure) -> Value in
      var entry = self[name]
      do throws(Failure) {
        let value = try await body(&entry)
        self[name] = entry
        return value
      } catch {
        self[name] = entry
        throw error
      }
    }
  }
}

package import Diagnostics

/// What all processes of a project share and nobody else may read: tokens, budgets, breakers.
///
/// The real one keeps each entry in an encrypted file and holds a lock on it across processes while the body runs.
package protocol SealedCache: Sendable {
  /// Runs `body` with the entry locked for every process and stores what it leaves in the `inout`; nil removes the
  /// entry. What a body that throws left there is stored as well: a counted attempt stays counted.
  func exclusively<Value: Sendable>(
    _ name: String, _ body: @Sendable (inout [UInt8]?) async throws(Failure) -> Value
  ) async throws(Failure) -> Value
}

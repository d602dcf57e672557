import Diagnostics

/// What became of some writes.
struct OutboxTally: Sendable {
  var created = 0
  var updated = 0
  var confirmed = 0
  /// Writes that must be decided again: their record moved meanwhile.
  var abandoned: Set<String> = []
  /// Why nothing more should be sent; nil while the system takes writes.
  var stop: Failure?

  mutating func add(_ other: OutboxTally) {
    created += other.created
    updated += other.updated
    confirmed += other.confirmed
    abandoned.formUnion(other.abandoned)
    stop = stop ?? other.stop
  }
}

import Diagnostics

/// What became of some writes.
struct CarryTally: Sendable {
  var created = 0
  var updated = 0
  var confirmed = 0
  /// Keys of records that must be decided again: theirs moved meanwhile, or a write did not arrive.
  var again: Set<String> = []
  /// Why nothing more should be sent; nil while the system takes writes.
  var stop: Failure?

  mutating func add(_ other: CarryTally) {
    created += other.created
    updated += other.updated
    confirmed += other.confirmed
    again.formUnion(other.again)
    stop = stop ?? other.stop
  }
}

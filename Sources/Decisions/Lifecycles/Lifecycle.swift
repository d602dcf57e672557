/// Something that lives in the log: what happens to it in order, and what it owes now.
///
/// Every life cycle is a plain value. The fold, `as-of`, the carrier and the worlds take the same events through the
/// same function, and so agree about what is next.
package protocol Lifecycle: Hashable, Sendable {
  /// What can happen to it.
  associatedtype Event: Hashable, Sendable

  /// Takes what happened; gives the fault of an event that cannot follow, which then changes nothing.
  mutating func take(_ event: Event) -> LifecycleFault?
  /// What is owed now.
  var next: NextStep { get }
  /// The name of the state, as the tables of the documentation and of the projection show it, say `applied`.
  var state: String { get }
}

/// One key of a create, held from its decision to the end of its operation, so that two creates cannot take it.
///
///     free ── reserved ── ended ── released
package struct ReservationLife: Lifecycle {
  /// Where a reservation stands.
  package enum Stage: Hashable, Sendable {
    case free
    /// Held, by that operation.
    case reserved(String)
    /// Its operation is over, and it is held until that is written.
    case ended(String)
    case released
  }

  /// Where it stands, say `reserved("op-1")`.
  package private(set) var stage: Stage = .free

  /// A key that nobody holds.
  package init() {}

  /// The operation that holds the key; nil where nobody does.
  package var holder: String? {
    switch stage {
    case .free, .released: nil
    case .reserved(let operation), .ended(let operation): operation
    }
  }

  /// The name of the state, say `reserved`.
  package var state: String {
    switch stage {
    case .free: "free"
    case .reserved: "reserved"
    case .ended: "ended"
    case .released: "released"
    }
  }

  /// What is owed now: to be released, once the operation is over.
  package var next: NextStep {
    switch stage {
    case .free, .released: .nothing
    case .reserved: .wait(until: nil)
    case .ended: .abandon
    }
  }

  /// Takes what happened; gives the fault of an event that cannot follow, which then changes nothing.
  package mutating func take(_ event: ReservationEvent) -> LifecycleFault? {
    switch event {
    case .reserved(let operation):
      guard let holder else {
        stage = .reserved(operation)
        return nil
      }
      return holder == operation ? .begunAlready : .anothersMatter
    case .operationEnded(let operation):
      if let fault = missing(operation) { return fault }
      guard case .reserved = stage else { return .endedAlready }
      stage = .ended(operation)
    case .released(let operation):
      if let fault = missing(operation) { return fault }
      // Law 6: while an insert may still land, its reservation holds.
      guard case .ended = stage else { return .mayStillLand }
      stage = .released
    case .releasedByPerson:
      guard holder != nil else { return stage == .free ? .notBegun : .endedAlready }
      stage = .released
    }
    return nil
  }

  private func missing(_ operation: String) -> LifecycleFault? {
    guard let holder else { return stage == .free ? .notBegun : .endedAlready }
    return holder == operation ? nil : .anothersMatter
  }
}

/// What happens to one reservation.
package enum ReservationEvent: Hashable, Sendable {
  /// `link.reserved`, for that operation.
  case reserved(String)
  /// The operation is confirmed, failed, abandoned or settled, and nothing of it can land any more.
  case operationEnded(String)
  /// `link.released`.
  case released(String)
  /// A person let go of it.
  case releasedByPerson
}

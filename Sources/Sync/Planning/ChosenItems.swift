import Diagnostics

/// What of a plan's item is needed to carry it out: the rest is decided again.
struct ChosenItem: Sendable {
  let action: PlanItem.Action
  /// When the decision of today has another, the record has moved.
  let fingerprint: String
}

/// The items of a plan that are to be carried out.
struct ChosenItems: Sendable {
  private var byEntity: [String: [String: ChosenItem]] = [:]

  /// `only` names records (`customer/4242`, or `4242`); empty takes all.
  init(_ plan: Plan, only: [String]) throws(Failure) {
    let wanted = Set(only)
    var missing = wanted
    var byEntity: [String: [String: ChosenItem]] = [:]
    try plan.eachItem { item throws(Failure) in
      missing.remove(item.record)
      missing.remove(item.key)
      guard wanted.isEmpty || wanted.contains(item.record) || wanted.contains(item.key) else { return true }
      byEntity[item.entity, default: [:]][item.key] = ChosenItem(
        action: item.action, fingerprint: item.fingerprint)
      return true
    }
    if let name = missing.sorted().first { throw .notInPlan(name, plan.hash) }
    self.byEntity = byEntity
  }

  /// The items of an entity by key.
  func items(of entity: String) -> [String: ChosenItem] { byEntity[entity] ?? [:] }
}

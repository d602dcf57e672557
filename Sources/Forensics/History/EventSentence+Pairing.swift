import Decisions

extension EventSentence {
  static func made(_ link: LinkMade) -> String { "linked to \(link.module) \(link.zohoID) by \(link.how)" }

  static func asked(_ review: LinkReviewAsked) -> String {
    "a person is asked: \(review.reason), \(counted(review.candidates.count, "candidate"))"
  }

  static func settled(_ kind: EventKind, _ settled: LinkSettled) -> String {
    let answer =
      switch (kind, settled.answer) {
      case (.linkRemoved, _): "unlinked" + (settled.zohoID.map { " from \($0)" } ?? "")
      case (_, .link): "answered: linked" + (settled.zohoID.map { " to \($0)" } ?? "")
      case (_, .create): "answered: a new record"
      case (_, .keepApart): "kept apart" + (settled.zohoID.map { " from \($0)" } ?? " from every candidate")
      case (_, .ignore): "answered: ignored until it changes"
      case (_, .unlink): "answered: unlinked"
      case (_, .withdrawn): "the question was withdrawn"
      }
    return "\(answer) (\(settled.by))" + (settled.reason.map { ": \($0)" } ?? "")
  }

  static func left(_ left: RecordLeft) -> String { "left its scope: \(left.reason); policy \(left.policy)" }

  static func decided(_ decision: DecisionMade) -> String {
    let fields = decision.fields.map { field in
      let rule = "(\(field.rule))"
      guard let side = field.to else { return "\(field.id): \(field.action) \(rule)" }
      return "\(field.id) → \(side.rawValue) \(shown(field.value)) \(rule)"
    }
    let held = decision.held.map { ", held: \($0)" } ?? ""
    let base = decision.base.isEmpty ? "" : ", \(counted(decision.base.count, "field")) agreed"
    let owed = (decision.owed ?? []).map {
      "\($0.field) of \($0.side.rawValue) is \($0.reason) (\($0.detail))"
    }
    let owes = owed.isEmpty ? "" : ", " + list(owed, none: "")
    return "\(decision.action), \(decision.outcome.rawValue)\(held)\(base)\(owes)"
      + (fields.isEmpty ? "" : ": " + list(fields, none: ""))
  }

  static func conflict(_ found: ConflictFound) -> String {
    "\(found.field): jde \(shown(found.jde)), zoho \(shown(found.zoho)) (\(found.rule))"
  }

  static func resolved(_ resolved: ConflictResolved) -> String {
    "\(resolved.field) is in conflict no longer: \(resolved.how)"
  }

  /// A value in one line.
  static func shown(_ value: FieldValue) -> String {
    switch value {
    case .absent: "absent"
    case .blank: "blank"
    case .value(let text): "\"\(text.replacing("\n", with: "⏎"))\""
    }
  }
}

import Decisions
import Diagnostics
import JSONText
import Sync

/// A plan as lines for a person, one record each with its changed fields below it.
struct PlanText {
  private let plan: Plan
  private let paint: Paint
  /// Candidates that are shown with a match to review.
  private static let candidatesMax = 3

  init(_ plan: Plan, paint: Paint) {
    self.plan = plan
    self.paint = paint
  }

  /// Items that are printed; the file of the plan has them all.
  private static let itemsMax = 200

  /// The plan, or those of its items that are wanted.
  func answer(only wanted: ((PlanItem) -> Bool)? = nil) throws(Failure) -> Answer {
    var shown: [String] = []
    var count = 0
    try plan.eachItem { item throws(Failure) in
      guard wanted?(item) ?? true else { return true }
      count += 1
      if count <= Self.itemsMax { shown += lines(of: item) }
      // What is not filtered was counted when the plan was made.
      return wanted != nil || count <= Self.itemsMax
    }
    let all = wanted == nil ? plan.count : count
    if all > Self.itemsMax {
      shown.append(
        "… and \((all - Self.itemsMax).grouped) more, one on each line of \(plan.file.trimmingPrefix("./"))"
      )
    }
    return Answer(summary, lines: shown + byEntity, result: plan.json, next: next)
  }

  /// Customers and contacts apart, where there is more than one kind.
  private var byEntity: [String] {
    guard plan.entities.count > 1 else { return [] }
    return plan.entities.map { entity in
      let parts = parts(plan.countsByEntity[entity] ?? [:])
      return "\(entity): " + (parts.isEmpty ? "both systems agree" : parts.joined(separator: ", "))
    }
  }

  /// What is planned, in words: `40 creates`, `2 links`.
  private func parts(_ counts: [PlanItem.Action: Int]) -> [String] {
    var parts: [String] = []
    for (action, one, many) in [
      (PlanItem.Action.create, "create", "creates"), (.update, "update", "updates"),
      (.link, "link", "links"), (.mark, "mark", "marks"), (.unlink, "unlink", "unlinks"),
      (.review, "match to review", "matches to review"),
      (.clearKey, "key to take off another record", "keys to take off other records"),
      (.owed, "key on another record", "keys on other records"),
      (.conflict, "conflict", "conflicts"), (.towardsJDE, "change towards JDE", "changes towards JDE"),
    ] {
      if let count = counts[action], count > 0 { parts.append(count.counted(one, many)) }
    }
    return parts
  }

  private var summary: String {
    var parts = parts(plan.counts)
    if plan.unreadable > 0 {
      parts.append(plan.unreadable.counted("value that cannot be read", "values that cannot be read"))
    }
    if plan.waiting > 0 { parts.append("\(plan.waiting.grouped) waiting for their account") }
    let content = parts.isEmpty ? "both systems agree" : parts.joined(separator: ", ")
    return "plan \(plan.hash.prefix(12)): \(content); needs \(plan.calls.counted("call")) and "
      + "\(plan.credits.counted("credit")) of Zoho"
  }

  private var next: String? {
    if plan.appliedCount > 0 { return "counterfoil apply --limit 10" }
    return plan.counts[.review, default: 0] > 0 ? "counterfoil links --review" : nil
  }

  private func lines(of item: PlanItem) -> [String] {
    let target = item.zohoID.map { "  \(item.module) \($0)" } ?? ""
    let words = item.action == .review ? item.reason.map(QuestionWords.explained) : item.reason
    let reason = words.map { "  (\($0))" } ?? ""
    var lines = [mark(of: item.action) + " \(item.record)  \(item.name)\(target)" + paint(.quiet, reason)]
    // A create carries every field; what it carries is in --json and in the report.
    if item.action != .create {
      for field in item.fields {
        lines.append(
          "    \(field.zoho)\(field.side == .jde ? " (in JDE)" : ""): \(field.from.shown) → \(field.to.shown)"
            + paint(.quiet, "  \(field.rule)"))
      }
    }
    for unreadable in item.unreadable {
      lines.append(
        "    \(unreadable.zoho ?? unreadable.id) (\(unreadable.side.shown)) cannot be read: "
          + unreadable.reason.sentence)
    }
    for candidate in item.candidates.prefix(Self.candidatesMax) {
      lines.append("    candidate \(CandidateText(candidate).line)")
    }
    return lines
  }

  private func mark(of action: PlanItem.Action) -> String {
    switch action {
    case .create: paint(.good, "+ create  ")
    case .update: paint(.careful, "~ update  ")
    case .link: paint(.good, "= link    ")
    case .mark: paint(.careful, "~ mark    ")
    case .unlink: paint(.careful, "- unlink  ")
    case .review: paint(.bad, "? review  ")
    case .conflict: paint(.bad, "! conflict")
    case .towardsJDE: paint(.quiet, "< to JDE, not enabled")
    case .clearKey: paint(.careful, "~ key off ")
    case .owed: paint(.bad, "! key on  ")
    case .unreadable: paint(.bad, "! unreadable")
    }
  }
}

/// One candidate of a review: `{"zoho_id":…,"name":…,"score":…,"keys":[…]}`.
struct CandidateText {
  let zohoID: String
  let name: String
  let score: String
  let keys: [String]

  init(_ json: JSONValue) {
    zohoID = json["zoho_id"]?.string ?? ""
    name = json["name"]?.string ?? ""
    score = json["score"]?.number?.digits ?? json["score"]?.string ?? ""
    keys = json["keys"]?.array?.compactMap { $0.string ?? $0.text } ?? []
  }

  var line: String {
    var line = "\(zohoID)  \(name)"
    if !keys.isEmpty { line += "  same \(keys.joined(separator: ", "))" }
    if !score.isEmpty { line += "  score \(score)" }
    return line
  }
}

extension FieldValue {
  /// The value for a person: at most 60 characters on one line.
  var shown: String {
    switch self {
    case .absent: return "(not seen)"
    case .blank: return "(blank)"
    case .value(let text):
      let line = text.replacing(#/[\r\n]+/#, with: " / ")
      return line.count > 60 ? line.prefix(59) + "…" : line
    }
  }
}

import Decisions
import Diagnostics

/// Who may change a field or a group, and what decides when both did.
struct MergePolicy {
  let owner: FieldOwner
  let tie: TieRule
  let first: Side?
  let foreignEdit: ForeignEditRule
  let allowsClear: Bool

  static let keys = ["owner", "tie", "first", "foreign_edit", "allow_clear"]

  /// Nil where the owner is missing or no owner, which is reported.
  static func read(_ block: KeyedNode, _ problems: inout Problems) -> MergePolicy? {
    let hasOwner = block.take("owner") != nil
    let owner: FieldOwner? = hasOwner ? block.choice("owner", &problems) : nil
    let tie: TieRule? = block.choice("tie", &problems)
    let first: Side? = block.choice("first", &problems)
    let foreignEdit: ForeignEditRule? = block.choice("foreign_edit", &problems)
    let allowsClear = block.flag("allow_clear", &problems) ?? false
    if !hasOwner { block.missing("owner", example: "jde (or zoho, both, initial, none)", &problems) }
    guard let owner else { return nil }
    if tie != nil, owner != .both, let place = block.place(of: "tie") {
      problems.note("tie decides nothing here: it is for owner: both", at: place)
    }
    if foreignEdit != nil, owner != .jde, owner != .zoho, let place = block.place(of: "foreign_edit") {
      problems.note("foreign_edit decides nothing here: it is for owner: jde or zoho", at: place)
    }
    return MergePolicy(
      owner: owner, tie: tie ?? .review, first: first, foreignEdit: foreignEdit ?? .report,
      allowsClear: allowsClear)
  }

  /// A group merges as one, so its members have no policy of their own.
  static func refuse(in block: KeyedNode, group: String, _ problems: inout Problems) {
    for key in keys where block.take(key) != nil {
      guard let place = block.place(of: key) else { continue }
      problems.add(
        .configContradictory, "a field of the group \(group) cannot have its own \(key)", at: place,
        remedy: "write \(key) beside group: \(group), or take the field out of the group")
    }
  }
}

extension MissingRule {
  /// `queue`, `fail` or `{ default: X }`; `queue` where nothing is written.
  static func read(_ block: KeyedNode, hasCrosswalk: Bool, _ problems: inout Problems) -> MissingRule {
    guard let node = block.take("missing") else { return .queue }
    if !hasCrosswalk {
      problems.add(
        .configContradictory, "missing says what happens to a code that a crosswalk lacks, but there is none",
        at: node.place, remedy: "add crosswalk: and its name, or take missing out")
    }
    switch node.content {
    case .text("queue"): return .queue
    case .text("fail"): return .fail
    case .keyed:
      guard let rule = KeyedNode(node, title: "field.missing", keys: ["default"], &problems) else {
        return .queue
      }
      let value = rule.requiredText("default", example: "Other", &problems)
      return value.map { .fallback($0.text) } ?? .queue
    default:
      problems.add(
        .configMalformed, "field.missing cannot be \(node.kind)", at: node.place,
        remedy: "write queue, fail, or { default: Other }")
      return .queue
    }
  }
}

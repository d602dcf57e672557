import Decisions
package import Diagnostics
package import JSONText

/// What `apply` would do, record by record: read from both systems, written to neither.
///
/// The items stay in the plan's file, one JSON object a line between a first line about the plan and a last one that
/// sums it up: a plan of a hundred thousand records is never held in memory.
package struct Plan: Hashable, Sendable {
  /// Hex SHA-256 over the configuration and the items: the plan's name.
  package let hash: String
  /// RFC 3339 UTC.
  package let madeAt: String
  /// The hash of mappings, crosswalks, matching and policy that the plan is bound to.
  package let configuration: String
  package let entities: [String]
  /// The number of items by entity and action.
  package let countsByEntity: [String: [PlanItem.Action: Int]]
  /// Contacts whose account is itself not decided yet.
  package let waiting: Int
  /// Values of either system that cannot be read, those of all items.
  package let unreadable: Int
  /// The calls and credits of Zoho that `apply` will need.
  package let calls: Int
  package let credits: Int
  /// Where the plan is kept.
  package let file: String

  /// The number of items by action.
  package var counts: [PlanItem.Action: Int] {
    countsByEntity.values.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
  }

  /// The number of all items.
  package var count: Int { counts.values.reduce(0, +) }

  /// The items that would be carried out.
  package var appliedCount: Int { counts.filter { $0.key.isApplied }.values.reduce(0, +) }

  /// Hands over the items in their order, as long as `body` says so.
  package func eachItem(_ body: (PlanItem) throws(Failure) -> Bool) throws(Failure) {
    try PlanFile(path: file).eachItem(body)
  }

  /// All items at once; for plans that fit into memory.
  package var items: [PlanItem] {
    get throws(Failure) {
      var items: [PlanItem] = []
      try eachItem { item throws(Failure) in
        items.append(item)
        return true
      }
      return items
    }
  }

  /// The plan without its items, which are in `file`.
  package var json: JSONValue {
    func numbers(_ counts: [PlanItem.Action: Int]) -> JSONValue {
      .object(
        JSONObject(
          PlanItem.Action.allCases.map { JSONObject.Member($0.rawValue, JSONValue(counts[$0] ?? 0)) }))
    }
    let byEntity = entities.map { JSONObject.Member($0, numbers(countsByEntity[$0] ?? [:])) }
    return [
      "hash": JSONValue(hash), "made_at": JSONValue(madeAt), "configuration": JSONValue(configuration),
      "entities": .array(entities.map { JSONValue($0) }), "counts": numbers(counts),
      "by_entity": .object(JSONObject(byEntity)),
      "waiting": JSONValue(waiting), "unreadable": JSONValue(unreadable), "calls": JSONValue(calls),
      "credits": JSONValue(credits),
      "file": JSONValue(file),
    ]
  }
}

import Decisions
package import Diagnostics
package import JSONText

/// What `apply` would do, record by record: read from both systems, written to neither.
package struct Plan: Hashable, Sendable {
  /// Hex SHA-256 over the configuration and the items: the plan's name.
  package let hash: String
  /// RFC 3339 UTC.
  package let madeAt: String
  /// The hash of mappings, crosswalks, matching and policy that the plan is bound to.
  package let configuration: String
  package let entities: [String]
  package let items: [PlanItem]
  /// Contacts whose account is itself not decided yet.
  package let waiting: Int
  /// The calls and credits of Zoho that `apply` will need.
  package let calls: Int
  package let credits: Int

  package init(
    madeAt: String, configuration: String, entities: [String], items: [PlanItem], waiting: Int, calls: Int,
    credits: Int
  ) {
    self.madeAt = madeAt
    self.configuration = configuration
    self.entities = entities
    self.items = items
    self.waiting = waiting
    self.calls = calls
    self.credits = credits
    let named: JSONValue = [
      "configuration": JSONValue(configuration), "items": .array(items.map(\.json)),
    ]
    hash = Decisions.fingerprint(of: named)
  }

  /// The number of items by action.
  package var counts: [PlanItem.Action: Int] {
    Dictionary(items.map { ($0.action, 1) }, uniquingKeysWith: +)
  }

  package init(json: JSONValue, at place: String) throws(Failure) {
    let reader = BodyReader(json)
    do {
      var items: [PlanItem] = []
      for element in reader.elements("items") { items.append(try PlanItem(json: element)) }
      self.init(
        madeAt: try reader.text("made_at"), configuration: try reader.text("configuration"),
        entities: reader.elements("entities").compactMap(\.string), items: items,
        waiting: try reader.count("waiting"), calls: try reader.count("calls"),
        credits: try reader.count("credits"))
    } catch {
      throw .damagedPlan(error.message, at: place)
    }
    guard try reader.text("hash") == hash else {
      throw .damagedPlan("its content does not have the hash that it names", at: place)
    }
  }

  package var json: JSONValue {
    [
      "hash": JSONValue(hash), "made_at": JSONValue(madeAt), "configuration": JSONValue(configuration),
      "entities": .array(entities.map { JSONValue($0) }), "waiting": JSONValue(waiting),
      "calls": JSONValue(calls), "credits": JSONValue(credits), "items": .array(items.map(\.json)),
    ]
  }
}

package import Diagnostics
package import JSONText

/// `conflict.found`: both sides moved a field and the rule wants a person, or a value would be blanked.
package struct ConflictFound: Hashable, Sendable {
  package let entity: String
  package let key: String
  package let field: String
  package let rule: String
  package let jde: FieldValue
  package let zoho: FieldValue
  package let base: FieldPair?

  package init(
    entity: String, key: String, field: String, rule: String, jde: FieldValue, zoho: FieldValue,
    base: FieldPair?
  ) {
    self.entity = entity
    self.key = key
    self.field = field
    self.rule = rule
    self.jde = jde
    self.zoho = zoho
    self.base = base
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    entity = try reader.text("entity")
    key = try reader.text("key")
    field = try reader.text("field")
    rule = try reader.text("rule")
    jde = FieldValue(json: reader.member("jde"))
    zoho = FieldValue(json: reader.member("zoho"))
    base = reader.member("base").map(FieldPair.init(json:))
  }

  package var json: JSONValue {
    var object: JSONObject = [
      "entity": JSONValue(entity), "key": JSONValue(key), "field": JSONValue(field), "rule": JSONValue(rule),
    ]
    object["jde"] = jde.json
    object["zoho"] = zoho.json
    object["base"] = base?.json
    return .object(object)
  }
}

/// `conflict.resolved`: the field is no longer in conflict.
package struct ConflictResolved: Hashable, Sendable {
  package let entity: String
  package let key: String
  package let field: String
  /// `agreed` (the sides agree again), `moved` (another question), or who decided.
  package let how: String

  package init(entity: String, key: String, field: String, how: String) {
    self.entity = entity
    self.key = key
    self.field = field
    self.how = how
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    entity = try reader.text("entity")
    key = try reader.text("key")
    field = try reader.text("field")
    how = try reader.text("how")
  }

  package var json: JSONValue {
    [
      "entity": JSONValue(entity), "key": JSONValue(key), "field": JSONValue(field), "how": JSONValue(how),
    ]
  }
}

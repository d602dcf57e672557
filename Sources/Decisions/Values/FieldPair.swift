package import JSONText

/// The last state of one field that both sides agreed on, kept as each side shows it, because a mapping can
/// lose detail.
package struct FieldPair: Hashable, Sendable {
  /// What JD Edwards showed, in its own canonical form.
  package let jde: FieldValue
  /// What Zoho showed, in its own canonical form.
  package let zoho: FieldValue

  /// A pair of what each side showed.
  package init(jde: FieldValue, zoho: FieldValue) {
    self.jde = jde
    self.zoho = zoho
  }

  /// `{"jde":…,"zoho":…}` without what is absent.
  package var json: JSONValue {
    var object = JSONObject()
    object["jde"] = jde.json
    object["zoho"] = zoho.json
    return .object(object)
  }

  /// A pair read back from an event's body.
  package init(json: JSONValue) {
    jde = FieldValue(json: json["jde"])
    zoho = FieldValue(json: json["zoho"])
  }
}

/// The agreed state of a linked record, by field id.
package typealias Base = [String: FieldPair]

extension Base {
  /// The base as a JSON object, fields in the order of their ids, so that equal bases give equal bytes.
  package var json: JSONValue {
    var object = JSONObject()
    for (id, pair) in sorted(by: { $0.key < $1.key }) { object.append(id, pair.json) }
    return .object(object)
  }

  /// A base read back from an event's body; not an object is no fields.
  package init(json: JSONValue?) {
    self = [:]
    for member in json?.object?.members ?? [] { self[member.key.value] = FieldPair(json: member.value) }
  }
}

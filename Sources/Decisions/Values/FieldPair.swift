package import JSONText

/// The last state of one field that both sides agreed on, kept as each side shows it, because a mapping can
/// lose detail.
package struct FieldPair: Hashable, Sendable {
  /// What JD Edwards showed, in its own canonical form.
  package let jde: FieldValue
  /// What Zoho showed, in its own canonical form.
  package let zoho: FieldValue

  /// Hash of what gave the values their meaning when they were seen or written, `5f0c9a1b.7d3e2468`
  /// (`mappingHash`); nil where it is not known, and then it counts as today's.
  package let mapping: String?
  /// The named form that a side made of what was written to it: `white_space`, `case`, `cut`, `rounded`, `phone`,
  /// `removed_characters` or `label`; nil where each side shows the value as it came.
  package let normalised: String?
  /// What a read-back or a look showed is neither what was written nor a named form of it: neither side counts as
  /// standing where the pair stands, until both agree or a person decided.
  package let isDoubtful: Bool

  /// A pair of what each side showed.
  package init(
    jde: FieldValue, zoho: FieldValue, mapping: String? = nil, normalised: String? = nil,
    isDoubtful: Bool = false
  ) {
    self.jde = jde
    self.zoho = zoho
    self.mapping = mapping
    self.normalised = normalised
    self.isDoubtful = isDoubtful
  }

  /// The same pair, made by the mapping with a hash.
  package func made(by mapping: String?) -> FieldPair {
    FieldPair(jde: jde, zoho: zoho, mapping: mapping, normalised: normalised, isDoubtful: isDoubtful)
  }

  /// The same pair, as one that neither side can be held against.
  package var doubtful: FieldPair {
    FieldPair(jde: jde, zoho: zoho, mapping: mapping, normalised: normalised, isDoubtful: true)
  }

  /// `{"jde":"N30","zoho":"Net 30","mapping":"5f0c…","normalised":"case","doubtful":true}` without what is absent, not
  /// known or not so.
  package var json: JSONValue {
    var object = JSONObject()
    object["jde"] = jde.json
    object["zoho"] = zoho.json
    object["mapping"] = mapping.map { JSONValue($0) }
    object["normalised"] = normalised.map { JSONValue($0) }
    if isDoubtful { object["doubtful"] = true }
    return .object(object)
  }

  /// A pair read back from an event's body.
  package init(json: JSONValue) {
    jde = FieldValue(json: json["jde"])
    zoho = FieldValue(json: json["zoho"])
    mapping = json["mapping"]?.string
    normalised = json["normalised"]?.string
    isDoubtful = json["doubtful"] == JSONValue(true)
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

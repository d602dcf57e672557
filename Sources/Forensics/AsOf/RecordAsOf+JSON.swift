import Decisions
package import JSONText
import Projections

extension RecordAsOf {
  /// The answer as JSON.
  package var json: JSONValue {
    var object: JSONObject = ["record": JSONValue(name.text), "seq": JSONValue(sequence)]
    object["at"] = JSONValue(at)
    object["pairings"] = .array(pairings.map(\.json))
    object["jde"] = .array(jde.map(\.json))
    object["zoho"] = .array(zoho.map(\.json))
    if !fields.isEmpty { object["fields"] = .array(fields.map(\.json)) }
    return .object(object)
  }
}

extension PairingAsOf {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "entity": JSONValue(record.entity), "key": JSONValue(record.key), "linked": JSONValue(isLinked),
    ]
    object["module"] = module.map { JSONValue($0) }
    object["zoho_id"] = zohoID.map { JSONValue($0) }
    object["how"] = how.map { JSONValue($0) }
    object["made"] = madeSequence.map { JSONValue($0) }
    object["removed"] = removedSequence.map { JSONValue($0) }
    return .object(object)
  }
}

extension ObservationAsOf {
  fileprivate var json: JSONValue {
    var object: JSONObject = ["stream": JSONValue(stream), "state": JSONValue(state.rawValue)]
    object["seq"] = sequence.map { JSONValue($0) }
    object["confirmed"] = confirmedSequence.map { JSONValue($0) }
    object["confirmed_at"] = confirmedAt.map { JSONValue($0) }
    object["source_at"] = sourceAt.map { JSONValue($0) }
    object["record"] = .object(record)
    if !written.isEmpty { object["written"] = .object(written) }
    return .object(object)
  }
}

extension FieldAsOf {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "entity": JSONValue(record.entity), "key": JSONValue(record.key), "field": JSONValue(field),
    ]
    object["jde"] = jde.json
    object["mapped"] = mapped.json
    object["zoho"] = zoho.json
    return .object(object)
  }
}

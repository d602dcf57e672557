package import Diagnostics
package import JSONText

/// `record.polled` and `record.fetched`: what a source showed of one record.
package struct RecordObserved: Hashable, Sendable {
  /// The record verbatim; nil where it is the same as the last one of its stream.
  package let record: JSONObject?
  /// The fingerprint of the record: hex SHA-256 of its content, the order of its keys aside.
  package let hash: String

  package init(record: JSONObject, hash: String) {
    self.record = record
    self.hash = hash
  }

  /// The same content as the last observation of its stream.
  package init(unchangedWithHash hash: String) {
    record = nil
    self.hash = hash
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    hash = try reader.text("hash")
    record = reader.member("record")?.object
    guard record != nil || reader.flag("unchanged") else { throw .unreadableBody("record") }
  }

  /// `{"hash":…,"record":{…}}` or `{"hash":…,"unchanged":true}`.
  package var json: JSONValue {
    guard let record else { return ["hash": JSONValue(hash), "unchanged": true] }
    return ["hash": JSONValue(hash), "record": .object(record)]
  }
}

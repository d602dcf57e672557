package import Diagnostics
package import JSONText

/// `record.polled` and `record.fetched`: what a source showed of one record.
package struct RecordObserved: Hashable, Sendable {
  /// The record verbatim; nil where it is the same as the last one of its stream.
  package let record: JSONObject?
  /// The fingerprint of the record: hex SHA-256 of its content, the order of its keys aside.
  package let hash: String

  /// The record is shown as it was before the state that was known: it is recorded, and decides nothing (law 3).
  package let lags: Bool

  package init(record: JSONObject, hash: String, lags: Bool = false) {
    self.record = record
    self.hash = hash
    self.lags = lags
  }

  /// The same content as the last observation of its stream.
  package init(unchangedWithHash hash: String) {
    record = nil
    self.hash = hash
    lags = false
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    hash = try reader.text("hash")
    record = reader.member("record")?.object
    lags = reader.flag("lags")
    guard record != nil || reader.flag("unchanged") else { throw .unreadableBody("record") }
  }

  /// `{"hash":…,"record":{…}}`, with `"lags":true` where it does, or `{"hash":…,"unchanged":true}`.
  package var json: JSONValue {
    guard let record else { return ["hash": JSONValue(hash), "unchanged": true] }
    var object: JSONObject = ["hash": JSONValue(hash), "record": .object(record)]
    object["lags"] = lags ? true : nil
    return .object(object)
  }
}

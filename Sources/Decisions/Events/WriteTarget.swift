package import Diagnostics
package import JSONText

/// What a write is made on: a record of a module of Zoho, or what an orchestration of JD Edwards is about.
package struct WriteTarget: Hashable, Sendable {
  /// The system that is written.
  package let side: Side
  /// The module (`Accounts`) or the orchestration (`CF_CustomerUpdate`).
  package let kind: String
  /// The record; nil for one that is to be made.
  package let id: String?

  /// A target from its parts.
  package init(side: Side, kind: String, id: String?) {
    self.side = side
    self.kind = kind
    self.id = id
  }

  /// A record of a module of Zoho; `id` nil for one that is to be made.
  package static func zoho(_ module: String, _ id: String?) -> WriteTarget {
    WriteTarget(side: .zoho, kind: module, id: id)
  }

  /// The same target once its record is known.
  package func with(id: String) -> WriteTarget { WriteTarget(side: side, kind: kind, id: id) }

  /// The stream of the record; nil while it is not known.
  package var stream: String? {
    guard let id else { return nil }
    return side == .zoho ? StreamKey.zoho(kind, id) : nil
  }

  /// `{"side":"zoho","kind":"Accounts","id":"4876876000000500001"}`, without `id` where it is not known.
  package var json: JSONValue {
    var object: JSONObject = ["side": JSONValue(side.rawValue), "kind": JSONValue(kind)]
    object["id"] = id.map { JSONValue($0) }
    return .object(object)
  }

  /// A target read back from an event's body.
  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    side = try reader.choice("side")
    kind = try reader.text("kind")
    id = reader.optionalText("id")
  }
}

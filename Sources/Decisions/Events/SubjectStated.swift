package import Diagnostics
package import JSONText

/// `subject.stated`: what a person says of a record; an input of every decision about it from then on.
///
/// The newest statement about the same thing holds. `{"subject":"customer/4242","says":"apart",
/// "about":{"side":"zoho","id":"48…501"},"by":"ada","because":"wrong pair"}`.
package struct SubjectStated: Hashable, Sendable {
  /// What can be said.
  package enum Says: String, Hashable, Sendable, CaseIterable {
    /// It is not that record.
    case apart
    /// It is that record.
    case theseTwo = "these_two"
    /// It has no counterpart yet: one is made.
    case isNew = "is_new"
    /// Leave it until the record changes.
    case notUntilChanged = "not_until_changed"
    /// It is still the company that it was, under another name, tax number and place.
    case sameCompany = "same_company"
    /// The row that shows no longer is gone for good: what the mapping wants of records that leave follows.
    case isGone = "is_gone"
    /// The value that this side shows holds.
    case takeSide = "take_side"
    /// This value holds.
    case takeValue = "take_value"
    /// What was said before holds no longer.
    case takenBack = "taken_back"
  }

  /// What it is said about.
  package enum About: Hashable, Sendable {
    /// The record itself: `{}`.
    case subject
    /// A record of the other system: `{"side":"zoho","id":"48…501"}`.
    case record(Side, String)
    /// One side's value of a field, beside the two values that stood there:
    /// `{"field":"credit","side":"jde","jde":"10","zoho":"20"}`.
    case side(field: String, Side, FieldPair)
    /// A value for a field, in Zoho's form, beside the two values that stood there:
    /// `{"field":"credit","value":"15","jde":"10","zoho":"20"}`.
    case value(field: String, FieldValue, FieldPair)
    /// A former statement, by its event: `{"statement":7731}`.
    case statement(UInt64)
  }

  /// The record.
  package let subject: SubjectKey
  package let says: Says
  package let about: About
  /// Who said so: `ada`.
  package let by: String
  /// Why, as given.
  package let because: String?

  /// A statement from its parts.
  package init(subject: SubjectKey, says: Says, about: About, by: String, because: String?) {
    self.subject = subject
    self.says = says
    self.about = about
    self.by = by
    self.because = because
  }

  /// A statement read back; throws `event-unreadable` where a member is missing or is about something else than
  /// what is said.
  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    guard let subject = SubjectKey(try reader.text("subject")) else { throw .unreadableBody("subject") }
    self.subject = subject
    says = try reader.choice("says")
    about = try About(json: reader.member("about") ?? .null, says: says)
    by = try reader.text("by")
    because = reader.optionalText("because")
  }

  package var json: JSONValue {
    var object: JSONObject = [
      "subject": JSONValue(subject.text), "says": JSONValue(says.rawValue), "about": about.json,
      "by": JSONValue(by),
    ]
    object["because"] = because.map { JSONValue($0) }
    return .object(object)
  }
}

extension SubjectStated.About {
  fileprivate init(json: JSONValue, says: SubjectStated.Says) throws(Failure) {
    let reader = BodyReader(json)
    switch says {
    case .isNew, .notUntilChanged, .sameCompany, .isGone: self = .subject
    case .apart, .theseTwo: self = .record(try reader.choice("side"), try reader.text("id"))
    case .takeSide:
      self = .side(field: try reader.text("field"), try reader.choice("side"), FieldPair(json: json))
    case .takeValue:
      self = .value(
        field: try reader.text("field"), FieldValue(json: reader.member("value")), FieldPair(json: json))
    case .takenBack:
      guard let statement = reader.optionalSequence("statement") else { throw .unreadableBody("statement") }
      self = .statement(statement)
    }
  }

  fileprivate var json: JSONValue {
    switch self {
    case .subject: return [:]
    case .record(let side, let id): return ["side": JSONValue(side.rawValue), "id": JSONValue(id)]
    case .side(let field, let side, let pair):
      return Self.field(["field": JSONValue(field), "side": JSONValue(side.rawValue)], pair)
    case .value(let field, let value, let pair):
      var object: JSONObject = ["field": JSONValue(field)]
      object["value"] = value.json
      return Self.field(object, pair)
    case .statement(let sequence): return ["statement": JSONValue(sequence)]
    }
  }

  private static func field(_ object: JSONObject, _ pair: FieldPair) -> JSONValue {
    var object = object
    object["jde"] = pair.jde.json
    object["zoho"] = pair.zoho.json
    return .object(object)
  }

  /// What a newer statement takes the place of: equal slots are about the same thing.
  ///
  /// `zoho/48…501`, `field/credit`, `pairing`, `waiting`, `identity`, `presence`; nil for one that only takes another back.
  package func slot(_ says: SubjectStated.Says) -> String? {
    switch self {
    case .record(let side, let id): "\(side.rawValue)/\(id)"
    case .side(let field, _, _), .value(let field, _, _): "field/\(field)"
    case .subject:
      switch says {
      case .sameCompany: "identity"
      case .notUntilChanged: "waiting"
      case .isGone: "presence"
      default: "pairing"
      }
    case .statement: nil
    }
  }
}

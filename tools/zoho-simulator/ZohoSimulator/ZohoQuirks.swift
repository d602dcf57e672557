package import JSONText

/// One answer to each question about Zoho CRM that stays unconfirmed; each is a switch.
package struct ZohoQuirks: Hashable, Sendable {
  /// The HTTP status where every row of a write was refused.
  package var allRowsRefused = AllRowsRefused.status202
  /// The HTTP status where some rows were refused.
  package var someRowsRefused = SomeRowsRefused.status207
  /// How a clash of a unique field says whose value it is.
  package var duplicateShape = DuplicateShape.duplicateRecord
  /// The HTTP status of the token service's "too many requests".
  package var throttledToken = ThrottledToken.status400
  /// What an id gives that does not exist any more.
  package var goneRecord = GoneRecord.status400
  /// The code for a token that is not known.
  package var badToken = BadToken.authenticationFailure
  /// The HTTP status of a missing scope.
  package var missingScope = MissingScope.status401
  /// The code of a 429.
  package var tooMany = TooMany.rateLimitExceeded
  /// Whether counts are numbers.
  package var count = Count.string
  /// What a page token remembers.
  package var pageToken = PageToken.offset
  /// Whether errors of a whole request stand in `data`.
  package var requestError = RequestError.wrapped
  /// In whose zone times are shown.
  package var timeZone = TimeZone.centralEurope
  /// How the token answer says when it expires.
  package var expiry = Expiry.milliseconds
  /// Whether the token answer names its scopes.
  package var scope = Scope.missing
  /// What a field gives that the module does not have.
  package var unknownField = UnknownField.ignored
  /// What a value gives that a picklist does not have.
  package var unknownChoice = UnknownChoice.refused
  /// Whether blanks around texts are kept.
  package var textBlanks = TextBlanks.trimmed
  /// Whether Account_Name, Vendor_Name and Email are unique.
  package var systemFields = SystemFields.repeatable
  /// How many values `in` takes.
  package var valuesInList = ValuesInList.fifty
  /// Whether row errors say where in the request they are.
  package var jsonPath = JSONPath.missing

  /// The most inconvenient of all: what tests run against.
  package static let awkward = ZohoQuirks()

  /// The most convenient of all, as Zoho's pages show it.
  package static let plain: ZohoQuirks = {
    var quirks = ZohoQuirks()
    quirks.allRowsRefused = .status400
    quirks.throttledToken = .status200
    quirks.goneRecord = .status204
    quirks.badToken = .invalidToken
    quirks.tooMany = .tooManyRequests
    quirks.count = .number
    quirks.pageToken = .key
    quirks.requestError = .bare
    quirks.timeZone = .utc
    quirks.expiry = .seconds
    quirks.scope = .given
    quirks.textBlanks = .kept
    quirks.valuesInList = .hundred
    quirks.jsonPath = .given
    return quirks
  }()
}

extension ZohoQuirks {
  package enum AllRowsRefused: String, CaseIterable, Sendable { case status202, status400 }
  package enum SomeRowsRefused: String, CaseIterable, Sendable { case status207, status200 }
  package enum DuplicateShape: String, CaseIterable, Sendable { case duplicateRecord, id }
  package enum ThrottledToken: String, CaseIterable, Sendable { case status400, status200 }
  package enum GoneRecord: String, CaseIterable, Sendable { case status400, status404, status204 }
  package enum BadToken: String, CaseIterable, Sendable { case authenticationFailure, invalidToken }
  package enum MissingScope: String, CaseIterable, Sendable { case status401, status403 }
  package enum TooMany: String, CaseIterable, Sendable { case rateLimitExceeded, tooManyRequests }
  package enum Count: String, CaseIterable, Sendable { case string, number }
  package enum PageToken: String, CaseIterable, Sendable { case offset, key }
  package enum RequestError: String, CaseIterable, Sendable { case wrapped, bare }
  package enum TimeZone: String, CaseIterable, Sendable { case centralEurope, utc }
  package enum Expiry: String, CaseIterable, Sendable { case milliseconds, missing, seconds }
  package enum Scope: String, CaseIterable, Sendable { case missing, given }
  package enum UnknownField: String, CaseIterable, Sendable { case ignored, refused }
  package enum UnknownChoice: String, CaseIterable, Sendable { case refused, accepted }
  package enum TextBlanks: String, CaseIterable, Sendable { case trimmed, kept }
  package enum SystemFields: String, CaseIterable, Sendable { case repeatable, unique }
  package enum ValuesInList: String, CaseIterable, Sendable { case fifty, hundred }
  package enum JSONPath: String, CaseIterable, Sendable { case missing, given }

  /// Turns one switch by its name; false where there is no such switch or position.
  package mutating func turn(_ name: String, to value: String) -> Bool {
    func set<Switch: RawRepresentable<String>>(_ path: WritableKeyPath<ZohoQuirks, Switch>) -> Bool {
      guard let position = Switch(rawValue: value) else { return false }
      self[keyPath: path] = position
      return true
    }
    switch name {
    case "allRowsRefused": return set(\.allRowsRefused)
    case "someRowsRefused": return set(\.someRowsRefused)
    case "duplicateShape": return set(\.duplicateShape)
    case "throttledToken": return set(\.throttledToken)
    case "goneRecord": return set(\.goneRecord)
    case "badToken": return set(\.badToken)
    case "missingScope": return set(\.missingScope)
    case "tooMany": return set(\.tooMany)
    case "count": return set(\.count)
    case "pageToken": return set(\.pageToken)
    case "requestError": return set(\.requestError)
    case "timeZone": return set(\.timeZone)
    case "expiry": return set(\.expiry)
    case "scope": return set(\.scope)
    case "unknownField": return set(\.unknownField)
    case "unknownChoice": return set(\.unknownChoice)
    case "textBlanks": return set(\.textBlanks)
    case "systemFields": return set(\.systemFields)
    case "valuesInList": return set(\.valuesInList)
    case "jsonPath": return set(\.jsonPath)
    default: return false
    }
  }

  /// All switches as they stand.
  package var json: JSONValue {
    let switches: [(String, String)] = [
      ("allRowsRefused", allRowsRefused.rawValue), ("someRowsRefused", someRowsRefused.rawValue),
      ("duplicateShape", duplicateShape.rawValue), ("throttledToken", throttledToken.rawValue),
      ("goneRecord", goneRecord.rawValue), ("badToken", badToken.rawValue),
      ("missingScope", missingScope.rawValue), ("tooMany", tooMany.rawValue), ("count", count.rawValue),
      ("pageToken", pageToken.rawValue), ("requestError", requestError.rawValue),
      ("timeZone", timeZone.rawValue), ("expiry", expiry.rawValue), ("scope", scope.rawValue),
      ("unknownField", unknownField.rawValue), ("unknownChoice", unknownChoice.rawValue),
      ("textBlanks", textBlanks.rawValue), ("systemFields", systemFields.rawValue),
      ("valuesInList", valuesInList.rawValue), ("jsonPath", jsonPath.rawValue),
    ]
    return .object(JSONObject(switches.map { JSONObject.Member($0.0, JSONValue($0.1)) }))
  }
}

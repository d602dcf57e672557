package import JSONText

/// One answer to each question about AIS that stays unconfirmed; each is a switch.
package struct AISQuirks: Hashable, Sendable {
  /// Whether strings keep their trailing blanks.
  package var padding = Padding.padded
  /// How a blank string looks.
  package var blankString = BlankString.oneBlank
  /// How an empty date looks.
  package var emptyDate = EmptyDate.null
  /// How a date looks.
  package var dateForm = DateForm.compact
  /// What `validate` says to a dead token.
  package var deadTokenValidated = DeadToken.status444
  /// How `timeStamp` is written.
  package var timeStamp = TimeStamp.dotted
  /// What the column headings are called.
  package var headings = Headings.titles
  /// Whether a page that has another behind it says how to get it.
  package var links = Links.given
  /// Where next-links point.
  package var linkOrigin = LinkOrigin.internalHost
  /// What a column that does not exist gives.
  package var unknownColumn = UnknownColumn.status503
  /// What a table without permission gives.
  package var deniedTable = DeniedTable.status403
  /// What a cursor gives whose session was closed.
  package var cursorWithoutSession = CursorWithoutSession.status444
  /// How COUNT answers.
  package var count = Count.output
  /// How rows come that nobody asked to sort.
  package var unsorted = Unsorted.descending
  /// Whether a page without rows has an empty rowset or none.
  package var emptyRowset = EmptyRowset.missing
  /// How much the token answer says of the user.
  package var userInfo = UserInfo.bare
  /// Whether errors of the server are JSON or the container's HTML.
  package var serverError = ServerError.html

  /// The most inconvenient of all: what tests run against.
  package static let awkward = AISQuirks()

  /// The most convenient of all, as Oracle's examples show it.
  package static let plain: AISQuirks = {
    var quirks = AISQuirks()
    quirks.padding = .trimmed
    quirks.blankString = .empty
    quirks.emptyDate = .emptyString
    quirks.deadTokenValidated = .status200
    quirks.headings = .columns
    quirks.linkOrigin = .own
    quirks.unknownColumn = .status500
    quirks.count = .count
    quirks.unsorted = .byKey
    quirks.emptyRowset = .empty
    quirks.userInfo = .full
    quirks.serverError = .json
    return quirks
  }()
}

extension AISQuirks {
  package enum Padding: String, CaseIterable, Sendable { case padded, trimmed }
  package enum BlankString: String, CaseIterable, Sendable { case oneBlank, empty }
  package enum EmptyDate: String, CaseIterable, Sendable { case null, emptyString, oneBlank, zero }
  package enum DateForm: String, CaseIterable, Sendable { case compact, iso, display, julian }
  package enum DeadToken: String, CaseIterable, Sendable { case status444, status403, status200 }
  package enum TimeStamp: String, CaseIterable, Sendable { case dotted, iso }
  package enum Headings: String, CaseIterable, Sendable { case titles, columns, both }
  package enum Links: String, CaseIterable, Sendable { case given, missing }
  package enum LinkOrigin: String, CaseIterable, Sendable { case internalHost, own }
  package enum UnknownColumn: String, CaseIterable, Sendable { case status503, status500 }
  package enum DeniedTable: String, CaseIterable, Sendable { case status403, status500 }
  package enum CursorWithoutSession: String, CaseIterable, Sendable { case status444, expired }
  package enum Count: String, CaseIterable, Sendable { case output, count }
  package enum Unsorted: String, CaseIterable, Sendable { case descending, byKey }
  package enum EmptyRowset: String, CaseIterable, Sendable { case missing, empty }
  package enum UserInfo: String, CaseIterable, Sendable { case bare, full }
  package enum ServerError: String, CaseIterable, Sendable { case html, json }

  /// Turns one switch by its name; false where there is no such switch or position.
  package mutating func turn(_ name: String, to value: String) -> Bool {
    func set<Switch: RawRepresentable<String>>(_ path: WritableKeyPath<AISQuirks, Switch>) -> Bool {
      guard let position = Switch(rawValue: value) else { return false }
      self[keyPath: path] = position
      return true
    }
    switch name {
    case "padding": return set(\.padding)
    case "blankString": return set(\.blankString)
    case "emptyDate": return set(\.emptyDate)
    case "dateForm": return set(\.dateForm)
    case "deadTokenValidated": return set(\.deadTokenValidated)
    case "timeStamp": return set(\.timeStamp)
    case "headings": return set(\.headings)
    case "links": return set(\.links)
    case "linkOrigin": return set(\.linkOrigin)
    case "unknownColumn": return set(\.unknownColumn)
    case "deniedTable": return set(\.deniedTable)
    case "cursorWithoutSession": return set(\.cursorWithoutSession)
    case "count": return set(\.count)
    case "unsorted": return set(\.unsorted)
    case "emptyRowset": return set(\.emptyRowset)
    case "userInfo": return set(\.userInfo)
    case "serverError": return set(\.serverError)
    default: return false
    }
  }

  /// All switches as they stand.
  package var json: JSONValue {
    let switches: [(String, String)] = [
      ("padding", padding.rawValue), ("blankString", blankString.rawValue), ("emptyDate", emptyDate.rawValue),
      ("dateForm", dateForm.rawValue), ("deadTokenValidated", deadTokenValidated.rawValue),
      ("timeStamp", timeStamp.rawValue), ("headings", headings.rawValue), ("links", links.rawValue),
      ("linkOrigin", linkOrigin.rawValue), ("unknownColumn", unknownColumn.rawValue),
      ("deniedTable", deniedTable.rawValue), ("cursorWithoutSession", cursorWithoutSession.rawValue),
      ("count", count.rawValue), ("unsorted", unsorted.rawValue), ("emptyRowset", emptyRowset.rawValue),
      ("userInfo", userInfo.rawValue), ("serverError", serverError.rawValue),
    ]
    return .object(JSONObject(switches.map { JSONObject.Member($0.0, JSONValue($0.1)) }))
  }
}

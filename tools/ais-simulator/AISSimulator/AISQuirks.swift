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
  /// The positions of `padding`.
  package enum Padding: String, CaseIterable, Sendable { case padded, trimmed }
  /// The positions of `blankString`.
  package enum BlankString: String, CaseIterable, Sendable { case oneBlank, empty }
  /// The positions of `emptyDate`.
  package enum EmptyDate: String, CaseIterable, Sendable { case null, emptyString, oneBlank, zero }
  /// The positions of `dateForm`.
  package enum DateForm: String, CaseIterable, Sendable { case compact, iso, display, julian }
  /// The positions of `deadToken`.
  package enum DeadToken: String, CaseIterable, Sendable { case status444, status403, status200 }
  /// The positions of `timeStamp`.
  package enum TimeStamp: String, CaseIterable, Sendable { case dotted, iso }
  /// The positions of `headings`.
  package enum Headings: String, CaseIterable, Sendable { case titles, columns, both }
  /// The positions of `links`.
  package enum Links: String, CaseIterable, Sendable { case given, missing }
  /// The positions of `linkOrigin`.
  package enum LinkOrigin: String, CaseIterable, Sendable { case internalHost, own }
  /// The positions of `unknownColumn`.
  package enum UnknownColumn: String, CaseIterable, Sendable { case status503, status500 }
  /// The positions of `deniedTable`.
  package enum DeniedTable: String, CaseIterable, Sendable { case status403, status500 }
  /// The positions of `cursorWithoutSession`.
  package enum CursorWithoutSession: String, CaseIterable, Sendable { case status444, expired }
  /// The positions of `count`.
  package enum Count: String, CaseIterable, Sendable { case output, count }
  /// The positions of `unsorted`.
  package enum Unsorted: String, CaseIterable, Sendable { case descending, byKey }
  /// The positions of `emptyRowset`.
  package enum EmptyRowset: String, CaseIterable, Sendable { case missing, empty }
  /// The positions of `userInfo`.
  package enum UserInfo: String, CaseIterable, Sendable { case bare, full }
  /// The positions of `serverError`.
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

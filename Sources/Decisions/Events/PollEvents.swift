package import Diagnostics
package import JSONText

/// `poll.started`: the reading of one source begins.
package struct PollStarted: Hashable, Sendable {
  /// How a source is read.
  package enum Mode: String, Hashable, Sendable {
    /// Every record, whole.
    case full
    /// What changed since the watermark less its overlap.
    case changes
  }

  package let mode: Mode
  /// The lower end of the window (a day or an instant); nil for a full read.
  package let from: String?
  /// The columns or fields asked for: a wider mapping needs a full read again.
  package let columns: [String]
  /// The search types asked for, `["C", "O"]`, none for all of them: further ones need a full read again; nil where the
  /// source has no such thing.
  package let searchTypes: [String]?
  /// The key from which an interrupted read goes on; nil from the beginning.
  package let resumedAfter: JSONValue?

  package init(
    mode: Mode, from: String?, columns: [String], searchTypes: [String]? = nil, resumedAfter: JSONValue?
  ) {
    self.mode = mode
    self.from = from
    self.columns = columns
    self.searchTypes = searchTypes
    self.resumedAfter = resumedAfter
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    mode = try reader.choice("mode")
    from = reader.optionalText("from")
    columns = reader.elements("columns").compactMap(\.string)
    searchTypes = reader.member("search_types")?.array?.compactMap(\.string)
    resumedAfter = reader.member("resumed_after")
  }

  package var json: JSONValue {
    var object: JSONObject = ["mode": JSONValue(mode.rawValue)]
    object["from"] = from.map { JSONValue($0) }
    object["columns"] = .array(columns.map { JSONValue($0) })
    object["search_types"] = searchTypes.map { .array($0.map { JSONValue($0) }) }
    object["resumed_after"] = resumedAfter
    return .object(object)
  }
}

/// `poll.progressed`: one page is in the log, in the same commit as this.
package struct PollProgressed: Hashable, Sendable {
  /// The page's number within its poll, from 1.
  package let page: Int
  package let rows: Int
  /// Where the next page begins: the last key (JDE) or the page token's place (Zoho); nil where it cannot be resumed.
  package let lastKey: JSONValue?

  package init(page: Int, rows: Int, lastKey: JSONValue?) {
    self.page = page
    self.rows = rows
    self.lastKey = lastKey
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    page = try reader.count("page")
    rows = try reader.count("rows")
    lastKey = reader.member("last_key")
  }

  package var json: JSONValue {
    var object: JSONObject = ["page": JSONValue(page), "rows": JSONValue(rows)]
    object["last_key"] = lastKey
    return .object(object)
  }
}

/// `poll.completed`: the source was read to its end; an empty read is evidence too.
package struct PollCompleted: Hashable, Sendable {
  package let pages: Int
  package let rows: Int
  package let changed: Int
  /// The server's own time, as it says it; nil where it does not.
  package let serverTime: String?
  /// The server's clock less ours, in whole seconds; nil where unknown.
  package let skewSeconds: Int?

  package init(pages: Int, rows: Int, changed: Int, serverTime: String?, skewSeconds: Int?) {
    self.pages = pages
    self.rows = rows
    self.changed = changed
    self.serverTime = serverTime
    self.skewSeconds = skewSeconds
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    pages = try reader.count("pages")
    rows = try reader.count("rows")
    changed = try reader.count("changed")
    serverTime = reader.optionalText("server_time")
    skewSeconds = reader.member("skew_seconds")?.int
  }

  package var json: JSONValue {
    var object: JSONObject = [
      "pages": JSONValue(pages), "rows": JSONValue(rows), "changed": JSONValue(changed),
    ]
    object["server_time"] = serverTime.map { JSONValue($0) }
    object["skew_seconds"] = skewSeconds.map { JSONValue($0) }
    return .object(object)
  }
}

/// `watermark.moved`: the next poll of the source begins here, less its overlap.
package struct WatermarkMoved: Hashable, Sendable {
  /// A day `yyyyMMdd` (JDE) or an instant in RFC 3339 UTC (Zoho).
  package let to: String
  /// The columns or fields that everything up to here was read with.
  package let columns: [String]
  /// The search types that it was read for, none for all of them; nil where the source has no such thing.
  package let searchTypes: [String]?

  package init(to: String, columns: [String], searchTypes: [String]? = nil) {
    self.to = to
    self.columns = columns
    self.searchTypes = searchTypes
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    to = try reader.text("to")
    columns = reader.elements("columns").compactMap(\.string)
    searchTypes = reader.member("search_types")?.array?.compactMap(\.string)
  }

  package var json: JSONValue {
    var object: JSONObject = ["to": JSONValue(to), "columns": .array(columns.map { JSONValue($0) })]
    object["search_types"] = searchTypes.map { .array($0.map { JSONValue($0) }) }
    return .object(object)
  }
}

/// `day.turned`: JDE's date is another one; future-dated facts may have become current.
package struct DayTurned: Hashable, Sendable {
  /// `yyyyMMdd`; nil at the first observation.
  package let from: String?
  /// `yyyyMMdd`.
  package let to: String

  package init(from: String?, to: String) {
    self.from = from
    self.to = to
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    from = reader.optionalText("from")
    to = try reader.text("to")
  }

  package var json: JSONValue {
    var object = JSONObject()
    object["from"] = from.map { JSONValue($0) }
    object["to"] = JSONValue(to)
    return .object(object)
  }
}

/// `metadata.read`: what a system says of its fields, permissions, owners and currencies.
package struct MetadataRead: Hashable, Sendable {
  package let hash: String
  /// What the system said, verbatim; nil where it is the same as before.
  package let answer: JSONValue?
  /// Whether the answer was too long for an event, so that only what is used of it is kept; the hash is of all of it.
  package let isShortened: Bool

  package init(hash: String, answer: JSONValue?, isShortened: Bool = false) {
    self.hash = hash
    self.answer = answer
    self.isShortened = isShortened
  }

  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    hash = try reader.text("hash")
    answer = reader.member("answer")
    isShortened = reader.member("shortened")?.bool ?? false
  }

  package var json: JSONValue {
    guard let answer else { return ["hash": JSONValue(hash), "unchanged": true] }
    guard isShortened else { return ["hash": JSONValue(hash), "answer": answer] }
    return ["hash": JSONValue(hash), "answer": answer, "shortened": true]
  }
}

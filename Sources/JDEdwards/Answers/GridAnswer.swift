import Decisions
import Diagnostics
import HTTPTransport
import JSONText

/// What a data-service answer of status 200 holds, once it is known to be a success.
///
/// Law: missing is not "no". What an answer does not say, and what it says against itself, is not guessed at: it is a
/// failure, or, for its end, nil.
struct GridAnswer: Sendable {
  let rows: [TableRow]
  /// Whether the server says that there is more; nil where it has not said.
  let more: Bool?
  let nextLink: String?
  let jdeTime: String?
  let serverDate: Int64?

  /// Reads the answer to the page of this number, from 1; a failure inside HTTP 200 is thrown like any other.
  init(_ answer: HTTPAnswer, query: TableQuery, page: Int) throws(Failure) {
    let place = Self.place(query, page: page)
    let root = try AISBody.read(answer, place: place)
    let form = try Self.form(of: root, table: query.table, place: place)
    if let says = AISBody.errorText(form["errors"]) { throw .server(place, status: 200, says: says) }
    guard let grid = form["data"]?["gridData"], grid.object != nil else {
      throw .unusableAnswer(place, "its body holds no grid")
    }
    let summary = GridSummary(grid["summary"])
    rows = try Self.rows(grid["rowset"], summary: summary, table: query.table, place: place)
    if let records = summary.records, records != rows.count {
      throw .unusableAnswer(place, "it holds \(rows.count) rows and says that they are \(records)")
    }
    nextLink = root["links"]?.array?.first { $0["rel"]?.string == "next" }?["href"]?.string
    more =
      switch (summary.more, nextLink) {
      case (false, .some): nil  // "no more", with a way to more: neither is believed
      case (nil, .some): true
      case (let said, _): said
      }
    jdeTime = root["timeStamp"]?.string
    serverDate = answer.date
    try requireColumns(query, place: place)
  }

  /// What messages call a page: `F0101, page 3`.
  static func place(_ query: TableQuery, page: Int) -> String { "\(query.table), page \(page)" }

  /// The part of the answer that is about the table which was asked for: `fs_DATABROWSE_F0101`.
  private static func form(of root: JSONValue, table: String, place: String) throws(Failure) -> JSONValue {
    let forms = (root.object?.members ?? []).filter { $0.key.value.hasPrefix("fs_") }
    guard let other = forms.first else {
      let says = AISBody.errorText(in: root).map { ": \($0)" } ?? ""
      throw .unusableAnswer(place, "its body holds no grid\(says)")
    }
    guard let form = root["fs_DATABROWSE_\(table)"] else {
      throw .unusableAnswer(place, "it is about \(AISBody.line(other.key.value)), not about \(table)")
    }
    return form
  }

  private static func rows(
    _ rowset: JSONValue?, summary: GridSummary, table: String, place: String
  ) throws(Failure) -> [TableRow] {
    switch rowset {
    case .array(let elements):
      return try elements.map { element throws(Failure) in
        guard let record = element.object else {
          throw .unusableAnswer(place, "a row of its grid is no object")
        }
        return TableRow(table: table, record: record)
      }
    case nil, .null:
      // Some servers leave an empty row set out; then the summary has to say that it is empty.
      guard summary.records == 0, summary.more == false else {
        throw .unusableAnswer(place, "its grid has no rows, and does not say that there are none")
      }
      return []
    default: throw .unusableAnswer(place, "the rows of its grid are no list")
    }
  }

  /// Column security may drop a column without a word: absent is not blank.
  private func requireColumns(_ query: TableQuery, place: String) throws(Failure) {
    let names = query.columns.map { "\(query.table)_\($0)" }
    var whole: [JSONString] = []  // the names of the last row that was looked at: most rows have the same
    for members in rows.lazy.map(\.record.members) {
      if members.count == whole.count, zip(members, whole).allSatisfy({ $0.key == $1 }) { continue }
      let object = JSONObject(members)
      let missing = zip(query.columns, names).filter { object[$0.1] == nil }.map(\.0)
      if !missing.isEmpty { throw .columnMissing(missing, of: query.table, at: place) }
      guard Set(members.map(\.key.value)).count == members.count else {
        throw .unusableAnswer(place, "a row of its grid shows a column twice")
      }
      whole = members.map(\.key)
    }
  }
}

/// What a grid says of itself: `"summary":{"records":100,"moreRecords":true}`.
private struct GridSummary {
  /// Rows on this page; nil where it does not say.
  let records: Int?
  /// Whether there are more behind it; nil where it does not say.
  let more: Bool?

  init(_ json: JSONValue?) {
    records = json?["records"]?.int ?? json?["records"]?.string.flatMap { Int($0) }
    more =
      switch json?["moreRecords"] {
      case .bool(let said): said
      case .string(let text): ["true": true, "false": false][text.value.lowercased()]
      default: nil
      }
  }
}

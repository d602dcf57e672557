import Decisions
import Diagnostics
import HTTPTransport
import JSONText

/// What a data-service answer of status 200 holds, once it is known to be a success.
struct GridAnswer: Sendable {
  let rows: [TableRow]
  let more: Bool
  let nextLink: String?
  let jdeTime: String?
  let serverDate: Int64?

  /// Reads an answer; a failure inside HTTP 200 is thrown like any other.
  init(_ answer: HTTPAnswer, query: TableQuery) throws(Failure) {
    let root = try AISBody.read(answer, place: query.table)
    guard let form = root.object?.members.first(where: { $0.key.raw.hasPrefix("fs_") })?.value else {
      throw .unusableAnswer(query.table, "its body holds no grid")
    }
    if let says = AISBody.errorText(form["errors"]) { throw .server(query.table, status: 200, says: says) }
    guard let grid = form["data"]?["gridData"] else {
      throw .unusableAnswer(query.table, "its body holds no grid")
    }
    rows = try (grid["rowset"]?.array ?? []).map { row throws(Failure) in
      guard let record = row.object else {
        throw .unusableAnswer(query.table, "a row of its grid is no object")
      }
      return TableRow(table: query.table, record: record)
    }
    more = grid["summary"]?["moreRecords"]?.bool ?? (grid["summary"]?["moreRecords"]?.string == "true")
    nextLink = root["links"]?.array?.first { $0["rel"]?.string == "next" }?["href"]?.string
    jdeTime = root["timeStamp"]?.string
    serverDate = answer.date
    try requireColumns(query)
  }

  /// Column security may drop a column without a word: absent is not blank.
  private func requireColumns(_ query: TableQuery) throws(Failure) {
    let keys = query.columns.map { "\(query.table)_\($0)" }
    for (index, row) in rows.enumerated() {
      if index > 0 && row.record.count >= keys.count { continue }
      let missing = zip(query.columns, keys).filter { row.record[$0.1] == nil }.map(\.0)
      if !missing.isEmpty { throw .columnMissing(missing, of: query.table) }
    }
  }
}

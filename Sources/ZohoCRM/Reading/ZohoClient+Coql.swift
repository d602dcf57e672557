package import Diagnostics
import HTTPTransport
package import JSONText

/// One page of a COQL query.
package struct CoqlPage: Sendable {
  /// The rows verbatim.
  package let rows: [JSONValue]
  /// Whether there are more behind them.
  package let more: Bool
  /// Zoho's clock (`Date`), in seconds since 1970 UTC; nil where it says none.
  package let serverDate: Int64?
}

extension ZohoClient {
  /// The most values that one `in (…)` takes.
  private static let valuesPerQuery = 50

  /// One page of a COQL query; the limit stands apart, because it decides what the call costs.
  ///
  /// At most 2,000 rows.
  package func coql(
    _ select: String, module: String, limit: Int = 200, offset: Int = 0
  ) async throws(Failure) -> CoqlPage {
    var request = ZohoRequest(
      method: .post, path: "/coql", kind: "coql/\(module)", credits: CreditCost.coql(limit: limit),
      isHeavy: true,
      scope: "ZohoCRM.coql.READ and ZohoCRM.modules.\(module.lowercased()).READ")
    let query = "\(select) limit \(limit)" + (offset > 0 ? " offset \(offset)" : "")
    request.body = ["select_query": .string(query)]
    let (json, answer) = try await readJSON(request)
    guard let json else { return CoqlPage(rows: [], more: false, serverDate: answer.date) }
    let found = try AnsweredRows(json, place: request.place)
    guard let more = found.more else { throw .zohoEndNotSaid(request.place) }
    return CoqlPage(rows: found.rows.map { .object($0) }, more: more, serverDate: answer.date)
  }

  /// The ids of the records whose field holds one of these values, by value: through COQL, which has no
  /// index lag.
  ///
  /// A value can have several ids where Zoho does not enforce that it is unique.
  package func ids(
    _ module: String, where field: String, in values: [String]
  ) async throws(Failure) -> [String: [String]] {
    var found: [String: [String]] = [:]
    for start in stride(from: 0, to: values.count, by: Self.valuesPerQuery) {
      let list = values[start..<min(start + Self.valuesPerQuery, values.count)].map(Self.quoted).joined(
        separator: ",")
      var last: String?
      var number = 0
      repeat {
        number += 1
        // By the last id, not by an offset: offsets end at 100,000.
        let behind = last.map { " and id > '\($0)'" } ?? ""
        let page = try await coql(
          "select id, \(field) from \(module) where \(field) in (\(list))\(behind) order by id asc",
          module: module)
        let place = "POST /crm/v8/coql, page \(number)"
        for row in page.rows {
          guard let id = row["id"]?.string, last.map({ RecordID.isHigher(id, than: $0) }) ?? true else {
            throw .zohoListing(place, "does not sort \(module) by id, or shows a record again")
          }
          guard let value = row[field]?.string ?? row[field]?.number?.digits else {
            throw .zohoUnreadable(place, "record \(id) of \(module) shows no \(field)")
          }
          last = id
          found[value, default: []].append(id)
        }
        guard page.more else { break }
        guard !page.rows.isEmpty else {
          throw .zohoListing(place, "says that there are more records of \(module), and shows none")
        }
      } while number < RecordCursor.pagesMax
      guard number < RecordCursor.pagesMax else {
        throw .zohoEndless("POST /crm/v8/coql", pages: number)
      }
    }
    return found
  }

  /// The records whose field holds one of these values, whole, by the value that they were found by: what a record then
  /// shows in the field may be hidden or cannot be read, and it is found all the same.
  ///
  /// - Throws: Also where one that was found is not shown: it is there, so that nothing may be concluded without it.
  package func records(
    _ module: String, where field: String, in values: [String], fields: [String]
  ) async throws(Failure) -> [String: [JSONValue]] {
    let found = try await ids(module, where: field, in: values)
    let ids = found.values.joined().sorted()
    var shown: [String: JSONValue] = [:]
    for start in stride(from: 0, to: ids.count, by: Self.idsPerRead) {
      let chunk = Array(ids[start..<min(start + Self.idsPerRead, ids.count)])
      for record in try await records(module, ids: chunk, fields: fields) {
        if let id = record["id"]?.string { shown[id] = record }
      }
    }
    for id in ids where shown[id] == nil {
      throw .zohoUnreadable(
        "GET /crm/v8/\(module)?ids=", "not with record \(id), which a query has just found")
    }
    return found.mapValues { $0.compactMap { shown[$0] } }
  }

  private static func quoted(_ value: String) -> String {
    let escaped = value.reduce(into: "") { result, character in
      if character == "'" || character == "\\" { result.append("\\") }
      result.append(character)
    }
    return "'\(escaped)'"
  }
}

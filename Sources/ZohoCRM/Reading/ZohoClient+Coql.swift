package import Diagnostics
import HTTPTransport
package import JSONText

/// One page of a COQL query.
package struct CoqlPage: Sendable {
  /// The rows verbatim.
  package let rows: [JSONValue]
  /// Whether there are more behind them.
  package let more: Bool
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
    let json = try await readJSON(request).json
    return CoqlPage(
      rows: json?["data"]?.array ?? [], more: json?["info"]?["more_records"]?.bool ?? false)
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
      let select = "select id, \(field) from \(module) where \(field) in (\(list))"
      var offset = 0
      while true {
        let page = try await coql(select, module: module, offset: offset)
        for row in page.rows {
          if let id = row["id"]?.string, let value = row[field]?.string {
            found[value, default: []].append(id)
          }
        }
        offset += page.rows.count
        if !page.more || page.rows.isEmpty { break }
      }
    }
    return found
  }

  /// The records whose field holds one of these values, whole.
  package func records(
    _ module: String, where field: String, in values: [String], fields: [String]
  ) async throws(Failure) -> [JSONValue] {
    let ids = try await ids(module, where: field, in: values).values.joined().sorted()
    var rows: [JSONValue] = []
    for start in stride(from: 0, to: ids.count, by: Self.idsPerRead) {
      let chunk = Array(ids[start..<min(start + Self.idsPerRead, ids.count)])
      rows += try await records(module, ids: chunk, fields: fields)
    }
    return rows
  }

  private static func quoted(_ value: String) -> String {
    let escaped = value.reduce(into: "") { result, character in
      if character == "'" || character == "\\" { result.append("\\") }
      result.append(character)
    }
    return "'\(escaped)'"
  }
}

package import Diagnostics
import HTTPTransport
import Instants
package import JSONText

extension ZohoClient {
  /// The most slices of a listing of deleted records: 2,000 records each, 2 million in all.
  private static let deletedSlicesMax = 1_000

  /// One page of what was deleted, pages counting from 1; recycled rows are listed for 60 days, others for 120.
  package func deleted(
    _ module: String, page: Int, since: String? = nil
  ) async throws(Failure) -> RecordPage {
    var request = ZohoRequest(
      method: .get, path: "/\(WebAddress.encoded(module))/deleted", kind: "deleted/\(module)",
      scope: "ZohoCRM.modules.\(module.lowercased()).READ", page: page)
    request.query = [("type", "all"), ("page", String(page)), ("per_page", String(Self.rowsPerPage))]
    if let since { request.headers["If-Modified-Since"] = since }
    let (json, answer) = try await readJSON(request)
    guard let json else {
      guard page == 1 else { throw .zohoTokenDead("it shows nothing behind them", place: request.place) }
      return RecordPage(rows: [], nextToken: nil, more: false, serverDate: answer.date)
    }
    let found = try AnsweredRows(json, place: request.place)
    guard let more = found.more else { throw .zohoEndNotSaid(request.place) }
    guard !more || !found.rows.isEmpty else {
      throw .zohoListing(request.place, "says that there are more records, and shows none")
    }
    return RecordPage(
      rows: found.rows.map { .object($0) }, nextToken: nil, more: more, serverDate: answer.date)
  }

  /// All that was deleted since an instant, each record once.
  ///
  /// The listing goes by page numbers, which reach 2,000 records: behind them a new listing begins at the last
  /// `deleted_time`, where the records came in that order; where they did not, the reading fails.
  package func allDeleted(_ module: String, since: String? = nil) async throws(Failure) -> [JSONValue] {
    var all: [JSONValue] = []
    var ids: Set<String> = []
    var since = since
    for _ in 0..<Self.deletedSlicesMax {
      let known = all.count
      let slice = try await deletedSlice(module, since: since)
      for row in slice.rows where row["id"]?.string.map({ ids.insert($0).inserted }) ?? false {
        all.append(row)
      }
      if slice.isWhole { return all }
      let times = slice.rows.map { $0["deleted_time"]?.string.flatMap(RFC3339.seconds(of:)) }
      guard all.count > known, let last = times.last ?? nil,
        zip(times, times.dropFirst()).allSatisfy({ ($0 ?? .max) <= ($1 ?? .min) })
      else {
        throw .zohoListing(
          "GET /crm/v8/\(module)/deleted",
          "ends its listing before the records do, and not in the order of deletion")
      }
      // A second earlier: whether the condition includes its own second is not documented.
      since = RFC3339.text(seconds: last - 1)
    }
    throw .zohoEndless("GET /crm/v8/\(module)/deleted", pages: Self.deletedSlicesMax)
  }

  /// The pages of one listing; not whole where its page numbers end before its records do.
  private func deletedSlice(
    _ module: String, since: String?
  ) async throws(Failure) -> (rows: [JSONValue], isWhole: Bool) {
    var rows: [JSONValue] = []
    var number = 1
    var before: [JSONValue] = []
    while true {
      let page: RecordPage
      do throws(Failure) {
        page = try await deleted(module, page: number, since: since)
      } catch {
        guard error.code == .pageTokenDead, number > 1 else { throw error }
        return (rows, false)
      }
      guard page.rows.isEmpty || page.rows != before else {
        throw .zohoListing("GET /crm/v8/\(module)/deleted, page \(number)", "shows the page before again")
      }
      before = page.rows
      rows += page.rows
      guard page.more else { return (rows, true) }
      number += 1
      guard number <= RecordCursor.pagesMax else {
        throw .zohoEndless("GET /crm/v8/\(module)/deleted", pages: number)
      }
    }
  }
}

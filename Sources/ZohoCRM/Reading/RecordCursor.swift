package import Diagnostics
import Instants
import JSONText

/// Reads a module page by page to an end that Zoho has said, also where a listing ends before the records do.
///
///     listing ── token ──> page ── token ──> page …                    one listing: 100,000 records, 24 hours
///        └─ no token, a dead one, nothing where there was more
///              └─> ids behind the last key (COQL) ──> their records ──> ids behind the last key …
///
/// The second way needs nothing but the key of the last record, so that it has no limit; it costs more calls.
package struct RecordCursor: Sendable {
  /// The most pages that one reading takes: 50 million records by the 200.
  package static let pagesMax = 250_000

  private let client: ZohoClient
  private let query: RecordQuery
  private let pagesMax: Int
  private var token: String?
  /// The tokens so far: one that comes again leads in a circle.
  private var tokens: Set<String> = []
  /// The records of the page before: what is changed meanwhile moves them behind the edge, and they come once more.
  private var pageBefore: Set<String> = []
  private var isByKey = false
  private var place: Place?
  private var isAtEnd = false
  /// Pages so far.
  private var number = 0

  /// Where the last record stands in the order.
  private struct Place {
    /// What the listing is sorted by, as the record shows it.
    var value: String
    var id: String
    /// The records that were given with this value.
    var given: Set<String>
    /// Whether every record with this value and a lower id was given: true by key, not known in a listing.
    var isExact: Bool
  }

  /// The pages of a listing in ascending order; what it is sorted by is asked for as well.
  package init(client: ZohoClient, query: RecordQuery, pagesMax: Int = RecordCursor.pagesMax) {
    var query = query
    query.isAscending = true
    if query.sort != .id {  // first, so that the first pass shows it
      query.fields = [query.sort.rawValue] + query.fields.filter { $0 != query.sort.rawValue }
    }
    self.client = client
    self.query = query
    self.pagesMax = pagesMax
  }

  /// The next page; nil after the last one, which is the one that says so.
  ///
  /// A module without records gives one empty page. Each record is given once, unless it was changed meanwhile.
  package mutating func nextPage() async throws(Failure) -> RecordPage? {
    guard !isAtEnd else { return nil }
    while true {
      guard number < pagesMax else { throw .zohoEndless(shown, pages: number) }
      number += 1
      guard let page = isByKey ? try await pageByKey() : try await pageByToken() else { continue }
      isAtEnd = !page.more
      return page
    }
  }

  /// What messages call the page.
  private var shown: String { "\(query.module), page \(number)" }
}

extension RecordCursor {
  /// The next page of the listing; nil where it does not go on, and the key has to do.
  private mutating func pageByToken() async throws(Failure) -> RecordPage? {
    let page: ZohoClient.ListedPage
    do throws(Failure) {
      page = try await client.listed(query, pageToken: token, number: number)
    } catch {
      guard error.code == .pageTokenDead else { throw error }
      isByKey = true
      return nil
    }
    if let next = page.nextToken, !tokens.insert(next).inserted {
      throw .zohoListing(shown, "gives the page token of an earlier page again")
    }
    token = page.nextToken
    var fresh: [JSONObject] = []
    for row in page.rows {
      if query.sort == .id, let id = row["id"]?.string, pageBefore.contains(id) { continue }
      if try accept(row, isExact: false) { fresh.append(row) }
    }
    pageBefore = Set(page.rows.compactMap { $0["id"]?.string })
    if fresh.isEmpty && page.more {
      isByKey = true
      return nil
    }
    // The order was looked at before this: what is read again by further passes may have moved on.
    let rows = try await client.completed(fresh, module: query.module, passes: FieldPasses(query.fields))
    return RecordPage(rows: rows, nextToken: page.nextToken, more: page.more, serverDate: page.serverDate)
  }

  /// The next records behind the last one: their ids by COQL, which goes by key, then the records as a listing shows
  /// them; nil where none of the ids is new.
  private mutating func pageByKey() async throws(Failure) -> RecordPage? {
    let sort = query.sort == .id ? "" : ", \(query.sort.rawValue)"
    let order = query.sort == .id ? "id asc" : "\(query.sort.rawValue) asc, id asc"
    let select = "select id\(sort) from \(query.module) where \(condition) order by \(order)"
    let found = try await client.coql(select, module: query.module, limit: query.rowsPerPage)
    var ids: [String] = []
    for row in found.rows.compactMap(\.object) where try accept(row, isExact: true) {
      if let id = row["id"]?.string { ids.append(id) }
    }
    guard !ids.isEmpty || !found.more else {
      // The listing had given these; the place is behind them now.
      guard found.rows.isEmpty else { return nil }
      throw .zohoListing(shown, "says that there are more records, and shows none")
    }
    var records: [String: JSONValue] = [:]
    for row in try await client.records(query.module, justListed: ids, fields: query.fields) {
      if let id = row["id"]?.string { records[id] = row }
    }
    // The time at which the ids were listed: what their records show is no older.
    return RecordPage(
      rows: ids.compactMap { records[$0] }, nextToken: nil, more: found.more, serverDate: found.serverDate)
  }

  /// The records behind the place, as a condition of COQL; two at most stand in one bracket.
  private var condition: String {
    let field = query.sort.rawValue
    guard let place else {
      guard let since = query.modifiedSince else { return "id is not null" }
      return "Modified_Time >= '\(Self.withOffset(since))'"
    }
    guard query.sort != .id else {
      guard let since = query.modifiedSince else { return "id > '\(place.id)'" }
      return "(id > '\(place.id)' and Modified_Time >= '\(Self.withOffset(since))')"
    }
    guard place.isExact else { return "\(field) >= '\(place.value)'" }
    return "((\(field) = '\(place.value)' and id > '\(place.id)') or \(field) > '\(place.value)')"
  }

  /// `…Z` as `…+00:00`, the one spelling that COQL's documents show.
  private static func withOffset(_ instant: String) -> String {
    instant.hasSuffix("Z") ? "\(instant.dropLast())+00:00" : instant
  }
}

extension RecordCursor {
  /// Whether a record was not given before; moves the place behind it.
  ///
  /// Law: records come in the order that was asked for, else going on by key would lose some.
  private mutating func accept(_ row: JSONObject, isExact: Bool) throws(Failure) -> Bool {
    let (value, id) = try key(of: row)
    // Without `given`: a second with many records must not be copied for each of them.
    let last = place.map { (value: $0.value, id: $0.id, isExact: $0.isExact) }
    guard let last, value == last.value else {
      if let last, !isBehind(value, last.value) {
        throw .zohoListing(
          shown, "does not sort by \(query.sort.rawValue): \(value) comes after \(last.value)")
      }
      place = Place(value: value, id: id, given: [id], isExact: isExact)
      return true
    }
    guard !last.isExact || RecordID.isHigher(id, than: last.id) else {
      throw .zohoListing(shown, "does not sort by id, or shows record \(id) again")
    }
    place?.id = id
    place?.isExact = isExact
    return place?.given.insert(id).inserted ?? true
  }

  private func key(of row: JSONObject) throws(Failure) -> (value: String, id: String) {
    guard let id = row["id"]?.string else { throw .zohoUnreadable(shown, "a record shows no id") }
    guard query.sort != .id else { return (id, id) }
    guard let value = row[query.sort.rawValue]?.string, RFC3339.seconds(of: value) != nil else {
      throw .zohoUnreadable(shown, "record \(id) shows no \(query.sort.rawValue)")
    }
    return (value, id)
  }

  private func isBehind(_ value: String, _ last: String) -> Bool {
    guard query.sort != .id else { return RecordID.isHigher(value, than: last) }
    guard let now = RFC3339.seconds(of: value), let before = RFC3339.seconds(of: last) else { return false }
    return now >= before  // one instant in two offsets is no step back
  }
}

extension ZohoClient {
  /// The pages of a listing, to its end.
  package func listing(_ query: RecordQuery) -> RecordCursor { RecordCursor(client: self, query: query) }
}

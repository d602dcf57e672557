import Foundation
import HTTPDoubles
import HTTPTransport
import JSONText
import Synchronization
import ZohoCRM

/// One module of a small Zoho: listings by page token, COQL by key, records by ids, each as Zoho answers them.
final class MiniModule: Sendable {
  /// A record: its id, and the second of its `Modified_Time`.
  struct Record: Hashable, Sendable {
    let id: Int
    let second: Int

    var time: String { "2026-03-01T10:\(MiniModule.two(second / 60)):\(MiniModule.two(second % 60))+01:00" }
    var json: JSONValue { ["id": .string("\(id)"), "Phone": .null, "Modified_Time": .string(time)] }
  }

  /// Records in the order of their ids.
  let records: [Record]
  /// Pages that the tokens of one listing reach.
  let pagesByToken: Int
  /// What stands in place of an answer; nil leaves it as it is.
  ///
  /// The number counts the answers of listings, from 1.
  let instead: @Sendable (_ listing: Int, _ token: String?) -> ScriptedTransport.Ending?
  private let listings = Mutex(0)

  init(
    _ records: [Record], pagesByToken: Int = 1_000,
    instead: @escaping @Sendable (_ listing: Int, _ token: String?) -> ScriptedTransport.Ending? = { _, _ in
      nil
    }
  ) {
    self.records = records
    self.pagesByToken = pagesByToken
    self.instead = instead
  }

  /// A client of an organisation with this module alone.
  func client() -> (ZohoClient, ScriptedTransport) {
    let transport = MiniZoho { [self] in answer($0) }.transport
    return (
      ZohoClient(
        settings: .test(), transport: transport, cache: MemorySealedCache(), pacing: HandTime().pacing),
      transport
    )
  }

  static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// A page of rows as a listing shows it.
  static func page(_ rows: [Record], next: String?, more: Bool) -> ScriptedTransport.Ending {
    .json(
      JSONValue.object([
        "data": .array(rows.map(\.json)),
        "info": [
          "count": .number(rows.count), "more_records": .bool(more),
          "next_page_token": next.map { .string($0) } ?? .null,
        ],
      ]).text, headers: ["Date": "Mon, 02 Mar 2026 10:00:05 GMT"])
  }

  private func answer(_ call: HTTPCall) -> ScriptedTransport.Ending {
    if call.url.hasSuffix("/coql") { return query(call) }
    let query = (WebAddress(call.url)?.query ?? "").removingPercentEncoding ?? ""
    func parameter(_ name: String) -> String? {
      query.split(separator: "&").first { $0.hasPrefix("\(name)=") }.map {
        String($0.dropFirst(name.count + 1))
      }
    }
    if let ids = parameter("ids") {
      let wanted = Set(ids.split(separator: ",").compactMap { Int($0) })
      let found = records.filter { wanted.contains($0.id) }
      return found.isEmpty ? .status(204) : Self.page(found, next: nil, more: false)
    }
    let number = listings.withLock { listings in
      listings += 1
      return listings
    }
    let token = parameter("page_token")
    if let odd = instead(number, token) { return odd }
    let size = parameter("per_page").flatMap { Int($0) } ?? 200
    let order =
      parameter("sort_by") == "id" ? records : records.sorted { ($0.second, $1.id) < ($1.second, $0.id) }
    let page = token.flatMap { Int($0) } ?? 0
    guard page < pagesByToken else {
      return .json(
        #"{"code":"PAGINATION_LIMIT_EXCEEDED","details":{"limit":100000},"message":"m","status":"error"}"#,
        status: 400)
    }
    let rows = Array(order.dropFirst(page * size).prefix(size))
    let more = order.count > (page + 1) * size
    guard !rows.isEmpty else { return .status(204) }
    return Self.page(rows, next: more ? "\(page + 1)" : nil, more: more)
  }

  /// The four conditions that going on by key asks for.
  private func query(_ call: HTTPCall) -> ScriptedTransport.Ending {
    let text = (try? JSONValue(parsing: call.bodyText))?["select_query"]?.string ?? ""
    let limit = text.split(separator: " ").last.flatMap { Int($0) } ?? 200
    let quoted = text.split(separator: "'", omittingEmptySubsequences: false)
    let values = stride(from: 1, to: quoted.count, by: 2).map { String(quoted[$0]) }
    let isByTime = text.contains("order by Modified_Time asc, id asc")
    let order = isByTime ? records.sorted { ($0.second, $0.id) < ($1.second, $1.id) } : records
    let found = order.filter { record in
      if text.contains("id is not null") { return true }
      if text.contains("where (id > ") { return record.id > Int(values[0]) ?? 0 && record.time >= values[1] }
      if text.contains("where id > ") { return record.id > Int(values[0]) ?? 0 }
      if text.contains("where Modified_Time >= ") { return record.time >= values[0] }
      return record.time > values[2] || (record.time == values[0] && record.id > Int(values[1]) ?? 0)
    }
    let rows = Array(found.prefix(limit))
    return rows.isEmpty ? .status(204) : Self.page(rows, next: nil, more: found.count > rows.count)
  }
}

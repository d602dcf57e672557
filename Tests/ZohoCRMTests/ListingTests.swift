import Diagnostics
import HTTPDoubles
import HTTPTransport
import JSONText
import Synchronization
import TestSupport
import Testing
import ZohoCRM

/// The records of a listing up to its end, or up to what it failed with.
private func read(_ cursor: RecordCursor) async -> (ids: [Int], pages: Int, failure: Failure?) {
  var cursor = cursor
  var ids: [Int] = []
  var pages = 0
  do throws(Failure) {
    while let page = try await cursor.nextPage() {
      ids += page.rows.compactMap { $0["id"]?.string.flatMap { Int($0) } }
      pages += 1
    }
    return (ids, pages, nil)
  } catch {
    return (ids, pages, error)
  }
}

private func records(_ count: Int, perSecond: Int = 1) -> [MiniModule.Record] {
  (0..<count).map { MiniModule.Record(id: 1_000 + $0 * 3, second: $0 / perSecond) }
}

@Suite("A listing of Zoho", .timeLimit(.minutes(1)))
struct ListingTests {
  func query(_ sort: RecordQuery.Sort = .id, perPage: Int = 10, since: String? = nil) -> RecordQuery {
    RecordQuery("Accounts", fields: ["Phone"], sort: sort, modifiedSince: since, rowsPerPage: perPage)
  }

  @Test(
    "gives every record once, with as few calls as there are pages",
    arguments: [RecordQuery.Sort.id, .modifiedTime])
  func plain(sort: RecordQuery.Sort) async throws {
    let module = MiniModule(records(95))
    let (client, transport) = module.client()
    let (ids, pages, failure) = await read(client.listing(query(sort)))
    #expect(ids == module.records.map(\.id))
    #expect(pages == 10)
    #expect(failure == nil)
    #expect(transport.calls.count == 11, "the token, and the pages")
  }

  @Test("of a module without records gives one empty page")
  func empty() async {
    let (ids, pages, failure) = await read(MiniModule([]).client().0.listing(query()))
    #expect(ids.isEmpty && pages == 1 && failure == nil)
  }

  @Test(
    "that ends before its records do is gone on with by key, and nothing is lost or given twice",
    arguments: [RecordQuery.Sort.id, .modifiedTime], [1, 2, 3])
  func slices(sort: RecordQuery.Sort, pages: Int) async throws {
    // Many records of one second, so that the key of a page's end is shared by others.
    for perSecond in [1, 7, 40, 200] {
      let module = MiniModule(records(95, perSecond: perSecond), pagesByToken: pages)
      let (ids, _, failure) = await read(module.client().0.listing(query(sort)))
      #expect(failure == nil, "\(String(describing: failure))")
      #expect(ids.sorted() == module.records.map(\.id), "\(sort) \(perSecond)")
    }
  }

  @Test(
    "that breaks off in the middle is gone on with by key, and 204 there is no end",
    arguments: [
      ScriptedTransport.Ending.status(204), .status(304),
      .json(#"{"data":[],"info":{"more_records":true,"next_page_token":"9"}}"#),
      .json(#"{"data":[],"info":{"count":0,"more_records":false}}"#),
      .json(#"{"code":"EXPIRED_VALUE","details":{},"message":"m","status":"error"}"#, status: 400),
      .json(
        #"{"code":"TOKEN_BOUND_DATA_MISMATCH","details":{},"message":"m","status":"error"}"#, status: 400),
      .json(
        #"{"code":"DISCRETE_PAGINATION_LIMIT_EXCEEDED","details":{},"message":"m","status":"error"}"#,
        status: 400),
    ])
  func brokenOff(ending: ScriptedTransport.Ending) async throws {
    let module = MiniModule(records(45)) { listing, _ in listing == 3 ? ending : nil }
    let query = query(.modifiedTime, since: "2026-03-01T00:00:00Z")
    let (ids, _, failure) = await read(module.client().0.listing(query))
    #expect(failure == nil, "\(String(describing: failure))")
    #expect(ids == module.records.map(\.id))
  }

  @Test("whose pages say that there is more and give no token is gone on with by key from its beginning")
  func noTokens() async throws {
    let all = records(45)
    let module = MiniModule(all) { _, _ in MiniModule.page(Array(all.prefix(10)), next: nil, more: true) }
    let (client, transport) = module.client()
    let (ids, _, failure) = await read(client.listing(query(.modifiedTime, since: "2026-03-01T09:00:00Z")))
    #expect(failure == nil && ids == all.map(\.id))
    #expect(
      transport.calls.contains { $0.bodyText.contains("Modified_Time >= '2026-03-01T09:00:00+00:00' order") })
  }

  @Test("in which records come in while it is read shows some once more, and each is given once")
  func movedBehind() async throws {
    let all = records(25)
    let pages = [Array(all.prefix(10)), Array(all[7..<17]), Array(all[14...])]
    let module = MiniModule(all) { listing, _ in
      guard (1...3).contains(listing) else { return nil }
      return MiniModule.page(pages[listing - 1], next: listing == 3 ? nil : "\(listing)", more: listing < 3)
    }
    let (ids, _, failure) = await read(module.client().0.listing(query(since: "2026-03-01T00:00:00Z")))
    #expect(failure == nil, "\(String(describing: failure))")
    #expect(ids == all.map(\.id))
  }

  @Test("of changes in the order of ids goes on by key with its condition")
  func changesByKey() async throws {
    let all = records(45)
    let module = MiniModule(all, pagesByToken: 1)
    let (client, transport) = module.client()
    let (ids, _, failure) = await read(client.listing(query(since: "2026-03-01T00:00:00Z")))
    #expect(failure == nil && ids == all.map(\.id), "\(String(describing: failure))")
    #expect(
      transport.calls.contains {
        $0.bodyText.contains(
          "(id > '\(all[9].id)' and Modified_Time >= '2026-03-01T00:00:00+00:00') order by id asc")
      })
  }

  @Test("whose first page comes by key has the time of the query that listed it")
  func timeByKey() async throws {
    let all = records(25)
    let module = MiniModule(all) { _, _ in MiniModule.page(Array(all.prefix(10)), next: nil, more: true) }
    var cursor = module.client().0.listing(query())
    let page = try #require(try await cursor.nextPage())
    #expect(page.rows.count == 10)
    #expect(page.serverDate == 1_772_445_605)
  }

  @Test("that gives a token or a page again is stopped there")
  func circles() async throws {
    let all = records(45)
    let tokens = MiniModule(all) { listing, _ in
      MiniModule.page(Array(all.dropFirst(listing * 2).prefix(2)), next: "same", more: true)
    }
    let (_, pages, failure) = await read(tokens.client().0.listing(query()))
    #expect(pages == 1)
    #expect(failure?.code == .listingBroken)
    #expect(failure?.place == "Accounts, page 2")
    #expect(failure?.message.contains("token") == true)
    let again = MiniModule(all) { listing, _ in
      listing == 3 ? MiniModule.page(Array(all.prefix(10)), next: "x", more: true) : nil
    }
    let read = await read(again.client().0.listing(query()))
    #expect(read.ids.count == 20)
    #expect(read.failure?.code == .listingBroken)
    #expect(read.failure?.place == "Accounts, page 3")
  }

  @Test("that never ends is stopped at a bound, which is told with its page")
  func endless() async throws {
    let module = MiniModule([]) { listing, _ in
      MiniModule.page([MiniModule.Record(id: listing, second: 0)], next: "\(listing)", more: true)
    }
    let cursor = RecordCursor(client: module.client().0, query: query(), pagesMax: 40)
    let (ids, _, failure) = await read(cursor)
    #expect(ids.count == 40)
    #expect(failure?.code == .listingBroken)
    #expect(failure?.message.contains("40 pages") == true)
    #expect(failure?.place == "Accounts, page 40")
  }

  @Test("of what was deleted goes on behind its last page from the last deletion, and gives each record once")
  func deleted() async throws {
    @Sendable func row(_ number: Int) -> String {
      #"{"id":"\#(number)","deleted_time":"2026-03-01T10:\#(MiniModule.two(number / 60)):\#(MiniModule.two(number % 60))+01:00"}"#
    }
    let zoho = MiniZoho { call in
      // Three pages of ten, then the numbers of pages end; what comes behind needs a new listing.
      let page = (0..<3).first { call.url.contains("page=\($0 + 1)&") }
      guard let page else {
        return .json(
          #"{"code":"DISCRETE_PAGINATION_LIMIT_EXCEEDED","details":{},"message":"m","status":"error"}"#,
          status: 400)
      }
      func digits(_ text: String, from offset: Int) -> Int { Int(text.dropFirst(offset).prefix(2)) ?? 0 }
      let since = call.headers["If-Modified-Since"].map { digits($0, from: 14) * 60 + digits($0, from: 17) }
      let first = (since ?? 0) + 1
      let numbers = Array((first..<71).dropFirst(page * 10).prefix(10))
      let more = (numbers.last ?? 70) < 70
      return .json(
        #"{"data":[\#(numbers.map(row).joined(separator: ","))],"info":{"more_records":\#(more)}}"#)
    }
    let client = ZohoClient(
      settings: .test(), transport: zoho.transport, cache: MemorySealedCache(), pacing: HandTime().pacing)
    let all = try await client.allDeleted("Accounts")
    #expect(all.compactMap { $0["id"]?.string.flatMap { Int($0) } } == Array(1...70))
  }
}

import Diagnostics
import HTTPDoubles
import HTTPTransport
import TestSupport
import Testing

@testable import ZohoCRM

@Suite("Zoho's credits")
struct CreditTests {
  let cache = MemorySealedCache()
  let time = HandTime()

  func client(_ zoho: MiniZoho, perDay: Int) -> ZohoClient {
    ZohoClient(
      settings: .test(creditsPerDay: perDay), transport: zoho.transport, cache: cache, pacing: time.pacing)
  }

  func failure(_ client: ZohoClient) async -> Failure? {
    await Failure.from { () async throws(Failure) in try await client.modules() }
  }

  @Test(
    "are counted by what a call costs",
    arguments: [(1, 1), (10, 1), (11, 2), (99, 10), (100, 10)])
  func costs(rows: Int, credits: Int) { #expect(CreditCost.write(rows: rows) == credits) }

  @Test("of a query go by its limit")
  func queries() {
    #expect([1, 200, 201, 1_000, 1_001, 2_000].map { CreditCost.coql(limit: $0) } == [1, 1, 2, 2, 3, 3])
  }

  @Test("that are spent stop the next call before it is made, and say when some are free")
  func exhausted() async throws {
    let client = client(MiniZoho(), perDay: 20)
    for _ in 0..<20 { #expect(await failure(client) == nil) }
    let failure = try #require(await failure(client))
    #expect(failure.code == .creditsExhausted)
    #expect(failure.code.exitCode == 3)
    #expect(failure.remedy.contains("2026-03-03T10:10:00Z"))
    #expect(client.calls["metadata"] == 20)
    time.advance(by: .seconds(86_400 + 601))
    #expect(await self.failure(client) == nil)
  }

  @Test("are shared by all processes of a project")
  func shared() async throws {
    let zoho = MiniZoho()
    for _ in 0..<4 {
      let client = client(zoho, perDay: 20)
      for _ in 0..<5 { #expect(await failure(client) == nil) }
      try await client.close()
    }
    let last = client(zoho, perDay: 20)
    #expect(try await last.creditsSpent() == 20)
    #expect(await failure(last)?.code == .creditsExhausted)
  }

  @Test("that Zoho itself reports as gone are believed")
  func reported() async {
    let client = client(
      MiniZoho { _ in .json(#"{"modules":[]}"#, headers: ["X-API-CREDITS-REMAINING": "0"]) }, perDay: 1_000)
    #expect(await failure(client) == nil)
    #expect(await failure(client)?.code == .creditsExhausted)
    #expect(client.calls["metadata"] == 1)
    time.advance(by: .seconds(600))
    #expect(await failure(client) == nil, "asked again after a while")
  }

  @Test("that are gone explain why there were too many requests")
  func tooMany() async {
    let body = #"{"code":"TOO_MANY_REQUESTS"}"#
    let client = client(
      MiniZoho { _ in .json(body, status: 429, headers: ["X-API-CREDITS-REMAINING": "0"]) }, perDay: 1_000)
    #expect(await failure(client)?.code == .creditsExhausted)
    #expect(client.calls["metadata"] == 1)
  }

  @Test("leave the window after a day, and never sooner", arguments: Seeds.all)
  func window(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var window = CreditWindow()
    var spent: [(at: Int, credits: Int)] = []
    var now = 1_772_445_600
    for _ in 0..<120 {
      now += Int.random(in: 0...2_000, using: &random)
      let credits = Int.random(in: 1...10, using: &random)
      window.spend(credits, at: now)
      spent.append((now, credits))
      if Int.random(in: 0..<5, using: &random) == 0 { window.prune(at: now) }
      let exact = spent.reduce(0) { $1.at > now - CreditWindow.daySeconds ? $0 + $1.credits : $0 }
      let generous = spent.reduce(0) {
        $1.at > now - CreditWindow.daySeconds - CreditWindow.sliceSeconds ? $0 + $1.credits : $0
      }
      try #require((exact...generous).contains(window.spent(at: now)))
      let copy = CreditWindow(window.entry(owner: "x"), owner: "x")
      try #require(copy == window)
      let limit = window.spent(at: now) + Int.random(in: -50...5, using: &random)
      if limit > 10, let free = window.freeAt(10, limit: limit, from: now) {
        try #require(window.spent(at: free) + 10 <= limit)
        try #require(free == now || window.spent(at: free - 1) + 10 > limit, "not later than needed")
      }
    }
  }
}

import AISSimulator
import Decisions
import Diagnostics
import HTTPDoubles
import HTTPTransport
import JDEdwards
import JSONText
import SimulatedCompanies
import Testing

/// A simulated AIS server on a port of its own, and clients of it over real sockets.
private struct Site {
  let ais: SimulatedAIS
  let url: String
  let cache = MemorySealedCache()

  static func with<Value>(
    quirks: AISQuirks = .awkward, _ body: (Site) async throws -> Value
  ) async throws -> Value {
    let ais = SimulatedAIS(seed: 7, records: 150, quirks: quirks)
    let site = Site(ais: ais, url: "http://127.0.0.1:\(try await ais.start())/jderest")
    do {
      let value = try await body(site)
      await ais.stop()
      return value
    } catch {
      await ais.stop()
      throw error
    }
  }

  func client(
    user: String = SimulatedAIS.userName, password: String = SimulatedAIS.password, pageSize: Int = 40,
    sessions: Int = 2
  ) -> AISClient {
    AISClient(
      settings: AISSettings(
        url: url, environment: SimulatedAIS.environment, device: "tests", username: user,
        password: Secret(password),
        pageSize: pageSize, sessions: sessions),
      transport: CurlTransport(), cache: cache, pacing: HandTime().pacing)
  }

  func read(
    _ query: TableQuery, paging: TableCursor.Paging, pageSize: Int = 40
  ) async throws -> [JSONValue] {
    let client = client(pageSize: pageSize)
    var cursor = try client.pages(query, paging: paging)
    var rows: [JSONValue] = []
    while let page = try await cursor.nextPage() { rows += page.rows.map(\.json) }
    try await client.close()
    return rows
  }
}

@Suite("A simulated AIS server", .timeLimit(.minutes(1)))
struct SimulatedAISTests {
  static let tables = ["F0101", "F03012", "F0401", "F0111", "F0115", "F01151", "F0116", "F0005"]

  func columns(_ table: String) -> [String] {
    (TableKey.of(table)?.columns.map(\.alias) ?? []) + (table == "F0005" ? ["DL01"] : ["UPMJ", "UPMT"])
  }

  @Test("gives every row of every table once, along either way and with either spelling of its answers")
  func tables() async throws {
    for quirks in [AISQuirks.awkward, .plain] {
      try await Site.with(quirks: quirks) { site in
        for table in Self.tables {
          let query = TableQuery(table, columns: columns(table))
          let whole = try await site.client(pageSize: 2_000).query(
            TableQuery(table, columns: columns(table), order: columns(table).map { TableQuery.Order($0) }))
          try #require(!whole.more, "the world is small enough for one page of \(table)")
          try #require(whole.rows.count > 2)
          let expected = Set(whole.rows.map(\.json))
          try #require(expected.count == whole.rows.count)
          for paging in [TableCursor.Paging.key, .links] {
            let rows = try await site.read(query, paging: paging, pageSize: max(2, whole.rows.count / 6))
            #expect(rows.count == expected.count && Set(rows) == expected, "\(table) \(paging)")
          }
        }
      }
    }
  }

  @Test("gives every row once while sessions die, proxies answer and connections drop")
  func faults() async throws {
    try await Site.with { site in
      let query = TableQuery("F0111", columns: columns("F0111"))
      let expected = try await site.read(query, paging: .key)
      func every(_ kind: Fault.Kind, _ path: String, _ count: Int) -> Fault {
        Fault(kind, match: Fault.Match(path: path, every: count))
      }
      site.ais.server().setFaults([
        every(.deadSession, "*dataservice*", 7), every(.html503, "*dataservice", 5),
        every(.dropAfter, "*dataservice*", 6), every(.cutBody, "*dataservice/next", 4),
        every(.status(429, retryAfter: 1), "*dataservice", 8),
      ])
      for paging in [TableCursor.Paging.key, .links] {
        #expect(try await site.read(query, paging: paging, pageSize: 17) == expected, "\(paging)")
      }
    }
  }

  @Test("is asked for what changed since a day by its own clock")
  func changes() async throws {
    try await Site.with { site in
      let query = TableQuery("F0101", columns: ["AN8", "UPMJ"])
      let all = try await site.read(query, paging: .links)
      var changed = query
      changed.filter = .all([.updatedSince(daysAgo: 30), .any([.list("AT1", ["C"]), .equal("AT1", "V")])])
      let recent = try await site.read(changed, paging: .links, pageSize: 3)
      #expect(recent.count < all.count)
      #expect(Set(recent).isSubset(of: Set(all)))
    }
  }

  @Test("is left without a session, and saw one log-in for as many as there are slots")
  func sessions() async throws {
    try await Site.with { site in
      let client = site.client(sessions: 2)
      try await withThrowingDiscardingTaskGroup { group in
        for _ in 0..<12 {
          group.addTask { _ = try await client.query(TableQuery("F0101", columns: ["AN8"], pageSize: 5)) }
        }
      }
      try await client.close()
      #expect(client.calls["login"] == 2 && client.calls["logout"] == 2)
      #expect(client.calls["query/F0101"] == 12)
    }
  }

  @Test("refuses a wrong password once, and is not asked again")
  func password() async throws {
    try await Site.with { site in
      for _ in 0..<4 {
        let failure = await Failure.from { () async throws(Failure) in
          try await site.client(password: "wrong").query(TableQuery("F0101", columns: ["AN8"]))
        }
        #expect(failure?.code == .loginRefused)
      }
      #expect(site.ais.server().calls.count == 1)
    }
  }

  @Test("says which table may not be read")
  func permission() async throws {
    try await Site.with { site in
      let client = site.client(user: SimulatedAIS.limitedUserName)
      _ = try await client.query(TableQuery("F0101", columns: ["AN8"]))
      let failure = await Failure.from { () async throws(Failure) in
        try await client.query(TableQuery("F03012", columns: ["AN8"]))
      }
      #expect(failure?.code == .noTablePermission)
      #expect(failure?.place == "F03012")
      try await client.close()
    }
  }

  @Test("says what it is without a session")
  func config() async throws {
    try await Site.with { site in
      let config = try await site.client().defaultConfig()
      #expect(config.capabilities.contains("dataservice"))
      #expect(site.ais.server().calls.count == 1)
    }
  }
}

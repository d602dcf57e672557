import Decisions
import Diagnostics
import HTTPDoubles
import HTTPTransport
import JDEdwards
import JSONText
import Synchronization
import TestSupport
import Testing

@Suite("Reading a table page by page", .timeLimit(.minutes(1)))
struct PagingTests {
  let query = TableQuery("F0101", columns: ["UPMJ"])

  func client(_ ais: MiniAIS, pageSize: Int = 10) -> AISClient {
    AISClient(
      settings: .test(pageSize: pageSize), transport: ais.transport, cache: MemorySealedCache(),
      pacing: HandTime().pacing)
  }

  func numbers(_ range: ClosedRange<Int>) -> [JSONValue] {
    range.map { ["F0101_UPMJ": "20260101", "F0101_AN8": .number($0)] }
  }

  /// Every row of a cursor, and its pages.
  func read(_ cursor: TableCursor) async throws -> (rows: [TableRow], pages: Int) {
    var cursor = cursor
    var rows: [TableRow] = []
    var pages = 0
    while let page = try await cursor.nextPage() {
      rows += page.rows
      pages += 1
      try #require(pages < 1_000)
    }
    return (rows, pages)
  }

  @Test(
    "gives every row once, with as few calls as there are pages", arguments: [TableCursor.Paging.key, .links])
  func plain(paging: TableCursor.Paging) async throws {
    let client = client(MiniAIS(rows: numbers(1...95)))
    let (rows, pages) = try await read(try client.pages(query, paging: paging))
    #expect(rows.compactMap(\.number) == Array(1...95))
    #expect(pages == 10)
    #expect(client.calls["query/F0101", default: 0] + client.calls["next/F0101", default: 0] == 10)
  }

  @Test("believes that there is more, not how many came")
  func smallerPages() async throws {
    let client = client(MiniAIS(rows: numbers(1...95), pageMax: 7))
    #expect(try await read(try client.pages(query)).rows.count == 95)
  }

  @Test("of an empty table gives one empty page", arguments: [TableCursor.Paging.key, .links])
  func empty(paging: TableCursor.Paging) async throws {
    let (rows, pages) = try await read(try client(MiniAIS()).pages(query, paging: paging))
    #expect(rows.isEmpty)
    #expect(pages == 1)
  }

  @Test("goes on behind any page that another cursor ended at")
  func restart() async throws {
    let client = client(MiniAIS(rows: numbers(1...40)))
    var cursor = try client.pages(query)
    _ = try await cursor.nextPage()
    let last = try await cursor.nextPage()?.lastKey
    let rest = try await read(try client.pages(query, after: last)).rows
    #expect(rest.compactMap(\.number) == Array(21...40))
  }

  @Test("follows links to the configured server only, encoded, and never twice")
  func links() async throws {
    let ais = MiniAIS(rows: numbers(1...30))
    let transport = ais.transport
    let client = AISClient(
      settings: .test(), transport: transport, cache: MemorySealedCache(), pacing: HandTime().pacing)
    _ = try await read(try client.pages(query, paging: .links))
    let links = transport.calls.filter { $0.url.contains("/next?") }
    #expect(links.count == 2)
    #expect(Set(links.map(\.url)).count == 2)
    for link in links {
      #expect(
        link.url.hasPrefix(
          "https://ais.example/jderest/v2/dataservice/next?ids=F0101.AN8%7CF0101.UPMJ&token="))
      #expect(link.isSecretURL && !link.isRepeatable)
      #expect(!link.shown.contains("token"))
    }
  }

  @Test("refuses rows that do not come in the order of the key")
  func order() async throws {
    let client = client(MiniAIS(rows: numbers(1...5) + numbers(3...4)))
    let failure = await Failure.from { () async throws(Failure) in
      var cursor = try client.pages(query)
      return try await cursor.nextPage()
    }
    #expect(failure?.code == .pagingBroken)
  }

  @Test("refuses a server that says there is more and gives nothing")
  func endless() async throws {
    let ais = MiniAIS()
    let body =
      #"{"fs_DATABROWSE_F0101":{"data":{"gridData":{"rowset":[],"summary":{"records":0,"moreRecords":true}}}}}"#
    let transport = ScriptedTransport { call, _ in
      call.url.hasSuffix("dataservice") ? .json(body) : ais.answer(call)
    }
    let client = AISClient(
      settings: .test(), transport: transport, cache: MemorySealedCache(), pacing: HandTime().pacing)
    let failure = await Failure.from { () async throws(Failure) in
      var cursor = try client.pages(query)
      return try await cursor.nextPage()
    }
    #expect(failure?.code == .pagingBroken)
  }

  @Test("reads more rows of one number than a page holds")
  func crowd() async throws {
    let rows: [JSONValue] = (1...3).flatMap { number in
      (0..<45).map { day in
        ["F0116_AN8": .number(number), "F0116_EFTB": .string("202601\(day < 10 ? "0" : "")\(day)")]
      }
    }
    let client = client(MiniAIS(table: "F0116", rows: rows))
    let read = try await read(try client.pages(TableQuery("F0116", columns: ["AN8"])))
    #expect(read.rows.map(\.json) == rows.map { row in row })
  }
}

@Suite("Reading a table while things die", .timeLimit(.minutes(1)))
struct PagingUnderFaultsTests {
  /// Rows of a table with a compound key, sorted, some numbers with many rows.
  func rows(_ table: String, _ random: inout SeededGenerator) -> [JSONValue] {
    var rows: [JSONValue] = []
    for number in 1...Int.random(in: 16...20, using: &random) {
      for line in 0..<Int.random(in: 0...4, using: &random) {
        let second: JSONValue =
          switch table {
          case "F03012": .string("0000\(line)")
          case "F0116": .string("2026010\(line)")
          default: .number(line)
          }
        let name = table == "F03012" ? "CO" : table == "F0116" ? "EFTB" : "IDLN"
        rows.append(["\(table)_AN8": .number(number * 3), "\(table)_\(name)": second])
      }
    }
    return rows
  }

  @Test("gives every row exactly once and in order", arguments: Seeds.all)
  func everyRowOnce(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    var faultsSeen: Set<MiniAIS.Fault> = []
    let table = ["F0111", "F03012", "F0116"][Int(seed % 3)]
    for paging in [TableCursor.Paging.key, .links] {
      let rows = rows(table, &random)
      let chance = Mutex(
        (generator: SeededGenerator(seed: random.next()), faults: [Bool: Int](), hadFault: false))
      let seen = Mutex<Set<MiniAIS.Fault>>([])
      let ais = MiniAIS(table: table, rows: rows) { call in
        let number = chance.withLock { chance -> Int? in
          // Never two in a row: a session that is refused as often as it is opened is another test.
          guard !chance.hadFault, Int.random(in: 0..<4, using: &chance.generator) > 0 else {
            chance.hadFault = false
            return nil
          }
          chance.hadFault = true
          let isLink = call.url.contains("/next?")
          chance.faults[isLink, default: 0] += 1
          return chance.faults[isLink]
        }
        let faults: [MiniAIS.Fault] =
          call.url.contains("/next?")
          ? [.deadSession, .expiredResultSet, .unavailable, .lostAnswer]
          : [.deadSession, .unavailable, .lostAnswer]
        guard let number else { return nil }
        let fault = faults[number % faults.count]
        seen.withLock { _ = $0.insert(fault) }
        return fault
      }
      let client = AISClient(
        settings: .test(pageSize: 2), transport: ais.transport,
        cache: MemorySealedCache(), pacing: HandTime(seed: seed).pacing)
      var cursor = try client.pages(TableQuery(table, columns: ["AN8"]), paging: paging)
      var given: [JSONValue] = []
      while let page = try await cursor.nextPage() { given += page.rows.map(\.json) }
      try #require(given == rows, "\(table) \(paging)")
      faultsSeen.formUnion(seen.withLock { $0 })
    }
    #expect(faultsSeen.count == 4, "the generator must reach every fault")
  }
}

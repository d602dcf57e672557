import Diagnostics
import HTTPDoubles
import HTTPTransport
import JSONText
import SimulatedCompanies
import Testing
import ZohoCRM
import ZohoSimulator

/// A simulated organisation on a port of its own, and clients of it over real sockets.
private struct Site {
  let zoho: SimulatedZoho
  let url: String
  let cache = MemorySealedCache()

  static func with<Value>(
    quirks: ZohoQuirks = .awkward, _ body: (Site) async throws -> Value
  ) async throws -> Value {
    let zoho = SimulatedZoho(seed: 7, records: 400, existing: 260, quirks: quirks)
    let site = Site(zoho: zoho, url: "http://127.0.0.1:\(try await zoho.start())")
    do {
      let value = try await body(site)
      await zoho.stop()
      return value
    } catch {
      await zoho.stop()
      throw error
    }
  }

  func client(
    secret: String = SimulatedZoho.clientSecret, token: String = SimulatedZoho.refreshToken
  ) -> ZohoClient {
    ZohoClient(
      settings: ZohoSettings(
        accountsURL: url, apiURL: url, clientID: Secret(SimulatedZoho.clientID), clientSecret: Secret(secret),
        refreshToken: Secret(token)),
      transport: CurlTransport(), cache: cache)
  }

  /// Every account, page by page.
  func accounts(_ client: ZohoClient, fields: [String], rowsPerPage: Int = 200) async throws -> [JSONValue] {
    let query = RecordQuery("Accounts", fields: fields, rowsPerPage: rowsPerPage)
    var page = try await client.records(query)
    var rows = page.rows
    while let token = page.nextToken {
      page = try await client.records(query, pageToken: token)
      rows += page.rows
    }
    return rows
  }

  var calls: [LoggedCall] { zoho.server().calls }
}

@Suite("A simulated Zoho organisation", .timeLimit(.minutes(1)))
struct SimulatedZohoTests {
  @Test("is read page by page, in one pass or in several, with either spelling of its answers")
  func reading() async throws {
    for quirks in [ZohoQuirks.awkward, .plain] {
      try await Site.with(quirks: quirks) { site in
        let client = site.client()
        let fields = try await client.fields("Accounts").map(\.apiName)
        try #require(fields.count > 50)
        let rows = try await site.accounts(client, fields: fields)
        let ids = rows.compactMap { $0["id"]?.string }
        #expect(ids.count == 260 && Set(ids).count == 260)
        let few = try await site.accounts(client, fields: ["Account_Name", "Phone"])
        for (row, other) in zip(rows, few) {
          #expect(row["id"] == other["id"] && row["Account_Name"] == other["Account_Name"])
        }
        #expect(client.calls["token"] == 1)
      }
    }
  }

  @Test("tells what its fields are")
  func metadata() async throws {
    try await Site.with { site in
      let client = site.client()
      let fields = try await client.fields("Accounts")
      let key = try #require(fields.first { $0.apiName == "JDE_Address_Number" })
      #expect(key.isUnique && key.isCustom && !key.isReadOnly)
      #expect(fields.first { $0.apiName == "Account_Name" }?.isMandatory == true)
      #expect(fields.first { $0.apiName == "Payment_Terms" }?.choices.isEmpty == false)
      #expect(try await client.organisation().id.isEmpty == false)
      #expect(try await client.currentUser().email.isEmpty == false)
      #expect(try await client.activeUsers().isEmpty == false)
      #expect(try await client.modules().isEmpty == false)
      #expect(try await client.fields("Contacts").isEmpty == false)
    }
  }

  @Test("takes a hundred rows at once, gives them back by id and key, and takes none of them twice")
  func inserting() async throws {
    try await Site.with { site in
      let client = site.client()
      let rows = (0..<100).map { number -> JSONObject in
        ["Account_Name": .string("New \(number)"), "JDE_Address_Number": .string("\(900_000 + number)")]
      }
      let answers = try #require(await client.insert("Accounts", rows: rows).rows)
      let ids = answers.compactMap { if case .applied(let id, _) = $0.outcome { id } else { nil } }
      #expect(Set(ids).count == 100)
      let read = try await client.records(
        "Accounts", ids: ids, fields: ["Account_Name", "JDE_Address_Number"])
      #expect(
        Set(read.compactMap { $0["JDE_Address_Number"]?.string }) == Set((900_000..<900_100).map(String.init))
      )
      let keys = (900_000..<900_110).map(String.init)
      let found = try await client.ids("Accounts", where: "JDE_Address_Number", in: keys)
      #expect(found.count == 100 && found["900042"] == [ids[42]])
      let again = try #require(await client.insert("Accounts", rows: Array(rows[40..<45])).rows)
      for (offset, answer) in again.enumerated() {
        guard case .rejected(let errors) = answer.outcome else {
          Issue.record("row \(offset) was taken twice")
          continue
        }
        #expect(errors.first?.duplicateID == ids[40 + offset])
      }
    }
  }

  @Test("changes single fields, and none where somebody was faster")
  func updating() async throws {
    try await Site.with { site in
      let client = site.client()
      let first = try #require(
        try await site.accounts(client, fields: ["Account_Name", "Modified_Time"]).first)
      let id = try #require(first["id"]?.string)
      let time = try #require(first["Modified_Time"]?.string)
      let row: JSONObject = ["id": .string(id), "Credit_Limit": 5_000]
      let answers = try #require(await client.update("Accounts", rows: [row]).rows)
      guard case .applied(id, _) = answers[0].outcome else {
        Issue.record("\(answers)")
        return
      }
      let after = try await client.records("Accounts", ids: [id], fields: ["Account_Name", "Credit_Limit"])
      #expect(after.first?["Credit_Limit"]?.int == 5_000)
      #expect(after.first?["Account_Name"] == first["Account_Name"])
      let late = await client.update("Accounts", id: id, row: ["Phone": "+49 30 1"], unmodifiedSince: time)
      guard case .stale = try #require(late.rows?.first).outcome else {
        Issue.record("\(late)")
        return
      }
    }
  }

  @Test("leaves an insert unknown whose answer is lost, and shows it by its key")
  func lostAnswer() async throws {
    try await Site.with { site in
      let client = site.client()
      _ = try await client.modules()
      site.zoho.server().setFaults([Fault(.dropAfter, match: Fault.Match(method: "POST", path: "*/Accounts"))]
      )
      let row: JSONObject = ["Account_Name": "Lost", "JDE_Address_Number": "900000"]
      #expect(await client.insert("Accounts", rows: [row]).unknown != nil)
      #expect(try await client.ids("Accounts", where: "JDE_Address_Number", in: ["900000"]).count == 1)
      #expect(site.calls.count { $0.method == "POST" && $0.path.hasSuffix("/Accounts") } == 1)
    }
  }

  @Test("is read to its end through bursts of 429, 500 and dropped connections")
  func faults() async throws {
    try await Site.with { site in
      let client = ZohoClient(
        settings: site.client().settings, transport: CurlTransport(), cache: site.cache,
        pacing: HandTime().pacing)
      site.zoho.server().setFaults([
        Fault(.status(429, retryAfter: nil), match: Fault.Match(path: "*/Accounts", every: 4)),
        Fault(.status(500, retryAfter: nil), match: Fault.Match(path: "*/Accounts", every: 3)),
        Fault(.dropBefore, match: Fault.Match(path: "*/Accounts", every: 5)),
        Fault(.deadSession, match: Fault.Match(path: "*/Accounts", nth: 7)),
      ])
      let rows = try await site.accounts(client, fields: ["Account_Name"], rowsPerPage: 20)
      #expect(rows.count == 260)
      let statuses = Set(site.calls.map(\.status))
      #expect(statuses.isSuperset(of: [200, 401, 429, 500]), "\(statuses)")
    }
  }

  @Test("tells nothing new as an empty page")
  func unchanged() async throws {
    try await Site.with { site in
      let query = RecordQuery(
        "Accounts", fields: ["Account_Name"], modifiedSince: "2099-01-01T00:00:00+00:00")
      let page = try await site.client().records(query)
      #expect(page.rows.isEmpty && !page.more)
    }
  }

  @Test("says what is wrong with who asks")
  func strangers() async throws {
    try await Site.with { site in
      let revoked = await Failure.from { () async throws(Failure) in
        try await site.client(token: "1000.other").modules()
      }
      #expect(revoked?.code == .zohoRevoked)
      let unknown = await Failure.from { () async throws(Failure) in
        try await site.client(secret: "other").modules()
      }
      #expect(unknown?.code == .zohoClientUnknown)
    }
  }
}

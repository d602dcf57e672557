import JSONText
import SimulatedCompanies
import Testing

@testable import ZohoSimulator

@Suite("Listings of the simulated Zoho")
struct ZohoListingTests {
  private typealias C = ZohoConversation

  private static let address = "Accounts?fields=Modified_Time&per_page=5"

  private func page(_ conversation: ZohoConversation, after token: String?) -> ImitatedAnswer {
    conversation.call("GET", Self.address + (token.map { "&page_token=\($0)" } ?? ""))
  }

  private func token(_ answer: ImitatedAnswer) throws -> String {
    try #require(answer.json["info"]?["next_page_token"]?.string)
  }

  @Test("end where page tokens end, by default behind 100,000 records", arguments: ["offset", "key"])
  func ends(pageToken: String) throws {
    let conversation = try C(existing: 25)
    _ = try conversation.control("POST", "quirks", ["pageToken": JSONValue(pageToken)])
    #expect(try conversation.control("GET", "limits")["listing_max"]?.int == 100_000)
    _ = try conversation.control("POST", "limits", ["listing_max": 10])
    let first = page(conversation, after: nil)
    let second = page(conversation, after: try token(first))
    #expect(second.rows.count == 5 && second.json["info"]?["more_records"]?.bool == true)
    let third = page(conversation, after: try token(second))
    #expect(third.status == 400 && third.code == "PAGINATION_LIMIT_EXCEEDED")
    #expect(third.json["details"]?["limit"]?.int == 10)
    let slice = conversation.call("GET", Self.address + "&sort_by=Modified_Time&sort_order=asc")
    #expect(slice.status == 200, "another listing begins anew")
  }

  @Test("end for queries where offsets end")
  func offsets() throws {
    let conversation = try C(existing: 25)
    _ = try conversation.control("POST", "limits", ["query_max": 10])
    let query = "select id from Accounts where id is not null order by id asc limit 5"
    #expect(conversation.coql("\(query) offset 5").rows.count == 5)
    #expect(conversation.coql("\(query) offset 6").code == "LIMIT_EXCEEDED")
  }

  @Test("give empty pages, the same page, or the same token, and always promise more")
  func stuck() throws {
    for pageToken in ["offset", "key"] {
      for (listing, rows) in [("emptyPages", 0), ("repeated", 5), ("tokenRepeated", 5)] {
        let conversation = try C(existing: 25)
        _ = try conversation.control(
          "POST", "quirks", ["listing": JSONValue(listing), "pageToken": JSONValue(pageToken)])
        var answer = page(conversation, after: nil)
        var pages: Set<[JSONValue]> = []
        var tokens: Set<String> = []
        for _ in 0..<12 {  // five pages hold all records
          #expect(answer.rows.count == rows, "\(listing)")
          #expect(answer.json["info"]?["more_records"]?.bool == true)
          pages.insert(answer.rows)
          let next = try token(answer)
          tokens.insert(next)
          answer = page(conversation, after: next)
        }
        #expect(pages.count == (listing == "tokenRepeated" ? 2 : 1), "\(listing)")
        #expect(tokens.count == (listing == "tokenRepeated" ? 1 : 12), "\(listing)")
      }
    }
  }

  @Test("go on behind their last record, or stop before it without a word")
  func wrongEnds() throws {
    let conversation = try C(existing: 7)
    _ = try conversation.control("POST", "quirks", ["listing": "endless"])
    var answer = page(conversation, after: nil)
    var counts: [Int] = []
    for _ in 0..<5 {
      counts.append(answer.rows.count)
      answer = page(conversation, after: try token(answer))
    }
    #expect(counts == [5, 2, 0, 0, 0])
    _ = try conversation.control("POST", "quirks", ["listing": "endsEarly"])
    let first = page(conversation, after: nil)
    #expect(first.rows.count == 5 && first.json["info"]?["more_records"]?.bool == true)
    #expect(page(conversation, after: try token(first)).status == 204)
  }

  @Test("have no end for queries and deleted records either")
  func others() throws {
    let conversation = try C(existing: 7)
    let ids = page(conversation, after: nil).rows.compactMap { $0["id"]?.string }
    let query = "select id from Accounts where id is not null order by id asc limit 3"
    let first = conversation.coql(query)
    _ = conversation.call("DELETE", "Accounts?ids=\(ids.prefix(2).joined(separator: ","))")
    for (listing, rows) in [("emptyPages", 0), ("repeated", 3), ("endless", 0)] {
      _ = try conversation.control("POST", "quirks", ["listing": JSONValue(listing)])
      let beyond = conversation.coql("\(query) offset 50")
      #expect(beyond.rows.count == rows && beyond.json["info"]?["more_records"]?.bool == true, "\(listing)")
      if listing == "repeated" { #expect(beyond.rows == first.rows) }
      let deleted = conversation.call("GET", "Accounts/deleted?page=9")
      #expect(deleted.rows.count == (listing == "repeated" ? 2 : 0), "\(listing)")
      #expect(deleted.json["info"]?["more_records"]?.bool == true, "\(listing)")
    }
  }

  @Test("show what was written late, and a single record at once")
  func lag() throws {
    let conversation = try C()
    let old = JSONValue(try conversation.insert(["Account_Name": "Old", "JDE_Address_Number": "1"])[0])
    _ = try conversation.control("POST", "limits", ["list_lag_seconds": 30])
    let then = C.now.adding(seconds: 100)
    let new = try conversation.insert(["Account_Name": "New", "JDE_Address_Number": "2"], at: then)[0]
    _ = conversation.write("PUT", "Accounts", [["id": old, "Account_Name": "Changed"]], at: then)
    func names(at time: WallTime) -> [[String?]] {
      let list = conversation.call("GET", "Accounts?fields=Account_Name&sort_order=asc", at: time)
      let keys = "select Account_Name from Accounts where JDE_Address_Number in ('1','2') order by id asc"
      return [list, conversation.coql(keys, at: time)].map { $0.rows.map { $0["Account_Name"]?.string } }
    }
    #expect(names(at: then.adding(seconds: 29)) == [["Old"], ["Old"]])
    #expect(names(at: then.adding(seconds: 30)) == [["Changed", "New"], ["Changed", "New"]])
    let single = conversation.call("GET", "Accounts/\(new)", at: then)
    #expect(single.rows.first?["Account_Name"]?.string == "New")
    #expect(conversation.call("GET", "Accounts?fields=id&ids=\(new)", at: then).rows.count == 1)
    let clash = conversation.write(
      "POST", "Accounts", [["Account_Name": "X", "JDE_Address_Number": "2"]], at: then)
    #expect(clash.rows[0]["code"]?.string == "DUPLICATE_DATA", "uniqueness knows everything at once")
    _ = try conversation.control("POST", "limits", ["list_lag_seconds": 0])
    #expect(names(at: then) == [["Changed", "New"], ["Changed", "New"]])
  }

  @Test("show a record that changes twice within the lag as it was before both")
  func lagOfTwoChanges() throws {
    let conversation = try C()
    _ = try conversation.control("POST", "limits", ["list_lag_seconds": 30])
    let id = JSONValue(try conversation.insert(["Account_Name": "1"])[0])
    for second in [60, 70] {
      _ = conversation.write(
        "PUT", "Accounts", [["id": id, "Account_Name": JSONValue("at \(second)")]],
        at: C.now.adding(seconds: second))
    }
    let shown = [75, 95, 100].map { second in
      conversation.call(
        "GET", "Accounts?fields=Account_Name", at: C.now.adding(seconds: second)
      ).rows.first?["Account_Name"]?.string
    }
    #expect(shown == ["1", "at 60", "at 70"])
  }

  @Test("say of a single record whether it was modified since")
  func single() throws {
    let conversation = try C()
    let id = try conversation.insert(["Account_Name": "One"])[0]
    func status(_ since: String) -> Int {
      conversation.call("GET", "Accounts/\(id)", headers: ["if-modified-since": since]).status
    }
    #expect(status("2026-11-23T10:59:59+01:00") == 200)
    #expect(status("2026-11-23T11:00:00+01:00") == 304, "equal times are not modified since")
    #expect(status("Mon, 23 Nov 2026 09:59:59 GMT") == 200)
    #expect(status("Mon, 23 Nov 2026 10:00:00 GMT") == 304)
    #expect(status("yesterday") == 400)
    #expect(
      conversation.call(
        "GET", "Accounts/5", headers: ["if-modified-since": "2026-11-23T11:00:00+01:00"]
      ).status == 204, "a record that is gone is not unmodified")
  }
}

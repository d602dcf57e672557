import JSONText
import SimulatedCompanies
import Testing

@testable import ZohoSimulator

@Suite("Reading from the simulated Zoho")
struct ZohoReadingTests {
  private typealias C = ZohoConversation

  @Test("needs the names of fields, at most fifty of them")
  func fields() throws {
    let conversation = try C(existing: 5)
    let none = conversation.call("GET", "Accounts")
    #expect(none.status == 400 && none.code == "REQUIRED_PARAM_MISSING")
    let names = ZohoModule.accounts.fields.map(\.name)
    #expect(names.count > 60)
    #expect(
      conversation.call("GET", "Accounts?fields=\(names.prefix(50).joined(separator: ","))").status == 200)
    let many = conversation.call("GET", "Accounts?fields=\(names.prefix(51).joined(separator: ","))")
    #expect(many.status == 400 && many.code == "LIMIT_EXCEEDED")
  }

  @Test("gives the page's envelope, newest id first, and empty values as null")
  func envelope() throws {
    let conversation = try C()
    #expect(conversation.call("GET", "Accounts?fields=Account_Name").status == 204)
    let ids = try conversation.insert(
      ["Account_Name": "One", "Annual_Revenue": 850_000], ["Account_Name": "Two"])
    let answer = conversation.call(
      "GET", "Accounts?fields=Account_Name,Annual_Revenue,Owner,Modified_Time,Tag,Credit_Hold")
    #expect(answer.rows.map { $0["id"]?.string } == ids.reversed())
    #expect(answer.rows[0]["Annual_Revenue"]?.isNull == true)
    #expect(answer.rows[1]["Annual_Revenue"]?.number?.digits == "850000")
    #expect(answer.rows[0]["Owner"]?["email"]?.string == "sync@counterfoil.example")
    #expect(answer.rows[0]["Modified_Time"]?.string == "2026-11-23T10:00:00+00:00")
    #expect(answer.rows[0]["Tag"] == [] && answer.rows[0]["Credit_Hold"]?.bool == false)
    let info = try #require(answer.json["info"])
    #expect(
      info["count"]?.int == 2 && info["more_records"]?.bool == false
        && info["next_page_token"]?.isNull == true)
    #expect(info["sort_order"]?.string == "desc" && info["per_page"]?.int == 200)
  }

  @Test("shows times with the offset of the user's zone on that very day")
  func offsets() throws {
    let conversation = try C()
    _ = try conversation.control("POST", "quirks", ["timeZone": "centralEurope"])
    let summer = WallTime(seconds: C.now.seconds - 150 * 86_400)
    let old = conversation.call("GET", "org", at: summer)
    #expect(old.status == 200)
    _ = try conversation.insert(["Account_Name": "Summer"], at: summer)
    _ = try conversation.insert(["Account_Name": "Winter"])
    let times = conversation.call("GET", "Accounts?fields=Modified_Time").rows.compactMap {
      $0["Modified_Time"]?.string
    }
    #expect(times.map { $0.suffix(6) } == ["+01:00", "+02:00"])
  }

  @Test(
    "pages by token through everything, in each order", arguments: ["id", "Created_Time", "Modified_Time"],
    ["asc", "desc"])
  func tokens(sort: String, order: String) throws {
    let conversation = try C(existing: 60)
    for pageToken in ["offset", "key"] {
      _ = try conversation.control("POST", "quirks", ["pageToken": JSONValue(pageToken)])
      var seen: [String] = []
      var token = ""
      for _ in 0..<20 {
        let answer = conversation.call(
          "GET", "Accounts?fields=Modified_Time&per_page=7&sort_by=\(sort)&sort_order=\(order)\(token)")
        seen += answer.rows.compactMap { $0["id"]?.string }
        guard let next = answer.json["info"]?["next_page_token"]?.string else { break }
        #expect(answer.json["info"]?["more_records"]?.bool == true)
        token = "&page_token=\(next)"
      }
      #expect(seen.count == 60 && Set(seen).count == 60)
    }
  }

  @Test("binds a page token to its parameters and to a day")
  func boundTokens() throws {
    let conversation = try C(existing: 10)
    let address = "Accounts?fields=id&per_page=3"
    let token = try #require(conversation.call("GET", address).json["info"]?["next_page_token"]?.string)
    func code(_ address: String, at time: WallTime = C.now) -> String? {
      conversation.call("GET", address, at: time).code
    }
    #expect(code("Accounts?fields=id,Phone&per_page=3&page_token=\(token)") == "TOKEN_BOUND_DATA_MISMATCH")
    #expect(code("\(address)&page_token=\(token)&page=2") == "AMBIGUITY_DURING_PROCESSING")
    #expect(code("\(address)&page_token=nonsense") == "INVALID_DATA")
    _ = try conversation.control("POST", "tokens", ["life_seconds": 200_000])
    let long = try #require(C.refresh(conversation.zoho).json["access_token"]?.string)
    let late = conversation.call(
      "GET", "\(address)&page_token=\(token)", at: C.now.adding(seconds: 86_400), token: long)
    #expect(late.code == "EXPIRED_VALUE")
  }

  @Test("ends paging by number at 2,000 records")
  func pageNumbers() throws {
    let conversation = try C(records: 10, existing: 2_050)
    #expect(conversation.call("GET", "Accounts?fields=id&page=10").status == 200)
    let beyond = conversation.call("GET", "Accounts?fields=id&page=11")
    #expect(beyond.status == 400 && beyond.code == "DISCRETE_PAGINATION_LIMIT_EXCEEDED")
  }

  @Test("gives what was modified since, or 304")
  func modifiedSince() throws {
    let conversation = try C(existing: 10)
    let ids = try conversation.insert(["Account_Name": "New"])
    let since = ["if-modified-since": "2026-11-23T10:59:59+01:00"]
    let answer = conversation.call("GET", "Accounts?fields=id", headers: since)
    #expect(answer.rows.map { $0["id"]?.string } == ids)
    let none = conversation.call(
      "GET", "Accounts?fields=id", headers: ["if-modified-since": "2026-11-23T10:00:00Z"])
    #expect(none.status == 304 && none.body.isEmpty)
  }

  @Test("lets records move between two pages")
  func shifts() throws {
    let conversation = try C(existing: 20)
    let address = "Accounts?fields=id&per_page=5&sort_by=Modified_Time&sort_order=asc"
    _ = try conversation.control("POST", "quirks", ["pageToken": "offset"])
    let all = conversation.call("GET", address.replacing("per_page=5", with: "per_page=200")).rows
    let first = conversation.call("GET", address)
    let token = try #require(first.json["info"]?["next_page_token"]?.string)
    let second = conversation.call("GET", "\(address)&page_token=\(token)", faults: [.shiftPages])
    #expect(second.rows.first == all[6], "the sixth moved to the place of the fifth")
    let journal = try #require(try conversation.control("GET", "journal")["changes"]?.array)
    #expect(journal.last?["who"]?.string == "automation")
  }

  @Test("gives one record with all its fields, and says in three ways that one is gone")
  func single() throws {
    let conversation = try C()
    let id = try conversation.insert(["Account_Name": "One"])[0]
    let record = try #require(conversation.call("GET", "Accounts/\(id)").rows.first)
    #expect(record.object?.count == ZohoModule.accounts.fields.count)
    for (position, status) in [("status204", 204), ("status400", 400), ("status404", 404)] {
      _ = try conversation.control("POST", "quirks", ["goneRecord": JSONValue(position)])
      #expect(conversation.call("GET", "Accounts/4876876000000999999").status == status)
    }
  }

  @Test("finds by the external field where the header names it")
  func external() throws {
    let conversation = try C()
    let ids = try conversation.insert(
      ["Account_Name": "One", "JDE_Address_Number": "4242"], ["Account_Name": "Two"])
    let header = ["x-external": "Accounts.JDE_Address_Number"]
    #expect(conversation.call("GET", "Accounts/4242", headers: header).rows.first?["id"]?.string == ids[0])
    #expect(conversation.call("GET", "Accounts/4242").status == 204, "without the header only ids count")
    #expect(conversation.call("GET", "Accounts/\(ids[0])", headers: header).code == "INVALID_DATA")
    let several = conversation.call("GET", "Accounts?fields=Account_Name&ids=4242,4243", headers: header)
    #expect(several.rows.map { $0["Account_Name"]?.string } == ["One"])
    #expect(conversation.call("GET", "Accounts?fields=id&ids=\(ids[1]),5").rows.count == 1)
    #expect(conversation.call("GET", "Accounts?fields=id&ids=5").status == 204)
  }

  @Test("searches behind the times, and finds with equals what only contains")
  func search() throws {
    let conversation = try C()
    _ = try conversation.insert(["Account_Name": "Nordwind GmbH"])
    let address = "Accounts/search?criteria=((Account_Name:equals:Nord))"
    #expect(conversation.call("GET", address).rows.count == 1)
    _ = try conversation.control("POST", "limits", ["search_lag_seconds": 60])
    #expect(conversation.call("GET", address, at: C.now.adding(seconds: 59)).status == 204)
    #expect(conversation.call("GET", address, at: C.now.adding(seconds: 60)).rows.count == 1)
    #expect(conversation.call("GET", "Accounts/search").code == "EXPECTED_PARAM_MISSING")
    #expect(conversation.coql("select id from Accounts where Account_Name = 'Nordwind GmbH'").rows.count == 1)
  }

  @Test("lists what was deleted, and forgets the names of what is gone for good")
  func deleted() throws {
    let conversation = try C()
    let ids = try conversation.insert(["Account_Name": "One"], ["Account_Name": "Two"])
    #expect(conversation.call("GET", "Accounts/deleted").status == 204)
    #expect(conversation.call("DELETE", "Accounts?ids=\(ids[0]),\(ids[1])").status == 200)
    let again = conversation.call("DELETE", "Accounts/\(ids[0])")
    #expect(again.status == 400 && again.rows[0]["message"]?.string == "record not deleted")
    _ = try conversation.control(
      "POST", "change", [["module": "Accounts", "action": "erase", "id": JSONValue(ids[0])]])
    let bin = conversation.call("GET", "Accounts/deleted?type=recycle").rows
    #expect(bin.map { $0["display_name"]?.string } == ["Two"])
    let gone = conversation.call("GET", "Accounts/deleted?type=permanent").rows
    #expect(gone.map { $0["id"]?.string } == [ids[0]] && gone[0]["display_name"]?.isNull == true)
    #expect(conversation.call("GET", "Accounts/deleted?type=all").rows.count == 2)
  }

  @Test("describes modules, fields, users and the organisation")
  func metadata() throws {
    let conversation = try C()
    let fields = try #require(
      conversation.call("GET", "settings/fields?module=Accounts").json["fields"]?.array)
    let key = fields.first { $0["api_name"]?.string == "JDE_Address_Number" }
    #expect(key?["unique"] == ["case_sensitive": false] && key?["external"]?["type"]?.string == "org")
    #expect(fields.first { $0["api_name"]?.string == "Account_Name" }?["unique"] == [:])
    #expect(fields.contains { $0["json_type"] == nil }, "one has no json_type")
    let terms = fields.first { $0["api_name"]?.string == "Payment_Terms" }?["pick_list_values"]?.array ?? []
    #expect(terms.contains { $0["actual_value"]?.string == "Net 30" })
    #expect(conversation.call("GET", "settings/fields?module=Nope").code == "INVALID_MODULE")
    #expect(conversation.call("GET", "settings/modules").json["modules"]?.array?.count == 3)
    #expect(conversation.call("GET", "users?type=CurrentUser").json["users"]?.array?.count == 1)
    #expect(conversation.call("GET", "users").json["users"]?.array?.count == 6)
    #expect(
      conversation.call("GET", "org").json["org"]?[0]?["license_details"]?["paid_type"]?.string == "standard")
    #expect(conversation.call("GET", "Accounts/actions/count").json["count"]?.int == 0)
    _ = try conversation.control("POST", "fields", ["removed": ["Accounts.Credit_Limit"]])
    let left = try #require(conversation.call("GET", "settings/fields?module=Accounts").json["fields"]?.array)
    #expect(left.count == fields.count - 1)
  }

  @Test("names what does not exist by its own error")
  func unknown() throws {
    let conversation = try C()
    #expect(conversation.call("GET", "Nope?fields=id").code == "INVALID_MODULE")
    #expect(conversation.call("PATCH", "Accounts").code == "INVALID_URL_PATTERN")
    let old = conversation.zoho.answer(ImitatedRequest(method: "GET", path: "/crm/v2/Accounts"))
    #expect(old.code == "API_NOT_SUPPORTED")
  }
}

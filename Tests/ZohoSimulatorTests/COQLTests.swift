import JSONText
import SimulatedCompanies
import Testing

@testable import ZohoSimulator

@Suite("COQL of the simulated Zoho")
struct COQLTests {
  private typealias C = ZohoConversation

  private func names(_ condition: String, _ rest: String = "order by id asc") throws -> [String] {
    let conversation = try C()
    _ = try conversation.insert(
      ["Account_Name": "Alpha's", "JDE_Address_Number": "1", "Credit_Limit": 500, "Industry": "Technology"])
    _ = try conversation.insert(
      ["Account_Name": "Beta", "JDE_Address_Number": "2", "Credit_Limit": 1_000.5],
      at: C.now.adding(seconds: 60))
    _ = try conversation.insert(["Account_Name": "Gamma \\ Sons"], at: C.now.adding(seconds: 120))
    let answer = conversation.coql("select Account_Name from Accounts where \(condition) \(rest)")
    #expect(answer.status == 200 || answer.status == 204, "\(answer.code ?? "")")
    return answer.rows.compactMap { $0["Account_Name"]?.string }
  }

  @Test(
    "compares, lists, and tells empty values",
    arguments: [
      ("JDE_Address_Number = '2'", ["Beta"]), ("JDE_Address_Number in ('1','2','9')", ["Alpha's", "Beta"]),
      ("JDE_Address_Number not in ('1')", ["Beta", "Gamma \\ Sons"]), ("Credit_Limit > 500", ["Beta"]),
      ("Credit_Limit >= 500", ["Alpha's", "Beta"]), ("Credit_Limit between 1 and 999", ["Alpha's"]),
      ("Industry is null", ["Beta", "Gamma \\ Sons"]), ("Industry is not null", ["Alpha's"]),
      ("Account_Name like 'Be%'", ["Beta"]),
      ("Account_Name like '%a%'", ["Alpha's", "Beta", "Gamma \\ Sons"]),
      ("Account_Name = 'Alpha\\'s'", ["Alpha's"]), ("Account_Name = 'Gamma \\\\ Sons'", ["Gamma \\ Sons"]),
      ("Modified_Time >= '2026-11-23T11:01:00+01:00'", ["Beta", "Gamma \\ Sons"]),
      ("Modified_Time > '2026-11-23T10:01:00Z'", ["Gamma \\ Sons"]),
      ("(Credit_Limit = 500 or Credit_Limit = 1000.5)", ["Alpha's", "Beta"]),
      (
        "((Credit_Limit > 1 and Industry is null) or Account_Name = 'Gamma \\\\ Sons')",
        ["Beta", "Gamma \\ Sons"]
      ),
      ("Account_Name = 'nobody'", []),
    ])
  func conditions(condition: String, expected: [String]) throws { #expect(try names(condition) == expected) }

  @Test(
    "orders and cuts out a part",
    arguments: [
      ("order by Modified_Time desc limit 1", ["Gamma \\ Sons"]),
      ("order by Credit_Limit desc", ["Beta", "Alpha's", "Gamma \\ Sons"]),
      ("order by id asc limit 1, 1", ["Beta"]), ("order by id asc limit 1 offset 2", ["Gamma \\ Sons"]),
    ])
  func orders(rest: String, expected: [String]) throws {
    #expect(try names("id is not null", rest) == expected)
  }

  @Test(
    "refuses what it does not understand, and what is too much",
    arguments: [
      ("select id from Accounts", "SYNTAX_ERROR"), ("select id Accounts where id = 1", "SYNTAX_ERROR"),
      ("select id from Accounts where Phone = 'x", "SYNTAX_ERROR"),
      ("select id from Accounts where Phone = 'x' and Fax = 'y' and Website = 'z'", "SYNTAX_ERROR"),
      ("select Nope from Accounts where id is not null", "INVALID_QUERY"),
      ("select id from Accounts where Nope = 'x'", "INVALID_QUERY"),
      ("select id from Nope where id is not null", "INVALID_MODULE"),
      ("select id from Accounts where id is not null limit 2001", "LIMIT_EXCEEDED"),
      ("select id from Accounts where id is not null limit 99999,200", "LIMIT_EXCEEDED"),
    ])
  func refuses(query: String, code: String) throws {
    let answer = try C().coql(query)
    #expect(answer.status == 400 && answer.code == code)
  }

  @Test("takes fifty or a hundred values in a list, by a switch")
  func listLength() throws {
    let conversation = try C(quirks: .awkward)
    func query(_ count: Int) -> Int {
      let values = (0..<count).map { "'\($0)'" }.joined(separator: ",")
      return conversation.coql("select id from Accounts where JDE_Address_Number in (\(values))").status
    }
    #expect(query(50) == 204 && query(51) == 400)
    _ = try conversation.control("POST", "quirks", ["valuesInList": "hundred"])
    #expect(query(100) == 204 && query(101) == 400)
  }

  @Test("gives lookups as ids, and their names under the dotted name")
  func lookups() throws {
    let conversation = try C()
    let id = try conversation.insert(["Account_Name": "One"])[0]
    _ = conversation.write(
      "POST", "Contacts", [["Last_Name": "Müller", "Account_Name": ["id": JSONValue(id)]]])
    let row = try #require(
      conversation.coql(
        "select Account_Name, Account_Name.Account_Name from Contacts where Last_Name = 'Müller'"
      ).rows.first)
    #expect(row["Account_Name"] == ["id": JSONValue(id)])
    #expect(row["Account_Name.Account_Name"]?.string == "One")
    let listed = conversation.call("GET", "Contacts?fields=Account_Name,Full_Name").rows.first
    #expect(listed?["Account_Name"] == ["name": "One", "id": JSONValue(id)])
    #expect(listed?["Full_Name"]?.string == "Müller")
  }

  @Test("walks through everything by (Modified_Time, id)")
  func keyset() throws {
    let conversation = try C(existing: 60)
    var seen: [String] = []
    var condition = "Modified_Time >= '2000-01-01T00:00:00Z'"
    for _ in 0..<30 {
      let rows = conversation.coql(
        "select Modified_Time from Accounts where \(condition) order by Modified_Time asc, id asc limit 7"
      ).rows
      guard let last = rows.last, let time = last["Modified_Time"]?.string, let id = last["id"]?.string else {
        break
      }
      seen += rows.compactMap { $0["id"]?.string }
      condition = "(Modified_Time >= '\(time)' and (Modified_Time > '\(time)' or id > '\(id)'))"
    }
    #expect(seen.count == 60 && Set(seen).count == 60)
  }
}

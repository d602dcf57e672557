import JSONText
import SimulatedCompanies
import Testing

@testable import ZohoSimulator

@Suite("Writing to the simulated Zoho")
struct ZohoWritingTests {
  private typealias C = ZohoConversation

  @Test("answers 201, 200, 207 and 400 as the rows come out, each at its place")
  func statuses() throws {
    let conversation = try C()
    let good = conversation.write("POST", "Accounts", [["Account_Name": "One"]])
    #expect(good.status == 201 && good.rows[0]["message"]?.string == "record added")
    let details = try #require(good.rows[0]["details"])
    #expect(details["Modified_Time"]?.string == "2026-11-23T10:00:00+00:00" && details["Account_Name"] == nil)
    let mixed = conversation.write("POST", "Accounts", [["Phone": "+49 1"], ["Account_Name": "Two"]])
    #expect(mixed.status == 207)
    #expect(mixed.rows.map { $0["code"]?.string } == ["MANDATORY_NOT_FOUND", "SUCCESS"])
    #expect(mixed.rows[0]["details"]?["json_path"]?.string == "$.data[0].Account_Name")
    let bad = conversation.write("POST", "Accounts", [["Phone": "+49 1"]])
    #expect(bad.status == 400 && bad.rows.count == 1)
    let id = try #require(details["id"])
    let update = conversation.write("PUT", "Accounts", [["id": id, "Phone": "+49 2"]])
    #expect(update.status == 200 && update.rows[0]["message"]?.string == "record updated")
    _ = try conversation.control(
      "POST", "quirks", ["allRowsRefused": "status202", "someRowsRefused": "status200"])
    #expect(conversation.write("POST", "Accounts", [["Phone": "+49 1"]]).status == 202)
    #expect(
      conversation.write("POST", "Accounts", [["Phone": "1"], ["Account_Name": "Three"]]).status == 200)
  }

  /// A row, and what is said of it.
  struct WrongRow: Sendable {
    let row: JSONValue
    let code: String
    let details: JSONValue

    static let all: [WrongRow] = [
      WrongRow(row: ["Account_Name": ""], code: "MANDATORY_NOT_FOUND", details: ["api_name": "Account_Name"]),
      invalid("Account_Name", 5, ["expected_data_type": "text", "api_name": "Account_Name"]),
      invalid(
        "Ticker_Symbol", "1234567890123456789012345678901",
        ["maximum_length": 30, "api_name": "Ticker_Symbol"]),
      invalid("Phone", "call me", ["expected_data_type": "phone", "api_name": "Phone"]),
      invalid("Email_1", "nobody", ["expected_data_type": "email", "api_name": "Email_1"]),
      invalid("Credit_Limit", "12", ["expected_data_type": "currency", "api_name": "Credit_Limit"]),
      invalid("Employees", 12.5, ["expected_data_type": "integer", "api_name": "Employees"]),
      invalid("Customer_Since", "23.11.2026", ["expected_data_type": "date", "api_name": "Customer_Since"]),
      invalid("Parent_Account", ["id": "1"], ["api_name": "Parent_Account"]),
      invalid("Payment_Terms", "Never", ["api_name": "Payment_Terms"]),
      invalid("Owner", ["id": "1"], ["api_name": "Owner"]),
    ]

    private static func invalid(_ field: String, _ value: JSONValue, _ details: JSONValue) -> WrongRow {
      var row: JSONObject = ["Account_Name": "A"]
      row[field] = value
      return WrongRow(row: .object(row), code: "INVALID_DATA", details: details)
    }
  }

  @Test("names the error of a row by code and details", arguments: WrongRow.all)
  func rowErrors(wrong: WrongRow) throws {
    var quirks = ZohoQuirks.plain
    quirks.jsonPath = .missing
    let answer = try C(quirks: quirks).write("POST", "Accounts", [wrong.row])
    #expect(answer.rows[0]["code"]?.string == wrong.code)
    #expect(answer.rows[0]["details"] == wrong.details)
    #expect(answer.rows[0]["status"]?.string == "error")
  }

  @Test(
    "lets no second record have a unique value, in any case of letters, and says whose it is in either shape")
  func unique() throws {
    let conversation = try C()
    let id = JSONValue(try conversation.insert(["Account_Name": "One", "JDE_Address_Number": "ab1"])[0])
    let row: JSONValue = ["Account_Name": "Two", "JDE_Address_Number": "AB1"]
    let new = conversation.write("POST", "Accounts", [row]).rows[0]
    #expect(new["code"]?.string == "DUPLICATE_DATA")
    #expect(new["details"]?["duplicate_record"]?["id"] == id && new["details"]?["id"] == nil)
    _ = try conversation.control("POST", "quirks", ["duplicateShape": "id"])
    let old = conversation.write("POST", "Accounts", [row]).rows[0]
    #expect(old["details"]?["id"] == id && old["details"]?["duplicate_record"] == nil)
    #expect(
      conversation.write("PUT", "Accounts", [["id": id, "JDE_Address_Number": "ab1", "Phone": "1"]]).status
        == 200)
    let twice = conversation.write(
      "POST", "Accounts",
      [["Account_Name": "X", "JDE_Address_Number": "7"], ["Account_Name": "Y", "JDE_Address_Number": "7"]])
    #expect(twice.rows.map { $0["code"]?.string } == ["SUCCESS", "DUPLICATE_DATA"])
    #expect(conversation.write("POST", "Accounts", [["Account_Name": "One"]]).status == 201, "names repeat")
    _ = try conversation.control("POST", "quirks", ["systemFields": "unique"])
    #expect(
      conversation.write("POST", "Accounts", [["Account_Name": "One"]]).rows[0]["code"]?.string
        == "DUPLICATE_DATA")
  }

  @Test("puts several errors of one row together")
  func several() throws {
    let row = try C().write("POST", "Accounts", [["Phone": "call me", "Credit_Limit": true]]).rows[0]
    #expect(row["code"]?.string == "MULTIPLE_OR_MULTI_ERRORS")
    let codes = row["details"]?["errors"]?.array?.compactMap { $0["code"]?.string }
    #expect(codes == ["INVALID_DATA", "INVALID_DATA", "MANDATORY_NOT_FOUND"])
  }

  @Test("enforces no uniqueness where a fault says so, and then shows both")
  func notEnforced() throws {
    let conversation = try C()
    let row: JSONValue = ["Account_Name": "Two", "JDE_Address_Number": "7"]
    _ = try conversation.insert(row)
    let again = conversation.write("POST", "Accounts", [row], faults: [.uniqueNotEnforced])
    #expect(again.status == 201)
    #expect(conversation.coql("select id from Accounts where JDE_Address_Number = '7'").rows.count == 2)
    #expect(
      conversation.coql("select id from Accounts where JDE_Address_Number in ('7','8')").rows.count == 2)
  }

  @Test("leaves out what is not in the row, and empties what is null")
  func partial() throws {
    let conversation = try C()
    let id = JSONValue(try conversation.insert(["Account_Name": "One", "Phone": "+49 1", "Fax": "2"])[0])
    _ = conversation.write("PUT", "Accounts", [["id": id, "Phone": .null]], at: C.now.adding(seconds: 5))
    let record = try #require(conversation.call("GET", "Accounts/\(id.string ?? "")").rows.first)
    #expect(record["Phone"]?.isNull == true && record["Fax"]?.string == "2")
    #expect(record["Modified_Time"]?.string == "2026-11-23T10:00:05+00:00")
    #expect(record["Created_Time"]?.string == "2026-11-23T10:00:00+00:00")
    let unknown = conversation.write("PUT", "Accounts", [["id": "5", "Phone": "1"]])
    #expect(unknown.rows[0]["message"]?.string == "the id given seems to be invalid")
    #expect(unknown.rows[0]["details"]?["id"]?.string == "5")
  }

  @Test("normalises what it keeps: amounts without needless decimals, texts without blanks around")
  func normalises() throws {
    let conversation = try C(quirks: .awkward)
    let body = try JSONValue(
      parsing:
        #"{"data":[{"Account_Name":" One ","Credit_Limit":850000.00,"Discount":2.50,"Nope":1}],"trigger":[]}"#
    )
    #expect(conversation.call("POST", "Accounts", body).status == 201, "unknown fields are ignored")
    let row = conversation.call("GET", "Accounts?fields=Account_Name,Credit_Limit,Discount").rows[0]
    #expect(row["Account_Name"]?.string == "One")
    #expect(row["Credit_Limit"]?.number?.digits == "850000" && row["Discount"]?.number?.digits == "2.5")
    _ = try conversation.control("POST", "quirks", ["textBlanks": "kept", "unknownField": "refused"])
    #expect(conversation.call("POST", "Accounts", body).rows[0]["details"]?["api_name"]?.string == "Nope")
  }

  @Test("refuses the whole call with 412 where a record was modified since")
  func unmodifiedSince() throws {
    let conversation = try C()
    let id = try conversation.insert(["Account_Name": "One"], at: C.now.adding(seconds: 10))[0]
    func put(_ since: String) -> ImitatedAnswer {
      conversation.write(
        "PUT", "Accounts/\(id)", [["Phone": "+49 1"]], headers: ["if-unmodified-since": since],
        at: C.now.adding(seconds: 20))
    }
    let conflict = put("2026-11-23T11:00:09+01:00")
    #expect(conflict.status == 412 && conflict.rows[0]["code"]?.string == "ALREADY_MODIFIED")
    #expect(conflict.rows[0]["details"]?["id"]?.string == id)
    #expect(put("2026-11-23T11:00:10+01:00").status == 200, "equal times pass")
    #expect(put("Mon, 23 Nov 2026 10:00:10 GMT").status == 412)
  }

  @Test("writes nothing into a locked record, and refuses rows on request")
  func refuses() throws {
    let conversation = try C()
    let id = JSONValue(try conversation.insert(["Account_Name": "One"])[0])
    _ = try conversation.control("POST", "change", [["module": "Accounts", "action": "lock", "id": id]])
    #expect(
      conversation.write("PUT", "Accounts", [["id": id, "Phone": "1"]]).rows[0]["code"]?.string
        == "RECORD_LOCKED")
    let rows: [JSONValue] = [["Account_Name": "A"], ["Account_Name": "B"], ["Account_Name": "C"]]
    let refusal = Fault.RowRefusal(rows: [1], code: "NOT_APPROVED")
    let answer = conversation.write("POST", "Accounts", rows, faults: [.refuseRows(refusal)])
    #expect(answer.rows.map { $0["code"]?.string } == ["SUCCESS", "NOT_APPROVED", "SUCCESS"])
    let named = conversation.write(
      "POST", "Accounts", rows, faults: [.refuseRows(Fault.RowRefusal(containing: "\"C\""))])
    #expect(named.rows.map { $0["code"]?.string } == ["SUCCESS", "SUCCESS", "INVALID_DATA"])
  }

  @Test("takes at most a hundred rows")
  func limits() throws {
    let conversation = try C()
    let rows = (0..<101).map { JSONValue.object(["Account_Name": JSONValue("A\($0)")]) }
    #expect(conversation.write("POST", "Accounts", rows).status == 400)
    #expect(conversation.write("POST", "Accounts", Array(rows.prefix(100))).rows.count == 100)
    #expect(conversation.write("POST", "Accounts", []).status == 400)
    #expect(conversation.call("POST", "Accounts", "text").status == 400)
  }

  @Test("addresses by the external field in path and rows, and repeats it in the answer")
  func external() throws {
    let conversation = try C()
    _ = try conversation.insert(["Account_Name": "One", "JDE_Address_Number": "42"])
    let header = ["x-external": "Accounts.JDE_Address_Number"]
    let path = conversation.write("PUT", "Accounts/42", [["Phone": "1"]], headers: header)
    #expect(path.rows[0]["details"]?["JDE_Address_Number"]?.string == "42")
    #expect(
      conversation.write("PUT", "Accounts", [["JDE_Address_Number": "42", "Fax": "2"]], headers: header)
        .status == 200)
    #expect(
      conversation.write("PUT", "Accounts", [["JDE_Address_Number": "43", "Fax": "2"]], headers: header)
        .status == 400)
  }

  @Test("updates by upsert whatever another unique field finds")
  func upsert() throws {
    let conversation = try C()
    let id = JSONValue(try conversation.insert(["Account_Name": "One", "JDE_Address_Number": "42"])[0])
    let answer = conversation.write(
      "POST", "Accounts/upsert",
      [["Account_Name": "Other", "JDE_Address_Number": "42"], ["Account_Name": "New"]])
    #expect(answer.status == 200)
    #expect(answer.rows.map { $0["action"]?.string } == ["update", "insert"])
    #expect(answer.rows[0]["details"]?["id"] == id && answer.rows[1]["duplicate_field"]?.isNull == true)
  }

  @Test("names by upsert the field that found the record, in the order that was asked for")
  func duplicateField() throws {
    let conversation = try C()
    _ = try conversation.insert(
      ["Account_Name": "One", "JDE_Address_Number": "42"], ["Account_Name": "Two"])
    func upsert(_ row: JSONValue, by fields: JSONValue = []) -> JSONValue {
      conversation.call(
        "POST", "Accounts/upsert", ["data": [row], "duplicate_check_fields": fields, "trigger": []]
      ).rows[0]
    }
    #expect(upsert(["Account_Name": "One"])["duplicate_field"]?.string == "Account_Name")
    #expect(
      upsert(["Account_Name": "1", "JDE_Address_Number": "42"])["duplicate_field"]?.string
        == "JDE_Address_Number", "no account has the name, so the next unique field finds it")
    let both: JSONValue = ["Account_Name": "Two", "JDE_Address_Number": "42"]
    let byKey = upsert(both, by: ["JDE_Address_Number"])
    #expect(byKey["duplicate_field"]?.string == "JDE_Address_Number" && byKey["action"]?.string == "update")
    let new = upsert(["Account_Name": "Two", "JDE_Address_Number": "43"], by: ["JDE_Address_Number"])
    #expect(new["action"]?.string == "insert", "the system field counts only where it is named")
  }

  @Test("takes ids as JSON integers, as the official SDK sends them: of rows, lookups and owners")
  func numericIDs() throws {
    let conversation = try C()
    let id = try #require(JSONNumber(digits: try conversation.insert(["Account_Name": "One"])[0]))
    let update = conversation.write("PUT", "Accounts", [["id": .number(id), "Phone": "+49 1"]])
    #expect(update.status == 200 && update.rows[0]["details"]?["id"]?.string == id.digits)
    let rows: [JSONValue] = [
      ["Last_Name": "A", "Account_Name": ["id": .number(id)]],
      ["Last_Name": "B", "Account_Name": .number(id), "Owner": ["id": 4_876_876_000_000_100_001]],
    ]
    #expect(conversation.write("POST", "Contacts", rows).status == 201)
    let contacts = conversation.call("GET", "Contacts?fields=Account_Name,Owner&sort_order=asc").rows
    #expect(contacts.map { $0["Account_Name"]?["id"]?.string } == [id.digits, id.digits])
    #expect(contacts[1]["Owner"]?["name"]?.string == "Ada Example")
    #expect(conversation.coql("select id from Contacts where Account_Name.id = \(id.digits)").rows.count == 2)
    #expect(conversation.coql("select id from Accounts where id in (\(id.digits),5)").rows.count == 1)
    #expect(conversation.call("GET", "Accounts?fields=id&ids=\(id.digits)").rows.count == 1)
    for wrong in ["4.876876000000500001E18", "4876876000000500001.0", "-1"] {
      let row: JSONValue = ["id": try JSONValue(parsing: wrong), "Phone": "1"]
      #expect(conversation.write("PUT", "Accounts", [row]).status == 400, "\(wrong) is no id")
    }
  }

  @Test("collapses blanks, cuts texts, and takes letters in phones where the switches say so")
  func alteredValues() throws {
    let conversation = try C()
    func stored(_ field: String, _ value: String) throws -> String? {
      let answer = conversation.write(
        "POST", "Accounts", [["Account_Name": "A", "Description": "  a   b  ", field: JSONValue(value)]])
      guard let id = answer.rows.first?["details"]?["id"]?.string else { return nil }
      let record = conversation.call("GET", "Accounts/\(id)").rows.first
      #expect(record?["Description"]?.string == "  a   b  ", "texts of several lines are kept")
      return record?[field]?.string
    }
    #expect(try stored("Billing_City", "  Bad   Ems ") == "  Bad   Ems ")
    #expect(try stored("Ticker_Symbol", String(repeating: "x", count: 31)) == nil)
    #expect(try stored("Phone", "1-800-FLOWERS") == nil)
    _ = try conversation.control(
      "POST", "quirks", ["textBlanks": "collapsed", "longTexts": "cut", "phoneLetters": "accepted"])
    #expect(try stored("Billing_City", "  Bad   Ems ") == "Bad Ems")
    #expect(
      try stored("Ticker_Symbol", String(repeating: "x", count: 31)) == String(repeating: "x", count: 30))
    #expect(try stored("Phone", "1-800-FLOWERS") == "1-800-FLOWERS")
  }

  @Test("runs workflows after a write that does not switch them off")
  func automations() throws {
    let conversation = try C()
    _ = try conversation.control("POST", "automations", ["Accounts": ["Description": "checked"]])
    let quiet = try conversation.insert(["Account_Name": "Quiet"])[0]
    let loud = conversation.call("POST", "Accounts", ["data": [["Account_Name": "Loud"]]])
    let answered = loud.rows[0]["details"]?["Modified_Time"]?.string
    let rows = conversation.call("GET", "Accounts?fields=Account_Name,Description,Modified_Time,Modified_By")
      .rows
    #expect(rows[1]["id"]?.string == quiet && rows[1]["Description"]?.isNull == true)
    #expect(
      rows[0]["Description"]?.string == "checked" && rows[0]["Modified_By"]?["name"]?.string == "Automation")
    #expect(rows[0]["Modified_Time"]?.string != answered)
  }

  @Test("runs workflows after every write, and within its second, where the switches say so")
  func automationsInTheSameSecond() throws {
    let conversation = try C()
    _ = try conversation.control("POST", "automations", ["Accounts": ["Description": "checked"]])
    _ = try conversation.control(
      "POST", "quirks", ["workflows": "always", "workflowTime": "sameSecond"])
    let answer = conversation.write("POST", "Accounts", [["Account_Name": "Quiet"]]).rows[0]
    let row = conversation.call("GET", "Accounts?fields=Description,Modified_Time,Modified_By").rows[0]
    #expect(row["Description"]?.string == "checked" && row["Modified_By"]?["name"]?.string == "Automation")
    #expect(row["Modified_Time"] == answer["details"]?["Modified_Time"])
  }
}

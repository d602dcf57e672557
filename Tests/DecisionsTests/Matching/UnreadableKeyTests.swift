import JSONText
import Testing

@testable import Decisions

@Suite("A key that cannot be read")
struct UnreadableKeyTests {
  private func account(_ cells: KeyValuePairs<String, JSONValue>) -> ZohoRecord {
    var record: JSONObject = ["id": "5550001", "Modified_Time": "2026-02-27T09:30:15+01:00"]
    for (name, value) in cells { record[name] = value }
    return ZohoRecord(id: "5550001", modifiedTime: nil, record: record)
  }

  private var match: MatchExplanation {
    MatchExplanation(
      kind: .email, leftRaw: "a@b.de", rightRaw: "a@b.de", normalised: "a@b.de", rule: "e-mail")
  }

  private func verdict(tax: JSONValue, hidden: Set<String> = []) -> RecordVerdict {
    let state = DecisionInputs(
      composite: Sample.composite(), link: nil, zoho: nil, waitsFor: [], times: .unknown
    )
    return decideRecord(
      state, mapping: Sample.customer, crosswalks: Sample.crosswalks,
      record: { _ in (account(["Tax_Number": tax]).hiding(hidden), nil) },
      match: { .link(to: "5550001", match) })
  }

  @Test("might say no: a weaker one links nothing beside it, but a person is asked")
  func weaker() throws {
    guard case .review(let reason, let candidates) = verdict(tax: "*******5976") else {
      Issue.record("nobody is asked")
      return
    }
    #expect(reason == "unreadable_key")
    #expect(candidates.map(\.ref) == ["5550001"])
    guard case .link = verdict(tax: .null) else {
      Issue.record("a tax number that is not there says nothing")
      return
    }
  }

  @Test("might say yes: nothing is created where such a record of Zoho stands at the same place")
  func nameless() throws {
    var unread = UnreadRecords()
    let account = account(["Tax_Number": "*******5976", "Billing_City": "Bremen", "Account_Name": "Other"])
    #expect(hasUnreadableKey(account, mapping: Sample.customer))
    unread.add(account.id, matchProfile(zoho: account, mapping: Sample.customer))
    func asked(_ city: String?, account: String? = nil) -> MatchOutcome? {
      unread.candidates(for: MatchProfile(keys: [], name: "New", city: city), account: account)
    }
    guard case .review(.unreadableKey, let candidates)? = asked("BREMEN") else {
      Issue.record("nobody is asked")
      return
    }
    #expect(candidates.map(\.ref) == ["5550001"])
    #expect(asked("Kiel") == nil)
    #expect(asked(nil) == nil)
  }

  @Test("is one that is hidden, and a name that is not there although Zoho insists on one")
  func hidden() throws {
    let shown = account(["Tax_Number": .null, "Account_Name": "Nordwind"])
    #expect(hasUnreadableKey(shown.hiding(["Tax_Number"]), mapping: Sample.customer))
    #expect(!hasUnreadableKey(shown.hiding(["Phone"]), mapping: Sample.customer))
    #expect(hasUnreadableKey(account(["Account_Name": .null]), mapping: Sample.customer))
    guard case .review("unreadable_key", _) = verdict(tax: .null, hidden: ["Tax_Number"]) else {
      Issue.record("a tax number that nobody may see might say no")
      return
    }
  }

  @Test("is not what a readable, blank or missing one is")
  func readable() {
    let readable = account(["Tax_Number": "DE136695976", "Email_1": .null, "Account_Name": "Nordwind"])
    #expect(!hasUnreadableKey(readable, mapping: Sample.customer))
  }
}

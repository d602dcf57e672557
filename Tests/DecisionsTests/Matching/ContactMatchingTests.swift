import JSONText
import Testing

@testable import Decisions

@Suite("A contact without a counterpart")
struct ContactMatchingTests {
  private func profile(_ key: String, _ name: String, mail: String?) -> MatchProfile {
    matchProfile(
      jde: CompositeRecord(
        key: key, presence: .inScope, fields: ["email": JDEField(mail.map(FieldValue.value) ?? .blank)],
        name: name),
      mapping: Sample.contact)
  }

  private func decide(
    _ key: String = "4242.1", _ name: String = "Anna Meier", mail: String? = nil, account: String? = "900",
    right: [JSONObject], others: [(String, String, String?)] = []
  ) -> MatchOutcome {
    var index = MatchIndex()
    let own = profile(key, name, mail: mail)
    index.add(left: key, own)
    for (key, name, mail) in others { index.add(left: key, profile(key, name, mail: mail)) }
    for json in right {
      guard let record = ZohoRecord(record: json) else { continue }
      index.add(right: record.id, matchProfile(zoho: record, mapping: Sample.contact), isLinked: false)
    }
    return decideMatch(
      left: key, profile: own, index: index, rules: Sample.contact.matching, account: account)
  }

  private func zoho(
    _ id: String, _ first: String, _ last: String, mail: String?, account: String?
  ) -> JSONObject {
    [
      "id": JSONValue(id), "First_Name": JSONValue(first), "Last_Name": JSONValue(last),
      "Email": JSONValue(mail), "Account_Name": account.map { ["id": JSONValue($0)] } ?? .null,
    ]
  }

  @Test("is linked by an e-mail among the contacts of its account only")
  func withinAccount() {
    let mail = "a.meier@gmail.com"
    let ours = zoho("71", "Anna", "Meier", mail: mail, account: "900")
    let theirs = zoho("72", "Anna", "Meier", mail: mail, account: "901")
    guard case .link(to: "71", _) = decide(mail: mail, right: [ours, theirs]) else {
      Issue.record("one contact of the account has the e-mail")
      return
    }
    #expect(decide(mail: mail, right: [theirs]) == .create)
    #expect(
      decide(mail: mail, account: nil, right: [ours]) == .create, "no account, no contacts to look among")
  }

  @Test("is a question where colleagues share the mailbox, not where strangers do")
  func sharedMailbox() {
    let mail = "werk2@nordwind.example"
    let right = [zoho("71", "Anna", "Meier", mail: mail, account: "900")]
    guard
      case .review(.manyLeft, _) = decide(
        mail: mail, right: right, others: [("4242.2", "Jo Kern", mail)])
    else {
      Issue.record("two of the same number have the mailbox")
      return
    }
    guard case .link = decide(mail: mail, right: right, others: [("7.1", "Jo Kern", mail)]) else {
      Issue.record("a stranger's mailbox does not count")
      return
    }
    guard case .review(.keysDisagree, _) = decide("4242.2", "Jo Kern", mail: mail, right: right) else {
      Issue.record("another person's name contradicts a shared mailbox")
      return
    }
  }

  @Test("is a question where a person of that name is at the account or at none")
  func sameName() {
    let here = zoho("71", "MEIER", "Anna", mail: nil, account: "900")
    let nowhere = zoho("72", "Anna", "Meier", mail: nil, account: nil)
    let elsewhere = zoho("73", "Anna", "Meier", mail: nil, account: "901")
    guard case .review(.weakOnly, let shown) = decide(right: [here, nowhere, elsewhere]) else {
      Issue.record("the name alone asks")
      return
    }
    #expect(shown.map(\.ref) == ["71", "72"])
    #expect(decide(right: [elsewhere]) == .create)
  }
}

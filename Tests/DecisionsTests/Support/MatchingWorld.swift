import JSONText

@testable import Decisions

/// A small pair of systems, told in the fields that matter.
struct MatchingWorld {
  var index = MatchIndex()
  var records: [UnlinkedRecord] = []
  var rules = Sample.customerMatching

  /// A JDE customer.
  mutating func jde(
    _ key: String, _ name: String, tax: String? = nil, mail: String? = nil, code: String? = nil,
    city: String? = nil, country: String? = "DE", reference: String? = nil, keptApart: Set<String> = []
  ) {
    func field(_ text: String?) -> JDEField { JDEField(text.map(FieldValue.value) ?? .blank) }
    let record = CompositeRecord(
      key: key, presence: .inScope,
      fields: ["tax": field(tax), "name": field(name), "email": field(mail)], name: name,
      location: RecordLocation(postalCode: code, city: city, country: country), reference: reference)
    let profile = matchProfile(jde: record, mapping: Sample.customer)
    index.add(left: key, profile)
    records.append(UnlinkedRecord(ref: key, profile: profile, keptApart: keptApart))
  }

  /// A Zoho account.
  mutating func zoho(
    _ id: String, _ name: String, tax: String? = nil, mail: String? = nil, code: String? = nil,
    city: String? = nil, country: String? = "Germany", key: String? = nil, isLinked: Bool = false,
    to left: String? = nil
  ) {
    let json: JSONObject = [
      "id": JSONValue(id), "Account_Name": JSONValue(name), "Tax_Number": JSONValue(tax),
      "Email_1": JSONValue(mail), "Billing_Code": JSONValue(code), "Billing_City": JSONValue(city),
      "Billing_Country": JSONValue(country), "JDE_Address_Number": JSONValue(key),
    ]
    let record = ZohoRecord(id: id, modifiedTime: nil, record: json)
    index.add(right: id, matchProfile(zoho: record, mapping: Sample.customer), isLinked: isLinked, to: left)
  }

  func decide(_ key: String) -> MatchOutcome? {
    records.first { $0.ref == key }.map {
      decideMatch(
        left: key, profile: $0.profile, index: index, rules: rules, keptApart: $0.keptApart,
        account: $0.account)
    }
  }

  mutating func decideAll() -> [String: MatchOutcome] {
    let outcomes = decideMatches(records, index: &index, rules: rules)
    return Dictionary(zip(records.map(\.ref), outcomes), uniquingKeysWith: { first, _ in first })
  }
}

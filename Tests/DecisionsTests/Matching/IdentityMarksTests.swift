import JSONText
import Testing

@testable import Decisions

@Suite("The marks of a record")
struct IdentityMarksTests {
  private static let nordwind = IdentityMarks(
    name: "nordwind maschinenbau", taxNumber: "168347747", taxCountry: "DE", email: "kontor@nordwind.example",
    postalCode: "10115", city: "berlin")
  private static let sudwind = IdentityMarks(
    name: "sudwind textil", taxNumber: "136695976", taxCountry: "DE", email: "post@sudwind.example",
    postalCode: "80331", city: "munchen")

  private func marks(
    name: String? = nil, tax: String? = nil, email: String? = nil, code: String? = nil, city: String? = nil
  ) -> IdentityMarks {
    IdentityMarks(
      name: name, taxNumber: tax, taxCountry: tax.map { _ in "DE" }, email: email, postalCode: code,
      city: city)
  }

  @Test("are read from both sides in forms that compare, however each writes them")
  func reading() throws {
    let jde = identityMarks(jde: Sample.composite(), mapping: Sample.customer)
    #expect(jde == Self.nordwind)
    let zoho = ZohoRecord(
      id: "1", modifiedTime: nil,
      record: [
        "Account_Name": "NORDWIND Maschinenbau", "Tax_Number": "DE168347747",
        "Email_1": "KONTOR@nordwind.example", "Billing_Code": "D-10115", "Billing_City": "Berlin",
        "Billing_Country": "Germany",
      ])
    #expect(identityMarks(zoho: zoho, mapping: Sample.customer) == Self.nordwind)
    #expect(identityMarks(row: zoho.record, mapping: Sample.customer) == Self.nordwind)
    #expect(jde.fit(identityMarks(zoho: zoho, mapping: Sample.customer)))
    let person = identityMarks(
      row: ["First_Name": "Anna", "Last_Name": "Meier", "Email": "anna@nordwind.example"],
      mapping: Sample.contact)
    #expect(person == marks(name: "anna meier", email: "anna@nordwind.example"))
  }

  @Test("hold a long name as far as JDE can show it, and a name of signs alone as it stands")
  func names() {
    let long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk GmbH"
    func name(_ text: String) -> String? {
      identityMarks(row: ["Account_Name": JSONValue(text)], mapping: Sample.customer).name
    }
    #expect(name(long) == name(String(long.prefix(40))))
    #expect(name("★★★") == "★★★")
    #expect(name(" ") == nil)
  }

  @Test("know nothing of blanks, placeholders, masks and what is not shown")
  func unknown() {
    let row: JSONObject = [
      "Account_Name": .null, "Tax_Number": "11111111", "Email_1": "no address", "Billing_Code": "",
      "Billing_City": "*****",
    ]
    #expect(identityMarks(row: row, mapping: Sample.customer).isEmpty)
    #expect(identityMarks(row: [:], mapping: Sample.customer).isEmpty)
  }

  @Test("come back from an event as they went in")
  func roundTrip() {
    for marks in [Self.nordwind, marks(name: "a", city: "b"), IdentityMarks()] {
      #expect(IdentityMarks(json: marks.json) == marks)
    }
    #expect(marks(name: "a", tax: "1").json.text == #"{"name":"a","tax_number":"1","tax_country":"DE"}"#)
    #expect(IdentityMarks(json: nil).isEmpty)
  }

  @Test("are one tax number in every form of it")
  func taxForms() {
    let short = IdentityMarks(taxNumber: "428759497", taxCountry: "BE")
    let long = IdentityMarks(taxNumber: "0428759497", taxCountry: "BE")
    #expect(short.fit(long))
    #expect(!short.fit(IdentityMarks(taxNumber: "0428759498", taxCountry: "BE")))
  }

  @Test("are moved where two that are known are other ones and the other side shows none of the new")
  func moved() {
    let (before, now) = (Self.nordwind, Self.sudwind)
    #expect(identityMoved(before: before, now: now, other: before))
    #expect(identityMoved(before: before, now: now, other: IdentityMarks()))
    #expect(
      identityMoved(
        before: before, now: marks(name: "sudwind textil", email: "post@sudwind.example"), other: before))
    #expect(identityMoved(before: marks(name: "a", tax: "1"), now: now, other: before))
  }

  @Test("are not moved where one stayed, too few are known, or the other side shows a new one")
  func notMoved() {
    let before = Self.nordwind
    func moved(_ now: IdentityMarks, other: IdentityMarks = Self.nordwind) -> Bool {
      identityMoved(before: before, now: now, other: other)
    }
    #expect(!moved(before))
    #expect(!moved(marks(name: "sudwind", tax: "168347747", email: "post@sudwind.example", code: "80331")))
    #expect(!moved(marks(name: "sudwind")), "one mark alone is a new name")
    #expect(!moved(IdentityMarks()))
    #expect(!moved(Self.sudwind, other: Self.sudwind), "both sides say so")
    #expect(!moved(Self.sudwind, other: marks(name: "nordwind maschinenbau", tax: "136695976")))
  }

  @Test("are moved where one is another and the tax number or e-mail address that was known is emptied")
  func emptied() {
    let before = Self.nordwind
    func moved(_ now: IdentityMarks, emptied: Set<IdentityMarks.Mark>) -> Bool {
      identityMoved(before: before, now: now, other: before, emptied: emptied)
    }
    #expect(moved(marks(name: "sudwind"), emptied: [.taxNumber]))
    #expect(!moved(marks(name: "sudwind"), emptied: []), "not shown is not emptied")
    #expect(!moved(IdentityMarks(), emptied: [.taxNumber, .email]), "nothing says who it is now")
    #expect(!moved(marks(name: "nordwind maschinenbau"), emptied: [.taxNumber, .email]), "the name stayed")
    #expect(
      !identityMoved(
        before: marks(name: "a"), now: marks(name: "b"), other: marks(name: "a"), emptied: [.taxNumber]),
      "what was never known was not emptied")
  }

  @Test("are moved by one alone where the record was gone in between")
  func afterGone() {
    let before = Self.nordwind
    func moved(_ now: IdentityMarks) -> Bool {
      identityMoved(before: before, now: now, other: before, afterGone: true)
    }
    #expect(moved(marks(name: "sudwind")))
    #expect(!moved(marks(name: "nordwind maschinenbau")))
    #expect(!moved(IdentityMarks()))
  }

  @Test("count as moved to another place by its code, and by the town where a code is not known")
  func place() {
    let before = marks(name: "a", code: "10115", city: "berlin")
    #expect(
      identityMoved(before: before, now: marks(name: "b", code: "10999", city: "berlin"), other: before))
    #expect(!identityMoved(before: before, now: marks(name: "b", city: "berlin"), other: before))
    #expect(identityMoved(before: before, now: marks(name: "b", city: "munchen"), other: before))
  }

  @Test("follow a decision in which one stayed, and keep what is not shown any more")
  func follow() {
    let renamed = marks(name: "nordwind", tax: "168347747", code: "20095", city: "hamburg")
    let after = Self.nordwind.after(decision: renamed)
    #expect(
      after
        == marks(
          name: "nordwind", tax: "168347747", email: "kontor@nordwind.example", code: "20095", city: "hamburg"
        ))
    #expect(
      IdentityMarks().after(decision: renamed) == renamed, "the first ones are those of the first decision")
    let town = Self.nordwind.after(decision: marks(name: "nordwind maschinenbau", city: "potsdam"))
    #expect(town.city == "potsdam" && town.postalCode == nil, "a code of the former town is none of the new")
  }

  @Test("do not follow a decision in which none stayed, so that nobody is taken over mark by mark")
  func noFollow() {
    let before = marks(name: "nordwind", tax: "168347747")
    let halfway = marks(tax: "136695976", email: "post@sudwind.example")
    #expect(before.after(decision: halfway) == before)
    #expect(identityMoved(before: before, now: Self.sudwind, other: before))
    #expect(before.after(sameCompany: halfway).taxNumber == "136695976")
    #expect(before.after(sameCompany: halfway).name == "nordwind")
    let accepted = before.after(sameCompany: Self.sudwind)
    #expect(!identityMoved(before: accepted, now: Self.sudwind, other: before), "until they all change again")
  }

  @Test("contradict a reference by tax number and name together")
  func contradiction() {
    let jde = Self.nordwind
    #expect(contradicts(jde: jde, zoho: Self.sudwind))
    #expect(
      contradicts(jde: jde, zoho: marks(name: "nordwind energie", tax: "136695976")), "a sister company")
    #expect(
      contradicts(jde: jde, zoho: marks(tax: "136695976")), "a name that is not shown speaks for nobody")
    #expect(!contradicts(jde: jde, zoho: marks(name: "nordwind maschinenbau", tax: "136695976")))
    #expect(!contradicts(jde: jde, zoho: marks(name: "sudwind textil", tax: "168347747")))
    #expect(!contradicts(jde: jde, zoho: jde))
  }

  @Test("contradict a reference without a tax number where nothing at all is the same")
  func contradictionByTheRest() {
    let jde = Self.nordwind
    #expect(contradicts(jde: jde, zoho: marks(name: "sudwind textil", email: "post@sudwind.example")))
    #expect(contradicts(jde: jde, zoho: marks(name: "sudwind textil", code: "80331")))
    #expect(!contradicts(jde: jde, zoho: marks(name: "sudwind textil")), "a name alone is a new name")
    #expect(
      !contradicts(
        jde: jde, zoho: marks(name: "sudwind textil", email: "kontor@nordwind.example", code: "80331")))
    #expect(
      !contradicts(jde: jde, zoho: marks(name: "nordwind maschinenbau berlin", code: "80331")),
      "names that are alike")
    #expect(!contradicts(jde: jde, zoho: IdentityMarks()))
  }

  @Test("fit where one is the same and none is another")
  func fit() {
    #expect(Self.nordwind.fit(marks(name: "nordwind maschinenbau")))
    #expect(!Self.nordwind.fit(marks(name: "nordwind maschinenbau", email: "post@sudwind.example")))
    #expect(!Self.nordwind.fit(IdentityMarks()), "nothing known speaks for nobody")
  }
}

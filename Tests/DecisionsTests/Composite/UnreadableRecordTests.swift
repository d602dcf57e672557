import JSONText
import Testing

@testable import Decisions

@Suite("A record that cannot be read in full")
struct UnreadableRecordTests {
  /// The customer's rows with another cell in one column of a table.
  private func rows(_ table: String, _ column: String, _ json: JSONValue) -> [TableRow] {
    Sample.customerRows().map { row in
      guard row.table == table else { return row }
      var record = row.record
      record["\(table)_\(column)"] = json
      return TableRow(table: table, record: record)
    }
  }

  private func half(_ text: String) throws -> JSONValue { try JSONValue(parsing: "\"\(text)\\ud83d\"") }

  @Test("shows nothing of the field and says why, and the rest as ever")
  func field() throws {
    let masked = Sample.composite(rows: rows("F0101", "TAX", "*******5976"))
    #expect(
      masked.field("tax") == JDEField(value: .absent, mapped: .absent, issue: .unreadable(.partlyMasked)))
    #expect(masked.field("name").mapped == .value("Nordwind Maschinenbau GmbH"))
    let text = Sample.composite(rows: rows("F03012", "ACL", "25.000"))
    #expect(text.field("credit").issue == .unreadable(.displayNumber))
    let cut = Sample.composite(rows: rows("F0116", "ADD1", try half("Alte Gasse")))
    #expect(cut.field("street").issue == .unreadable(.halfCharacter), "one of the columns is enough")
    let code = Sample.composite(rows: rows("F03012", "TRAR", "***"))
    #expect(code.field("terms").issue == .unreadable(.masked), "a mask is no unknown code")
  }

  @Test("is told field by field and side by side, without any value")
  func told() throws {
    let zoho = ZohoRecord(
      id: "1", modifiedTime: nil,
      record: ["Credit_Limit": "25.000", "Account_Name": try half("Nord"), "Phone": ["a": 1], "Fax": .null])
    let found = unreadableFields(
      mapping: Sample.customer, jde: Sample.composite(rows: rows("F0101", "TAX", "*******5976")), zoho: zoho)
    #expect(
      found == [
        UnreadableField(field: "tax", side: .jde, reason: .partlyMasked),
        UnreadableField(field: "name", side: .zoho, reason: .halfCharacter),
        UnreadableField(field: "credit", side: .zoho, reason: .displayNumber),
        UnreadableField(field: "phone", side: .zoho, reason: .wrongKind),
      ])
  }

  @Test("is not told of what decides nothing: fields that are only recorded, records out of scope")
  func notTold() {
    func found(_ owner: FieldOwner, linked: Bool, type: String = "C") -> Int {
      let mapping = Sample.customer.with(fields: [mappedField("tax", column("F0101.TAX"), owner: owner)])
      let jde = Sample.composite(
        rows: [Sample.row("F0101", ["AN8": 4242, "AT1": JSONValue(type), "TAX": "***"])]
          + rows("F0101", "TAX", "***")
          .filter { $0.table != "F0101" }, mapping: mapping)
      let zoho = ZohoRecord(id: "1", modifiedTime: nil, record: ["tax": "DE1"])
      return unreadableFields(mapping: mapping, jde: jde, zoho: linked ? zoho : nil).count
    }
    #expect(found(.jde, linked: true) == 1)
    #expect(found(.none, linked: true) == 0)
    #expect(found(.initial, linked: true) == 0 && found(.initial, linked: false) == 1)
    #expect(found(.jde, linked: true, type: "X") == 0)
  }

  @Test("is told of what only a create gives until it can be read, or Zoho shows a value")
  func onlyCreateGives() {
    let mapping = Sample.customer.with(fields: [mappedField("remark", column("F0101.RMK"), owner: .initial)])
    func found(_ json: JSONValue, shown: JSONValue, owed: Set<String>) -> [UnreadableField] {
      let zoho = ZohoRecord(id: "1", modifiedTime: nil, record: ["remark": shown])
      let jde = Sample.composite(rows: rows("F0101", "RMK", json), mapping: mapping)
      return unreadableFields(mapping: mapping, jde: jde, zoho: zoho, owed: owed)
    }
    let told = UnreadableField(field: "remark", side: .jde, reason: .masked)
    #expect(found("*****", shown: .null, owed: ["remark"]) == [told])
    #expect(found("*****", shown: .null, owed: []).isEmpty, "a record that was found never had it from us")
    #expect(found("*****", shown: "typed by hand", owed: ["remark"]).isEmpty)
    #expect(found("readable", shown: .null, owed: ["remark"]).isEmpty)
  }

  @Test("is told of an owner that cannot be read, and created all the same")
  func owner() {
    let masked = rows("F0101", "AC05", "***")
    let record = Sample.composite(rows: masked)
    func found(_ record: CompositeRecord, linked: Bool, owed: Set<String>) -> [UnreadableField] {
      let zoho = ZohoRecord(id: "1", modifiedTime: nil, record: ["Account_Name": "Nordwind"])
      return unreadableFields(
        mapping: Sample.customer, jde: record, zoho: linked ? zoho : nil, owed: owed)
    }
    let told = UnreadableField(field: "owner", side: .jde, reason: .masked)
    #expect(found(record, linked: false, owed: []) == [told])
    #expect(found(record, linked: true, owed: ["owner"]) == [told])
    #expect(found(record, linked: true, owed: []).isEmpty)
    #expect(found(Sample.composite(), linked: true, owed: ["owner"]).isEmpty)
    guard case .create = verdict(masked) else {
      Issue.record("an owner is no key")
      return
    }
  }

  @Test("is created on a person's word although its keys cannot be read, but never without its name")
  func personsWord() {
    for (table, column) in [("F0101", "TAX"), ("F01151", "EMAL"), ("F0101", "ALKY")] {
      guard case .create = verdict(rows(table, column, "***********"), saidToBeNew: true) else {
        Issue.record("\(column): the person has looked")
        continue
      }
    }
    #expect(verdict(rows("F0101", "ALPH", "***********"), saidToBeNew: true) == .unreadable)
  }

  @Test(
    "is not created while its keys, its name or its reference cannot be read: it may stand in Zoho already",
    arguments: [("F0101", "TAX"), ("F01151", "EMAL"), ("F0101", "ALPH"), ("F0101", "ALKY")])
  func notCreated(table: String, column: String) {
    #expect(verdict(rows(table, column, "***********")) == .unreadable)
  }

  @Test("is created without an optional field that cannot be read")
  func created() throws {
    guard case .create(let outcomes) = verdict(rows("F03012", "ACL", "25.000")) else {
      Issue.record("it must be created")
      return
    }
    let row = zohoRow(outcomes, mapping: Sample.customer)
    #expect(row["Credit_Limit"] == nil && row["Account_Name"] != nil)
  }

  @Test("is linked all the same where another key finds its counterpart, and nothing of the field is written")
  func linked() throws {
    let zoho = ZohoRecord(
      id: "1", modifiedTime: nil,
      record: ["Account_Name": "Nordwind Maschinenbau GmbH", "Tax_Number": "DE168347747", "Credit_Limit": 1])
    let outcomes = mergeRecord(
      mapping: Sample.customer, crosswalks: Sample.crosswalks, base: nil,
      jde: Sample.composite(rows: rows("F0101", "TAX", "***********")), zoho: zoho)
    #expect(zohoRow(outcomes, mapping: Sample.customer)["Tax_Number"] == nil)
    #expect(outcomes.first { $0.field == "tax" }?.rule == .sideAbsent)
    #expect(zohoRow(outcomes, mapping: Sample.customer)["Credit_Limit"] != nil)
  }

  private func verdict(_ rows: [TableRow], saidToBeNew: Bool = false) -> RecordVerdict {
    let state = DecisionInputs(
      composite: Sample.composite(rows: rows), link: nil, zoho: nil,
      statements: Statements(
        saidToBeNew ? [Statements.Statement(says: .isNew, about: .subject, sequence: 9)] : []),
      waitsFor: [], times: .unknown)
    return decideRecord(
      state, mapping: Sample.customer, crosswalks: Sample.crosswalks, record: { _ in (nil, nil) },
      match: { .create })
  }

  @Test("does not lose a joined row whose picked column cannot be read: missing is not no")
  func doubtfulRow() throws {
    let hidden = Sample.composite(rows: rows("F01151", "ETP", "****"))
    #expect(hidden.field("email").issue == .unreadable(.masked), "not blank: a blank could clear")
    let company = Sample.composite(rows: rows("F03012", "CO", "*****"))
    #expect(company.presence == .unclear("a row of F03012 does not show its company"))
  }

  @Test("is unclear, not out of scope, where a required row may be one that does not show what picks it")
  func doubtfulRequired() {
    let mapping = Sample.customer.with(
      joins: Sample.customer.jde.joins.map { old in
        old.table == "F03012"
          ? join("F03012", companies: ["00001"], pick: ["TRAR": "N30"], isRequired: true) : old
      })
    let record = Sample.composite(rows: rows("F03012", "TRAR", "***"), mapping: mapping)
    #expect(record.presence == .unclear("a row of F03012 does not show whether it belongs to the record"))
  }

  @Test("has no stream where a key column cannot be read: the reading fails, two rows never become one")
  func keys() {
    #expect(TableKeys.stream(for: Sample.row("F0101", ["AN8": "4.242"])) == nil)
    #expect(TableKeys.stream(for: Sample.row("F0101", ["AN8": "4242"])) == "jde/F0101/4242")
    #expect(
      TableKeys.stream(for: Sample.row("F0115", ["AN8": 1, "IDLN": 0, "CNLN": "***", "RCK7": 3])) == nil)
  }
}

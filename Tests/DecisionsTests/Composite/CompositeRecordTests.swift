import JSONText
import Testing

@testable import Decisions

@Suite("A business record joined from JDE's rows")
struct CompositeRecordTests {
  @Test("shows each field as Zoho would, whatever the order of the rows")
  func fields() {
    let record = Sample.composite()
    #expect(record.presence == .inScope)
    #expect(record.name == "Nordwind Maschinenbau GmbH")
    let shown = record.fields.mapValues(\.mapped)
    #expect(
      shown == [
        "tax": .value("DE 168347747"), "name": .value("Nordwind Maschinenbau GmbH"),
        "credit": .value("25000"), "terms": .value("Net 30"), "email": .value("Kontor@Nordwind.example"),
        "phone": .value("030 555 1234"), "fax": .blank, "source": .value("JD Edwards"),
        "street": .value("Alte Gasse 9\nHof 2"), "city": .value("Berlin"), "code": .value("10115"),
        "country": .value("DE"),
      ])
    #expect(record.field("terms").value == .value("N30"))
    #expect(record.location == RecordLocation(postalCode: "10115", city: "Berlin", country: "DE"))
    #expect(record.owner == "ada@example.org")
    #expect(record.reference == nil)
    #expect(record.issues.isEmpty)
    #expect(Sample.composite(rows: Sample.customerRows().reversed()) == record)
  }

  @Test("takes the address of JDE's today and knows when the next one comes")
  func addressOfToday() {
    #expect(Sample.composite(today: "20260228").field("city").mapped == .value("Berlin"))
    #expect(Sample.composite(today: "20260228").earliestFutureDay == "20260301")
    #expect(Sample.composite(today: "20260301").field("city").mapped == .value("Hamburg"))
    #expect(Sample.composite(today: "20260301").field("street").mapped == .value("Neue Allee 1"))
    #expect(Sample.composite(today: "20260301").earliestFutureDay == nil)
  }

  @Test("takes the first company that is there, in the mapping's order")
  func companies() {
    let rows = Sample.customerRows().filter { $0.cell("CO") != .value("00001") }
    #expect(Sample.composite(rows: rows).field("credit").mapped == .value("1000"))
  }

  @Test("is unclear where several companies are there and the mapping names none")
  func companiesWithoutRule() throws {
    let mapping = Sample.customer.with(joins: [join("F03012", isRequired: true)])
    guard case .unclear(let reason) = Sample.composite(mapping: mapping).presence else {
      Issue.record("several rows without a rule must be unclear")
      return
    }
    #expect(reason.contains("00000, 00001"))
    let single = Sample.customerRows().filter { $0.cell("CO") != .value("00001") }
    #expect(Sample.composite(rows: single, mapping: mapping).presence == .inScope)
  }

  @Test("does not show where a required row is missing, and is out of scope where the type is another")
  func scope() {
    let without = Sample.customerRows().filter { $0.table != "F03012" }
    #expect(
      Sample.composite(rows: without).presence
        == .notShown("F03012 has no row for the companies 00001, 00000"))
    let retired = Sample.customerRows().map { row in
      row.table == "F0101" ? Sample.row("F0101", ["AN8": 4242, "ALPH": "Old", "AT1": "X  "]) : row
    }
    #expect(Sample.composite(rows: retired).presence == .outOfScope("AT1 is X"))
  }

  @Test("is unclear, not gone, where JDE shows no root row or hides the type")
  func hiddenRoot() {
    let rows = Sample.customerRows()
    #expect(
      Sample.composite(rows: rows.filter { $0.table != "F0101" }).presence == .notShown("F0101 has no row"))
    let masked = rows.map { row in
      row.table == "F0101" ? Sample.row("F0101", ["AN8": 4242, "AT1": "***"]) : row
    }
    #expect(Sample.composite(rows: masked).presence == .unclear("F0101.AT1 is not shown"))
    let blank = rows.map { row in
      row.table == "F0101" ? Sample.row("F0101", ["AN8": 4242, "AT1": .null]) : row
    }
    #expect(Sample.composite(rows: blank).presence == .unclear("F0101.AT1 is blank"))
  }

  @Test("treats masked and missing columns as not observed, missing rows as blank")
  func absence() {
    let rows = [
      Sample.row("F0101", ["AN8": 4242, "AT1": "C", "ALPH": "**********"]),
      Sample.row("F03012", ["AN8": 4242, "CO": "00000", "TRAR": .null]),
    ]
    let record = Sample.composite(rows: rows)
    #expect(record.field("name").mapped == .absent)
    #expect(record.field("tax").mapped == .absent)
    #expect(record.field("credit").mapped == .absent)
    #expect(record.field("terms").mapped == .value("Cash"))
    #expect(record.field("city").mapped == .blank)
    #expect(record.field("phone").mapped == .blank)
  }

  @Test("shows a contact with the rows of its own line only")
  func contactLine() {
    let record = Sample.composite(
      "4242.1", mapping: Sample.contact, linked: ["customer/4242": "4876876000000500001"])
    #expect(record.presence == .inScope)
    #expect(record.field("last").mapped == .value("Meier"))
    #expect(record.field("first").mapped == .value("Anna"))
    #expect(record.field("email").mapped == .value("anna@nordwind.example"))
    #expect(record.field("account").mapped == .value("4876876000000500001"))
    #expect(record.name == "Anna Meier")
    let second = Sample.composite("4242.2", mapping: Sample.contact)
    #expect(second.field("last").mapped == .value("Jo"))
    #expect(second.field("email").mapped == .blank)
    #expect(second.field("account").issue == .waitsForLink(entity: "customer", key: "4242"))
  }

  @Test("leaves line 0 of the who's-who and lines of numbers that are no customers out of scope")
  func contactScope() {
    #expect(Sample.composite("4242.0", mapping: Sample.contact).presence == .outOfScope("IDLN is 0"))
    let orphan = Sample.composite(
      "4242.1", mapping: Sample.contact, parent: .outOfScope("AT1 is V"))
    #expect(orphan.presence == .outOfScope("customer 4242 is not in scope: AT1 is V"))
    #expect(
      Sample.composite("4242.1", mapping: Sample.contact, parent: .unclear("x")).presence
        == .unclear("customer 4242 is unclear: x"))
    #expect(
      Sample.composite("4242.1", mapping: Sample.contact, parent: .notShown("F03012 has no row")).presence
        == .behind("customer 4242"))
  }

  @Test("lists a code without a row in its crosswalk and does what the mapping says")
  func unknownCode() {
    func terms(_ missing: MissingRule) -> JDEField {
      let field = mappedField("terms", column("F03012.TRAR"), crosswalk: "payment-terms", missing: missing)
      let rows = Sample.customerRows().map { row in
        row.table == "F03012" ? Sample.row("F03012", ["AN8": 4242, "CO": "00001", "TRAR": "z9 "]) : row
      }
      return Sample.composite(rows: rows, mapping: Sample.customer.with(fields: [field])).field("terms")
    }
    let queued = terms(.queue)
    #expect(queued.value == .value("Z9") && queued.mapped == .absent)
    #expect(queued.issue == .unknownCode("Z9", crosswalk: "payment-terms", .queue))
    #expect(queued.issue?.parksRecord == false)
    let replaced = terms(.fallback("Net 30"))
    #expect(replaced.mapped == .value("Net 30") && replaced.issue != nil)
    #expect(terms(.fail).issue?.parksRecord == true)
  }

  @Test("has the same fingerprint until something that is mapped changes")
  func contentFingerprint() {
    let before = Sample.composite()
    let audited = Sample.customerRows().map { row in
      var record = row.record
      record["\(row.table)_UPMT"] = 121_212
      return TableRow(table: row.table, record: record)
    }
    #expect(Sample.composite(rows: audited).contentFingerprint == before.contentFingerprint)
    #expect(Sample.composite(today: "20260301").contentFingerprint != before.contentFingerprint)
  }
}

extension EntityMapping {
  /// The mapping with other fields or joins.
  func with(
    fields: [MappedField]? = nil, joins: [TableJoin]? = nil, matching: MatchingRules? = nil
  )
    -> EntityMapping
  {
    let shape = JDEShape(
      root: jde.root, scope: jde.scope, memberOf: jde.memberOf, onLeave: jde.onLeave,
      joins: joins ?? jde.joins,
      reference: jde.reference)
    return EntityMapping(
      entity: entity, jde: shape, zoho: zoho, createsInZoho: createsInZoho, createsInJDE: createsInJDE,
      orchestration: orchestration, fields: fields ?? self.fields, matching: matching ?? self.matching)
  }
}

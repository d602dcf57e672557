import Testing

@testable import Decisions

@Suite("The hash of a mapping")
struct MappingHashTests {
  private func hash(
    _ field: MappedField, in mapping: EntityMapping = Sample.customer,
    crosswalks: [String: Crosswalk] = Sample.crosswalks, jde: String = "N30", zoho: String = "Net 30"
  ) -> String {
    mappingHash(
      of: field, in: mapping.with(fields: [field]), crosswalks: crosswalks, jde: .value(jde),
      zoho: .value(zoho))
  }

  private func parts(_ hash: String) -> [Substring] { hash.split(separator: ".") }

  private static let plain = mappedField("f", columns("F0116.ADD1", "F0116.ADD2"), zoho: "Street")

  @Test("is two times eight digits, the same each time")
  func form() {
    let first = hash(Self.plain)
    #expect(first.wholeMatch(of: #/[0-9a-f]{8}\.[0-9a-f]{8}/#) != nil)
    #expect(hash(Self.plain) == first)
    #expect(hash(Self.plain, jde: "x", zoho: "y") == first, "without a crosswalk the values do not count")
  }

  @Test("does not depend on who owns the field, who is first, or what happens to an unknown code")
  func policy() {
    let changed = [
      mappedField("f", Self.plain.source, zoho: "Street", owner: .jde),
      mappedField("f", Self.plain.source, zoho: "Street", tie: .newer),
      mappedField("f", Self.plain.source, zoho: "Street", first: .zoho),
      mappedField("f", Self.plain.source, zoho: "Street", foreignEdit: .revert),
      mappedField("f", Self.plain.source, zoho: "Street", allowsClear: true),
      mappedField("f", Self.plain.source, zoho: "Street", missing: .fail),
      mappedField("f", Self.plain.source, zoho: "Street", group: "g"),
      mappedField("other_id", Self.plain.source, zoho: "Street"),
    ]
    #expect(changed.map { hash($0) } == changed.map { _ in hash(Self.plain) })
  }

  @Test("says by its second part that a value is read or written otherwise")
  func transformation() {
    let changed = [
      mappedField("f", Self.plain.source, zoho: "Street", type: .email),
      mappedField("f", Self.plain.source, zoho: "Street", lengthMax: 40),
      mappedField("f", Self.plain.source, zoho: "Street", crosswalk: "payment-terms"),
      mappedField("f", columns("F0116.ADD1", "F0116.ADD2", separator: "\n"), zoho: "Street"),
      mappedField("f", columns("F0116.ADD2", "F0116.ADD1"), zoho: "Street"),
      mappedField("f", .firstOf([columnName("F0116.ADD1"), columnName("F0116.ADD2")]), zoho: "Street"),
    ]
    let before = parts(hash(Self.plain))
    for field in changed {
      let now = parts(hash(field))
      #expect(now[0] == before[0] && now[1] != before[1], "\(field.source) \(field.type)")
    }
    #expect(Set(changed.map { hash($0) }).count == changed.count)
  }

  @Test("says by its first part that it is another field of Zoho, or another cell of JDE")
  func identity() {
    let before = parts(hash(Self.plain))
    let others = [
      mappedField("f", Self.plain.source, zoho: "City"),
      mappedField("f", columns("F0116.ADD1", "F0116.ADD3"), zoho: "Street"),
      mappedField("f", column("F0116.ADD1"), zoho: "Street"),
      mappedField("f", .constant("x"), zoho: "Street"),
      mappedField("f", .link(entity: "customer"), zoho: "Street"),
    ]
    for field in others { #expect(parts(hash(field))[0] != before[0], "\(field.source)") }
    #expect(parts(hash(Self.plain, in: Sample.contact))[0] != before[0], "another module")
    let phone = mappedField("f", column("phone.PH1"), zoho: "Phone")
    let fax = Sample.customer.with(joins: [join("F0115", as: "phone", pick: ["IDLN": "0", "PHTP": "FAX"])])
    #expect(parts(hash(phone, in: fax))[0] != parts(hash(phone))[0], "another row")
    let credit = mappedField("f", column("F03012.ACL"), zoho: "Credit", type: .money)
    let company = Sample.customer.with(joins: [join("F03012", companies: ["00000"], isRequired: true)])
    #expect(parts(hash(credit, in: company))[0] != parts(hash(credit))[0], "another company")
  }

  @Test("stays where an alias or an unused separator is another")
  func names() {
    let renamed = Sample.customer.with(
      joins: [join("F0115", as: "tel", pick: ["PHTP": "", "IDLN": "0"])])
    #expect(
      hash(mappedField("f", column("tel.PH1"), zoho: "Phone"), in: renamed)
        == hash(mappedField("f", column("phone.PH1"), zoho: "Phone")))
    #expect(
      hash(mappedField("f", columns("F0116.ADD1", separator: ";"), zoho: "Street"))
        == hash(mappedField("f", columns("F0116.ADD1"), zoho: "Street")))
  }

  @Test("knows of a crosswalk only the lines of the pair's own two values")
  func lines() {
    let field = mappedField("f", column("F03012.TRAR"), crosswalk: "payment-terms")
    func with(_ lines: [Crosswalk.Line], dropping: String? = nil) -> [String: Crosswalk] {
      let kept = Sample.crosswalks["payment-terms"]?.lines.filter { $0.jde != dropping } ?? []
      return ["payment-terms": Crosswalk(name: "payment-terms", lines: lines + kept)]
    }
    let before = hash(field)
    #expect(hash(field, crosswalks: with([.init(jde: "Z", zoho: "Later", isPreferred: true)])) == before)
    #expect(hash(field, crosswalks: with([], dropping: "N60")) == before)
    #expect(
      hash(field, crosswalks: with([.init(jde: "031", zoho: "Net 30", isPreferred: true)])) == before,
      "the code that JDE has stays")
    let moved = [
      with([], dropping: "N30"),
      with([.init(jde: "N30", zoho: "30 days", isPreferred: true)], dropping: "N30"),
      [:],
    ]
    for crosswalks in moved {
      let now = hash(field, crosswalks: crosswalks)
      #expect(parts(now)[0] == parts(before)[0] && parts(now)[1] != parts(before)[1])
    }
  }

  @Test("knows the lines of every choice of a set")
  func sets() {
    let field = mappedField("f", type: .multiSelect, crosswalk: "s")
    func crosswalk(_ lines: [(String, String)]) -> [String: Crosswalk] {
      ["s": Crosswalk(name: "s", lines: lines.map { .init(jde: $0, zoho: $1, isPreferred: true) })]
    }
    func hash(_ lines: [(String, String)]) -> String {
      self.hash(field, crosswalks: crosswalk(lines), jde: "A\nB", zoho: "Autos\nBikes")
    }
    let before = hash([("A", "Autos"), ("B", "Bikes")])
    #expect(hash([("A", "Autos"), ("B", "Bikes"), ("C", "Cars")]) == before)
    #expect(hash([("A", "Autos"), ("B", "Boats")]) != before)
    #expect(hash([("A", "Autos")]) != before)
  }

  @Test("says which fields of an intent are mapped otherwise by now")
  func moved() throws {
    let outcomes = createFields(
      mapping: Sample.customer, jde: Sample.composite(), crosswalks: Sample.crosswalks)
    let pairs = Dictionary(
      outcomes.compactMap { outcome in outcome.writtenPair.map { (outcome.field, $0) } },
      uniquingKeysWith: { first, _ in first })
    func moved(_ mapping: EntityMapping, _ crosswalks: [String: Crosswalk] = Sample.crosswalks) -> [String] {
      movedMappings(of: pairs, in: mapping, crosswalks: crosswalks)
    }
    #expect(moved(Sample.customer).isEmpty)
    #expect(moved(Sample.customer, [:]) == ["terms"])
    let without = Sample.customer.with(fields: Sample.customer.fields.filter { $0.id != "name" })
    #expect(moved(without) == ["name"])
    #expect(
      movedMappings(of: pairs.mapValues { $0.made(by: nil) }, in: without, crosswalks: [:]).isEmpty)
  }

  @Test("stands in the pairs that a create leads to")
  func create() throws {
    let outcomes = createFields(
      mapping: Sample.customer, jde: Sample.composite(), crosswalks: Sample.crosswalks)
    for outcome in outcomes {
      guard let pair = outcome.writtenPair else { continue }
      let field = try #require(Sample.customer.field(outcome.field))
      #expect(
        pair.mapping
          == mappingHash(
            of: field, in: Sample.customer, crosswalks: Sample.crosswalks, jde: pair.jde, zoho: pair.zoho))
    }
    #expect(outcomes.compactMap(\.writtenPair).count > 5)
  }
}

import Diagnostics
import JSONText
import Testing

@testable import Decisions

@Suite("A multi-select pick list")
struct MultiSelectTests {
  private let crosswalks = [
    "segment": Crosswalk(
      name: "segment",
      lines: [
        .init(jde: "A", zoho: "Autos", isPreferred: true), .init(jde: "B", zoho: "Bikes", isPreferred: true),
        .init(jde: "B2", zoho: "Bikes", isPreferred: false),
      ])
  ]

  private func field(
    _ source: FieldSource = column("F0101.AC02"), crosswalk: String? = nil, owner: FieldOwner = .jde
  ) -> MappedField {
    mappedField(
      "seg", source, zoho: "Segment", owner: owner, first: .jde, type: .multiSelect, crosswalk: crosswalk)
  }

  private func shown(_ cells: KeyValuePairs<String, JSONValue>, _ field: MappedField) -> JDEField {
    let mapping = Sample.customer.with(fields: [field])
    return compositeRecord(
      key: "4242", rows: [Sample.row("F0101", cells)], mapping: mapping, crosswalks: crosswalks,
      today: "20260228", linkedID: { _, _ in nil }
    ).field("seg")
  }

  @Test("is a text of JDE's divided by semicolons, or several columns, in whatever order")
  func fromJDE() {
    #expect(shown(["AN8": 4242, "AC02": "C;A "], field()).mapped == .value("A\nC"))
    let joined = field(columns("F0101.AC02", "F0101.AC03", separator: ", "))
    #expect(shown(["AN8": 4242, "AC02": "C", "AC03": "A"], joined).mapped == .value("A\nC"))
    #expect(shown(["AN8": 4242, "AC02": "C", "AC03": " "], joined).mapped == .value("C"))
    #expect(shown(["AN8": 4242, "AC02": " "], field()).mapped == .blank)
    #expect(shown(["AN8": 4242], field(.constant("B;A"))).mapped == .value("A\nB"))
  }

  @Test("goes code by code through its crosswalk, and back with the codes that JDE has")
  func crosswalk() {
    let coded = field(crosswalk: "segment", owner: .both)
    let both = shown(["AN8": 4242, "AC02": "b2;A"], coded)
    #expect(both.value == .value("A\nB2") && both.mapped == .value("Autos\nBikes"))
    let unknown = shown(["AN8": 4242, "AC02": "A;Z"], coded)
    #expect(unknown.mapped == .absent && unknown.issue == .unknownCode("Z", crosswalk: "segment", .queue))
    func back(_ zoho: FieldValue, _ present: FieldValue) -> FieldValue {
      jdeForm(of: zoho, field: coded, present: present, crosswalks: crosswalks)
    }
    #expect(back(.value("Autos\nBikes"), .value("B2")) == .value("A\nB2"))
    #expect(back(.value("Bikes"), .blank) == .value("B"))
    #expect(back(.value("Autos\nPlanes"), .blank) == .absent)
  }

  @Test("is at rest where Zoho shows the same choices in another order, and is written as an array")
  func merge() throws {
    func outcome(_ zoho: JSONValue) throws -> FieldOutcome {
      let mapping = Sample.customer.with(fields: [field()])
      let jde = compositeRecord(
        key: "4242", rows: [Sample.row("F0101", ["AN8": 4242, "AT1": "C", "AC02": "A;C"])], mapping: mapping,
        crosswalks: [:], today: "20260228", linkedID: { _, _ in nil })
      return try #require(
        mergeRecord(
          mapping: mapping, crosswalks: [:], base: nil, jde: jde,
          zoho: ZohoRecord(id: "1", modifiedTime: nil, record: ["Segment": zoho])
        ).first)
    }
    #expect(try outcome(["C", "A", "C"]).rule == .converged)
    let other = try outcome(["C"])
    #expect(zohoRow([other], mapping: Sample.customer.with(fields: [field()]))["Segment"] == ["A", "C"])
    #expect(try outcome([1]).rule == .sideAbsent, "what is no list of texts decides nothing")
  }

  @Test("without its type cannot be read, and the mapping is refused by name")
  func untyped() throws {
    let text = mappedField("seg", column("F0101.AC02"), zoho: "Segment")
    let record = ZohoRecord(id: "1", modifiedTime: nil, record: ["Segment": ["A"]])
    #expect(record.reading(of: text) == .unreadable(.list))
    let failure = try #require(text.choiceMismatch(dataType: "multiselectpicklist", module: "Accounts"))
    #expect(failure.message.hasPrefix("Accounts.Segment is a multi-select pick list"))
    #expect(failure.remedy == "add type: multi_select" && failure.place == "mappings/test.yaml:1:1")
    #expect(field().choiceMismatch(dataType: "multiselectpicklist", module: "Accounts") == nil)
    #expect(
      field().choiceMismatch(dataType: "picklist", module: "Accounts")?.remedy
        == "take type: multi_select out")
    #expect(text.choiceMismatch(dataType: "text", module: "Accounts") == nil)
    #expect(
      field().choiceMismatch(dataType: "", module: "Accounts") == nil, "what is not told is no mismatch")
  }
}

import JSONText
import Testing

@testable import Decisions

@Suite("A record that Zoho gets new")
struct CreateFieldsTests {
  @Test("carries every field that has a value, whoever owns it, in the mapping's order")
  func everyValue() {
    let jde = Sample.composite()
    let outcomes = createFields(mapping: Sample.customer, jde: jde)
    #expect(outcomes.map(\.field) == Sample.customer.fields.map(\.id))
    for outcome in outcomes {
      let mapped = jde.field(outcome.field).mapped
      #expect(
        outcome.action == (mapped.text == nil ? .nothing : .write(to: .zoho, mapped)), "\(outcome.field)")
    }
    #expect(outcomes.first { $0.field == "email" }?.rule == .created)
    #expect(outcomes.first { $0.field == "fax" }?.rule == .nothingToCreate)
  }

  @Test("waits for the account that it hangs on, which needs no person")
  func waits() {
    let jde = Sample.composite("4242.1", mapping: Sample.contact)
    let outcomes = createFields(mapping: Sample.contact, jde: jde)
    #expect(outcomes.first?.action == .ask(.waitsForLink))
    #expect(!AskReason.waitsForLink.needsPerson)
    #expect(AskReason.allCases.filter(\.needsPerson).count == AskReason.allCases.count - 1)
  }

  @Test("is stopped by a missing name, and by any field that Zoho's metadata calls mandatory")
  func mandatory() {
    let rows = [
      Sample.row("F0101", ["AN8": 4242, "AT1": "C", "ALPH": " "]),
      Sample.row("F03012", ["AN8": 4242, "CO": "00000"]),
    ]
    let outcomes = createFields(
      mapping: Sample.customer, jde: Sample.composite(rows: rows), mandatory: ["Billing_City"])
    let asked = outcomes.filter { $0.action == .ask(.mandatoryMissing) }.map(\.field)
    #expect(asked == ["name", "city"])
  }

  @Test("is stopped by a code that the crosswalk lacks only where the mapping says so")
  func unknownCode() {
    func action(_ missing: MissingRule) -> FieldAction? {
      let field = mappedField("terms", column("F03012.TRAR"), crosswalk: "owners", missing: missing)
      let mapping = Sample.customer.with(fields: [field])
      return createFields(mapping: mapping, jde: Sample.composite(mapping: mapping)).first?.action
    }
    #expect(action(.queue) == .nothing)
    #expect(action(.fail) == .ask(.unknownCode))
    #expect(action(.fallback("x")) == .write(to: .zoho, .value("x")))
  }
}

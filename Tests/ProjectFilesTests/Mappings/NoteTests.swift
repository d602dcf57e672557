import Diagnostics
import ProjectFiles
import TestSupport
import Testing

@Suite("A note about a project", .temporaryFolder)
struct NoteTests {
  private func notes(_ old: String, to new: String) throws -> Set<String> {
    let before = Set(try TestProject().load().notes.map(\.message))
    let after = Set(
      try TestProject.changed("mappings/customer.yaml", old, to: new).load().notes.map(\.message))
    return after.subtracting(before)
  }

  @Test("lists each field that flows one way only, with the reason")
  func oneWay() throws {
    let notes = try TestProject().load().notes.map(\.description)
    #expect(
      notes == [
        "mappings/contact.yaml:18:5: field account flows one way only, from JD Edwards to Zoho: it follows the links",
        "mappings/contact.yaml:19:5: field last flows one way only, from JD Edwards to Zoho: nobody knows which of "
          + "the columns an edit is meant for",
        "mappings/customer.yaml:45:5: field source flows one way only, from JD Edwards to Zoho: its value is constant",
      ])
  }

  @Test("says that companies without an order send customers to review")
  func companies() throws {
    let found = try notes(", company: [\"00001\", \"00000\"]", to: "")
    #expect(found.count == 1 && found.first?.contains("goes to review") == true)
  }

  @Test("says that a difference at the first load becomes a conflict")
  func first() throws {
    let found = try notes("tie: review, first: jde, max: 40", to: "tie: review")
    #expect(found == ["field name names no first: every difference at the first load is a conflict"])
  }

  @Test("says that an option decides nothing")
  func ineffective() throws {
    #expect(try notes("owner: jde, type: tax_id", to: "owner: jde, tie: jde, type: tax_id").count == 1)
    #expect(try notes("tie: review, first: jde", to: "foreign_edit: revert, first: jde").count == 1)
  }

  @Test("says that an entity without a scope is the whole table")
  func scope() throws {
    #expect(try notes("  scope: { AT1: [C] }", to: "  #").first?.contains("every row of F0101") == true)
  }

  @Test("says that two fields would write one column")
  func shared() throws {
    let found = try notes(
      "  - { id: source",
      to: "  - { id: name2, jde: F0101.ALPH, zoho: Name_2, owner: both, first: jde }\n  - { id: source")
    #expect(found == ["F0101.ALPH would be written by two fields, name and name2"])
  }

  @Test("says that a mark is written over by a field")
  func marks() throws {
    let found = try notes("mark: { Account_Status: Inactive }", to: "mark: { Fax: none }")
    #expect(found == ["on_leave marks Fax, which this field goes on to write"])
  }
}

import Decisions
import Diagnostics
import Forensics
import Testing

@Suite("The name of a record")
struct RecordNameTests {
  @Test(
    "is one of three forms, and written as it was read",
    arguments: [
      ("4242", RecordName.number(4242)),
      ("customer/4242", .record(SubjectKey(entity: "customer", key: "4242"))),
      ("contact/4242.1", .record(SubjectKey(entity: "contact", key: "4242.1"))),
      ("zoho/Accounts/487", .zoho(module: "Accounts", id: "487")),
    ])
  func isRead(text: String, name: RecordName) throws {
    #expect(try RecordName(text) == name)
    #expect(name.text == text)
  }

  @Test(
    "that is none of them is refused with what would do",
    arguments: [
      "", "0", "-1", "acme", "customer/", "/4242", "customer/acme", "zoho/Accounts", "jde/F0101", "a/b/c",
      "zoho//1",
    ])
  func isRefused(text: String) throws {
    let failure = #expect(throws: Failure.self) { try RecordName(text) }
    #expect(failure?.code == .recordUnnamed)
    #expect(failure?.remedy.contains("customer/4242") == true)
  }
}

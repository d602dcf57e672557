import JSONText
import Testing

@testable import Sync

@Suite("An owner that the mapping names")
struct OwnerBookTests {
  @Test("is found by id and by e-mail, and by no address that several users have")
  func found() {
    let book = OwnerBook(users: [
      ["id": "1", "email": "Ada@example.com"], ["id": "2", "email": "team@example.com"],
      ["id": "3", "email": "Team@example.com"],
    ])
    #expect(book.id(of: "1") == "1" && book.id(of: "ada@example.com") == "1")
    #expect(book.id(of: "team@example.com") == nil && book.id(of: "3") == "3")
    #expect(book.id(of: nil) == nil && book.id(of: "nobody@example.com") == nil)
  }
}

import Decisions
import Diagnostics
import JSONText
import Testing

@Suite("A count in the body of an event")
struct BodyReaderTests {
  @Test("is read as far as counts go", arguments: ["0", "7", "9007199254740992"])
  func counts(token: String) throws {
    let body = try JSONValue(parsing: #"{"rows":\#(token)}"#)
    #expect(try BodyReader(body).count("rows") == Int(token))
  }

  @Test(
    "is refused where adding it to others could have no result, or where it is none",
    arguments: [
      "-1", "9007199254740993", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e3",
      "1.0",
      "\"7\"", "null",
    ])
  func refused(token: String) throws {
    let body = try JSONValue(parsing: #"{"rows":\#(token)}"#)
    let failure = #expect(throws: Failure.self) { try BodyReader(body).count("rows") }
    #expect(failure?.code == .eventUnreadable)
  }
}

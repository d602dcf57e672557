import JSONText
import Testing

@Suite("A name that an object has twice")
struct DoubledNameTests {
  @Test(
    "is found wherever it stands, whatever its spelling",
    arguments: [
      (#"{"a":1,"b":2,"a":3}"#, "a"), (#"{"x":{"a":1,"a":1}}"#, "a"), (#"[[{"a":1,"\u0061":2}]]"#, "a"),
      (#"[{"a":1,"b":2},{"a":1,"b":{"c":1,"c":2}}]"#, "c"), (#"[{"a":1,"b":2},{"a":1,"a":2}]"#, "a"),
      (#"[{"a":1,"a":2},{"a":1,"a":2}]"#, "a"), (#"[{"a":1},7,{"b":[{"":1,"":2}]}]"#, ""),
    ])
  func found(text: String, name: String) throws {
    #expect(try JSONValue(parsing: text).doubledName == name)
  }

  @Test(
    "is none where names stand in different objects, differ in case, or are values",
    arguments: [#"[{"a":1},{"a":2}]"#, #"{"a":{"a":["a","a"]},"A":1}"#, "7", "[]", "{}", #"["a","a"]"#])
  func none(text: String) throws {
    #expect(try JSONValue(parsing: text).doubledName == nil)
  }
}

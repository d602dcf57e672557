import JSONText
import Testing

@Suite("A JSON value")
struct JSONValueTests {
  @Test(
    "keeps every token as it was written",
    arguments: [
      #"{"b":1.50,"a":1E+2,"b":-0.0}"#, #"["\u00e9","é","\/","\ud83d\ude00"]"#,
      "[123456789012345678901234567890.10]", #"{"":{},"x":[]}"#, "null", "true", #""""#,
    ])
  func keepsTokens(text: String) throws {
    #expect(try JSONValue(parsing: text).text == text)
  }

  @Test("drops white space between tokens and nothing else")
  func dropsSpace() throws {
    let value = try JSONValue(parsing: " { \"a b\" : [ 1 ,\t2 ] ,\r\n \"c\" : null } ")
    #expect(value.text == #"{"a b":[1,2],"c":null}"#)
  }

  @Test("is read by key and by index")
  func isRead() throws {
    let value = try JSONValue(parsing: #"{"a":[true,null,"x",7,7.0],"a":[false],"\u0062":"é\n"}"#)
    #expect(value["a"]?.array?.count == 1, "the last of equal keys counts")
    #expect(value["b"]?.string == "é\n")
    #expect(value["c"] == nil && value[0] == nil && value["a"]?[1] == nil && value["a"]?[-1] == nil)
    let first = try #require(value.object?.members.first?.value)
    #expect(first[0]?.bool == true)
    #expect(first[1]?.isNull == true)
    #expect(first[2]?.string == "x")
    #expect(first[3]?.int == 7)
    #expect(first[4]?.int == nil, "7.0 is no integer token")
  }

  @Test("is made from literals, in their order")
  func isMadeFromLiterals() {
    let value: JSONValue = [
      "z": 1, "a": [true, .null, "q\"\u{1}"], "m": ["x": .number(2), "y": .string("t")],
    ]
    #expect(value.text == #"{"z":1,"a":[true,null,"q\"\u0001"],"m":{"x":2,"y":"t"}}"#)
    #expect(JSONValue(nil as String?) == .null)
    guard case .object(let object) = value, case .number(let one) = object.members[0].value,
      case .string(let text)? = value["m"]?["y"]
    else { return #expect(Bool(false), "the cases can be matched") }
    #expect(one == JSONNumber(1) && text.value == "t")
  }

  @Test("is shown to people with a line for each member and element")
  func isIndented() {
    let value: JSONValue = ["a": [1, ["b": .null]], "c": [], "d": [:]]
    let expected = """
      {
        "a": [
          1,
          {
            "b": null
          }
        ],
        "c": [],
        "d": {}
      }
      """
    #expect(value.indented() == expected)
  }
}

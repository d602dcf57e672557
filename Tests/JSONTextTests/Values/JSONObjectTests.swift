import JSONText
import Testing

@Suite("A JSON object")
struct JSONObjectTests {
  @Test("keeps the order of its members and equal keys")
  func keepsOrder() throws {
    let object = try #require(try JSONValue(parsing: #"{"b":1,"a":2,"b":3}"#).object)
    #expect(object.keys == ["b", "a", "b"])
    #expect(object.count == 3 && !object.isEmpty && JSONObject().isEmpty)
    #expect(object["b"] == 3, "the last of equal keys counts")
    #expect(object.map(\.value) == [1, 2, 3])
  }

  @Test("is changed in place")
  func isChanged() {
    var object: JSONObject = ["a": 1, "b": 2]
    object["a"] = "x"
    object["c"] = .null
    #expect(JSONValue.object(object).text == #"{"a":"x","b":2,"c":null}"#)
    object["b"] = nil
    object["none"] = nil
    #expect(JSONValue.object(object).text == #"{"a":"x","c":null}"#)
    object.append("a", 5)
    object["a"] = 6
    #expect(JSONValue.object(object).text == #"{"a":"x","c":null,"a":6}"#, "the one that counts is replaced")
    object["a"] = nil
    #expect(object == ["c": .null])
  }

  @Test("finds a key by what it says, not by how it is written")
  func findsEscapedKeys() throws {
    var object = try #require(try JSONValue(parsing: #"{"\u0061":1,"q\"":2,"\\":3}"#).object)
    #expect(object["a"] == 1 && object["q\""] == 2 && object["\\"] == 3)
    #expect(object[#"\u0061"#] == nil && object[#"q\""#] == nil && object[#"\\"#] == nil)
    object["a"] = 9
    #expect(JSONValue.object(object).text == #"{"\u0061":9,"q\"":2,"\\":3}"#)
  }

  @Test("tells two spellings of the same letter apart")
  func tellsSpellingsApart() {
    let object: JSONObject = ["\u{E9}": 1, "e\u{301}": 2]
    #expect(object["\u{E9}"] == 1 && object["e\u{301}"] == 2)
  }
}

import JSONText
import Testing

@Suite("A refused text")
struct JSONSyntaxErrorTests {
  @Test(
    "is told with its byte and its reason",
    arguments: [
      ("", 0, "the text ends where a value is expected"),
      (" \n", 2, "the text ends where a value is expected"),
      ("\u{FEFF}1", 0, "a byte order mark stands before the text"),
      ("[1 2]", 3, "a comma or ] is expected"),
      ("[1,]", 3, "a value is expected"),
      ("[,1]", 1, "a value is expected"),
      (#"{"a":1 "b":2}"#, 7, "a comma or } is expected"),
      (#"{"a":1,}"#, 7, "a key in quotes is expected"),
      ("{a:1}", 1, "a key in quotes is expected"),
      (#"{"a" 1}"#, 5, "a colon is expected"),
      (#"{"a":1]"#, 6, "a comma or } is expected"),
      ("[1}", 2, "a comma or ] is expected"),
      (#"{"a":"#, 5, "the text ends where a value is expected"),
      ("[1", 2, "the text ends where a comma or ] is expected"),
      ("[] []", 3, "the text goes on after its value"),
      ("1,", 1, "the text goes on after its value"),
      ("tru", 0, "a value is expected"),
      ("nulL", 0, "a value is expected"),
      ("NaN", 0, "a value is expected"),
      ("'a'", 0, "a value is expected"),
      ("[01]", 2, "a number has no leading zero"),
      ("[1.]", 3, "a digit is expected"),
      ("-", 1, "the text ends where a digit is expected"),
      (#""abc"#, 4, "the text ends inside a string"),
      ("\"a\nb\"", 2, "a control character in a string must be written as an escape"),
      (#""\x""#, 1, "a backslash begins no escape of JSON here"),
      (#""\u12g4""#, 5, "four hexadecimal digits are expected after \\u"),
      ("[\u{0}]", 1, "a value is expected"),
    ])
  func isTold(text: String, offset: Int, reason: String) throws {
    let error = try #require(Verdict.scan(Array(text.utf8)))
    #expect(error == JSONSyntaxError(offset: offset, reason: reason))
    #expect(Verdict.tree(Array(text.utf8)) == error)
    #expect("\(error)" == "byte \(offset): \(reason)")
  }

  @Test("shows nothing of what it holds")
  func showsNothing() throws {
    let error = try #require(Verdict.scan(Array(#"{"password":secret}"#.utf8)))
    #expect(!"\(error)".contains("secret") && !"\(error)".contains("password"))
  }
}

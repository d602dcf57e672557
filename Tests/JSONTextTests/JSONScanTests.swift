import JSONText
import Testing

@Suite("A scan over bytes")
struct JSONScanTests {
  private struct Stop: Error, Equatable {}

  private let text = Array(#" { "seq" : 7 , "b\u006fdy" : {"a":[1, 2]} , "": "x" } "#.utf8)

  @Test("gives the ranges of keys and values without the white space around them")
  func givesRanges() throws {
    var found: [[String]] = []
    try JSONScan.members(text.span.bytes) { key, value in
      found.append([key, value].map { String(decoding: text[$0], as: UTF8.self) })
      return true
    }
    #expect(found == [["seq", "7"], [#"b\u006fdy"#, #"{"a":[1, 2]}"#], ["", #""x""#]])
  }

  @Test("knows a key by its text, escaped or not")
  func knowsKeys() throws {
    var keys: [Range<Int>] = []
    try JSONScan.members(text.span.bytes) { key, _ in
      keys.append(key)
      return true
    }
    let says = keys.map { key in { (word: String) in JSONScan.key(key, of: text.span.bytes, is: word) } }
    try #require(says.count == 3)
    #expect(says[0]("seq") && says[1]("body") && says[2](""))
    for wrong in ["", "se", "seqs", "Seq", "bod", #"b\u006fdy"#] {
      #expect(!says[0](wrong) && !says[1](wrong))
    }
    #expect(!says[2]("a"))
    let raw = JSONScan.key(keys[1], of: text.span.bytes).raw
    #expect(raw == #"b\u006fdy"#)
  }

  @Test("stops where it is told to, and looks at nothing behind")
  func stops() throws {
    var count = 0
    try JSONScan.members(Array(#"{"a":1,"b":2 and no more"#.utf8).span.bytes) { _, _ in
      count += 1
      return count < 2
    }
    #expect(count == 2)
    count = 0
    try JSONScan.elements(Array("[1,2 and no more".utf8).span.bytes) { _ in
      count += 1
      return count < 2
    }
    #expect(count == 2)
  }

  @Test("throws on what the caller's part of it throws")
  func throwsOn() {
    #expect(throws: Stop()) { try JSONScan.members(text.span.bytes) { _, _ in throw Stop() } }
    #expect(throws: Stop()) { try JSONScan.elements(Array("[1]".utf8).span.bytes) { _ in throw Stop() } }
  }

  @Test(
    "of members refuses what is no object, and what is wrong in one",
    arguments: [
      ("[]", 0), ("1", 0), ("", 0), ("{", 1), (#"{"a"}"#, 4), (#"{"a":}"#, 5), (#"{"a":1"#, 6),
      (#"{"a":1,}"#, 7), (#"{"a":1]"#, 6), ("{} {}", 3), (#"{"a":tru}"#, 5), (#"{"\x":1}"#, 2), ("{,}", 1),
    ])
  func refusesWrongObjects(text: String, offset: Int) {
    #expect(Verdict.members(Array(text.utf8))?.offset == offset)
  }

  @Test(
    "of elements refuses what is no array, and what is wrong in one",
    arguments: [("{}", 0), ("[", 1), ("[1,]", 3), ("[1}", 2), ("[] x", 3), ("[,1]", 1)])
  func refusesWrongArrays(text: String, offset: Int) {
    let error = #expect(throws: JSONSyntaxError.self) {
      try JSONScan.elements(Array(text.utf8).span.bytes) { _ in true }
    }
    #expect(error?.offset == offset)
  }

  @Test("that compacts leaves its output as it was when the text is refused")
  func leavesOutput() {
    var output = Array("kept".utf8)
    #expect(throws: JSONSyntaxError.self) {
      try JSONScan.compact(Array("[ 1 , 2 , ".utf8).span.bytes, into: &output)
    }
    #expect(output == Array("kept".utf8))
  }
}

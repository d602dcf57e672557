import JSONText
import TestSupport
import Testing

@Suite("Nested arrays and objects")
struct NestingTests {
  @Test(
    "are read to the bound and refused at the bracket that goes beyond", arguments: [1, 63, 64, 65, 128, 200])
  func areBounded(depthMax: Int) {
    let right = Self.brackets(depthMax)
    let wrong = Self.brackets(depthMax + 1)
    let refusal = JSONSyntaxError(
      offset: depthMax, reason: "arrays and objects are nested deeper than \(depthMax)")
    #expect(Verdict.scan(right, depthMax: depthMax) == nil)
    #expect(Verdict.tree(right, depthMax: depthMax) == nil)
    #expect(Verdict.compact(right, depthMax: depthMax) == nil)
    #expect(Verdict.scan(wrong, depthMax: depthMax) == refusal)
    #expect(Verdict.tree(wrong, depthMax: depthMax) == refusal)
    #expect(Verdict.compact(wrong, depthMax: depthMax) == refusal)
  }

  @Test("are bounded alike below a member")
  func areBoundedInMembers() {
    #expect(Verdict.members(Array(#"{"a":{"b":[1]}}"#.utf8), depthMax: 3) == nil)
    #expect(Verdict.members(Array(#"{"a":{"b":[1]}}"#.utf8), depthMax: 2)?.offset == 10)
    #expect(Verdict.members(Array("{}".utf8), depthMax: 0)?.offset == 0)
  }

  @Test("a hundred thousand deep are refused at the 129th", arguments: ["[", #"{"a":"#, #"[{"":"#])
  func areNoDanger(opening: String) {
    let text = Array(String(repeating: opening, count: 100_000).utf8)
    let scan = Verdict.scan(text)
    #expect(scan?.reason == "arrays and objects are nested deeper than 128")
    #expect(Verdict.tree(text) == scan)
    #expect(Verdict.compact(text) == scan)
  }

  @Test("a hundred thousand deep can be judged by a reader that allows it")
  func canBeJudged() {
    let text = Self.brackets(100_000)
    #expect(Verdict.scan(text, depthMax: 100_000) == nil)
    #expect(Verdict.scan(text.dropLast(), depthMax: 100_000)?.offset == text.count - 1)
  }

  @Test("make a tree no deeper than its stack can bear, whatever the caller allows")
  func limitTheTree() throws {
    let text = Self.brackets(JSONValue.depthLimit)
    let tree = try JSONValue(parsing: text, depthMax: .max)
    #expect(tree.bytes == text)
    #expect(try JSONValue(parsing: tree.indented().utf8.map { $0 }, depthMax: .max) == tree)
    #expect(Set([tree, tree]).count == 1)
    let deeper = Self.brackets(JSONValue.depthLimit + 1)
    #expect(Verdict.tree(deeper, depthMax: .max)?.offset == JSONValue.depthLimit)
  }

  @Test("close in the order in which they opened", arguments: Seeds.all)
  func closeInOrder(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20 {
      let count = Int.random(in: 1...300, using: &random)
      let isObject = (0..<count).map { _ in Bool.random(using: &random) }
      var text = isObject.flatMap { Array(($0 ? #"{"":"# : "[").utf8) } + Array("0".utf8)
      let start = text.count
      text += isObject.reversed().map { $0 ? UInt8(ascii: "}") : UInt8(ascii: "]") }
      try #require(Verdict.scan(text, depthMax: count) == nil)
      let wrong = Int.random(in: start..<text.count, using: &random)
      text[wrong] = text[wrong] == UInt8(ascii: "}") ? UInt8(ascii: "]") : UInt8(ascii: "}")
      try #require(Verdict.scan(text, depthMax: count)?.offset == wrong)
    }
  }

  private static func brackets(_ count: Int) -> [UInt8] {
    Array(repeating: UInt8(ascii: "["), count: count) + Array(repeating: UInt8(ascii: "]"), count: count)
  }
}

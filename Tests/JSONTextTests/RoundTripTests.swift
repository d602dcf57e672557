import JSONText
import TestSupport
import Testing

@Suite("A random JSON text")
struct RoundTripTests {
  @Test("is the same value when it is written and read again", arguments: Seeds.all)
  func survivesWriting(seed: UInt64) throws {
    var source = RandomJSON(seed: seed)
    for _ in 0..<200 {
      let value = source.value()
      try #require(try JSONValue(parsing: value.bytes) == value, "\(value)")
      try #require(try JSONValue(parsing: value.indented()) == value, "\(value)")
    }
    #expect(source.kindsSeen == Set(RandomJSON.Kind.allCases), "the generator must reach every kind")
  }

  @Test("keeps every token when white space between them goes", arguments: Seeds.all)
  func keepsTokens(seed: UInt64) throws {
    var source = RandomJSON(seed: seed)
    for _ in 0..<200 {
      let value = source.value()
      let text = source.spaced(value)
      var compacted = Array("before".utf8)
      try JSONScan.compact(text.span.bytes, into: &compacted)
      try #require(compacted == Array("before".utf8) + value.bytes)
      try #require(try JSONValue(parsing: text).bytes == value.bytes)
    }
  }

  @Test("has the members and elements that its tree has", arguments: Seeds.all)
  func walksAsTheTree(seed: UInt64) throws {
    var source = RandomJSON(seed: seed)
    for _ in 0..<100 {
      let object = source.object()
      let text = source.spaced(object)
      var members: [JSONObject.Member] = []
      try JSONScan.members(text.span.bytes) { key, value in
        members.append(
          .init(
            key: JSONScan.key(key, of: text.span.bytes), value: try JSONValue(parsing: Array(text[value]))))
        return true
      }
      try #require(members == object.object?.members)

      let array = source.array()
      let list = source.spaced(array)
      var elements: [JSONValue] = []
      try JSONScan.elements(list.span.bytes) { value in
        elements.append(try JSONValue(parsing: Array(list[value])))
        return true
      }
      try #require(elements == array.array)
    }
  }

  @Test("with a damaged byte is refused by every reader, or read alike by all", arguments: Seeds.all)
  func survivesDamage(seed: UInt64) throws {
    var source = RandomJSON(seed: seed)
    var (refused, accepted) = (0, 0)
    for _ in 0..<150 {
      var text = source.spaced(source.object())
      let index = Int.random(in: 0..<text.count, using: &source.random)
      text[index] ^= UInt8.random(in: 1...255, using: &source.random)
      let reason = Verdict.scan(text)
      try #require(Verdict.tree(text) == reason)
      try #require(Verdict.compact(text) == reason)
      try #require((Verdict.members(text) == nil) == (reason == nil && text.contains(UInt8(ascii: "{"))))
      if reason == nil { accepted += 1 } else { refused += 1 }
    }
    #expect(refused > 0 && accepted > 0, "damage must hit both what matters and what does not")
  }

  @Test("that is an object is refused wherever it is cut short", arguments: Seeds.all)
  func isRefusedWhenCut(seed: UInt64) throws {
    var source = RandomJSON(seed: seed)
    for _ in 0..<8 {
      let text = source.object().bytes
      for count in 0..<text.count {
        let reason = try #require(Verdict.scan(Array(text[..<count])))
        try #require((0...count).contains(reason.offset))
      }
    }
  }
}

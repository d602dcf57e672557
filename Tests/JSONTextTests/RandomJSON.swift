import JSONText
import TestSupport

/// Random trees with every kind of token that a text may hold, and texts with random white space around them.
struct RandomJSON {
  var random: SeededGenerator
  /// The kinds made so far, so that a property can prove that it met them all.
  private(set) var kindsSeen: Set<Kind> = []

  enum Kind: CaseIterable { case null, bool, number, string, array, object, equalKeys, escapes, notASCII }

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// A tree at most `depth` containers deep.
  mutating func value(depth: Int = 4) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 10 : 6), using: &random) {
    case 0: return seen(.null, .null)
    case 1: return seen(.bool, .bool(Bool.random(using: &random)))
    case 2, 3: return seen(.number, .number(number()))
    case 4, 5: return seen(.string, .string(string()))
    case 6, 7: return seen(.array, array(depth: depth))
    default: return seen(.object, object(depth: depth))
    }
  }

  /// An array of up to five elements.
  mutating func array(depth: Int = 4) -> JSONValue {
    .array((0..<Int.random(in: 0...5, using: &random)).map { _ in value(depth: depth - 1) })
  }

  /// An object of up to five members, equal keys among them.
  mutating func object(depth: Int = 4) -> JSONValue {
    var members: [JSONObject.Member] = []
    for _ in 0..<Int.random(in: 0...5, using: &random) {
      let value = value(depth: depth - 1)
      if let first = members.first, Int.random(in: 0..<4, using: &random) == 0 {
        kindsSeen.insert(.equalKeys)
        members.append(.init(key: first.key, value: value))
      } else {
        members.append(.init(key: string(), value: value))
      }
    }
    return .object(JSONObject(members))
  }

  /// The tokens of a tree with random white space between them.
  mutating func spaced(_ value: JSONValue) -> [UInt8] {
    var text = space()
    switch value {
    case .array(let elements):
      text += [UInt8(ascii: "[")] + (elements.isEmpty ? space() : [])
      for (index, element) in elements.enumerated() {
        text += (index == 0 ? [] : [UInt8(ascii: ",")]) + spaced(element)
      }
      text.append(UInt8(ascii: "]"))
    case .object(let object):
      text += [UInt8(ascii: "{")] + (object.isEmpty ? space() : [])
      for (index, member) in object.members.enumerated() {
        text += (index == 0 ? [] : [UInt8(ascii: ",")]) + space() + JSONValue.string(member.key).bytes
        text += space() + [UInt8(ascii: ":")] + spaced(member.value)
      }
      text.append(UInt8(ascii: "}"))
    default: text += value.bytes
    }
    return text + space()
  }

  private mutating func seen(_ kind: Kind, _ value: JSONValue) -> JSONValue {
    kindsSeen.insert(kind)
    return value
  }

  private mutating func space() -> [UInt8] {
    (0..<max(0, Int.random(in: -3...3, using: &random))).map { _ in pick(Array(" \t\n\r".utf8)) }
  }

  private mutating func number() -> JSONNumber {
    var digits = Bool.random(using: &random) ? "-" : ""
    digits += String(Int.random(in: 0..<pick([2, 100, Int.max]), using: &random))
    if Bool.random(using: &random) { digits += ".\(Int.random(in: 0..<1_000, using: &random))0" }
    if Bool.random(using: &random) {
      digits += pick(["e", "E"]) + pick(["", "+", "-"]) + "0\(pick([0, 7, 99]))"
    }
    return JSONNumber(digits: digits) ?? JSONNumber(0)
  }

  private mutating func string() -> JSONString {
    let plain = ["a", "Z", "7", " ", "F0101_ALPH", "Account_Name", "'", "/", "\u{7F}"]
    let escapes = [
      #"\""#, #"\\"#, #"\/"#, #"\b"#, #"\n"#, #"\u0041"#, #"\uD83D\ude00"#, #"\ud800"#, #"\uDC00"#,
    ]
    let notASCII = ["é", "e\u{301}", "ß", "€", "株式会社", "😀", "\u{10FFFF}"]
    var raw = ""
    for _ in 0..<Int.random(in: 0...12, using: &random) {
      switch Int.random(in: 0..<12, using: &random) {
      case 0:
        kindsSeen.insert(.escapes)
        raw += pick(escapes)
      case 1:
        kindsSeen.insert(.notASCII)
        raw += pick(notASCII)
      default: raw += pick(plain)
      }
    }
    return JSONString(raw: raw) ?? JSONString("")
  }

  private mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[Int.random(in: 0..<choices.count, using: &random)]
  }
}

import JSONText

/// JSON texts, right and wrong: the reader, the scanner and the compactor against a plain oracle.
struct JSONFuzz: FuzzTarget {
  static let name = "json"

  private static let example: JSONValue = [
    "seq": 17, "at": "2026-11-23T10:00:00.000000Z", "kind": "record.polled", "stream": "jde/F0101/4242",
    "body": [
      "record": ["ALPH": "株式会社 Nordwind", "ACL": .null, "flags": [true, false, []], "AN8": 4242],
      "list": [1, 2, [3, [4, ["deep": "\n\t"]]]], "empty": .object(JSONObject()),
    ],
  ]

  init() {}

  func run(seed: UInt64) async throws {
    var dice = Dice(seed: seed)
    var mutator = JSONMutator(dice: Dice(seed: dice.next()))
    var bytes = mutator.text(Self.example)
    if dice.happens(50) {
      var text = TextMutator(dice: Dice(seed: dice.next()))
      bytes = text.changed(
        bytes, tokens: OddValues.numbers + OddValues.strings + ["{", "}", "[", "]", "\"", "\\u", " \n"])
    }
    if dice.happens(10) { bytes = Self.deep(dice.roll(126...131), isObject: dice.happens(50)) }
    PlantedFault.look(at: bytes)
    try Self.check(bytes)
  }

  /// Around the depth at which readers give up.
  private static func deep(_ depth: Int, isObject: Bool) -> [UInt8] {
    let (open, close) = isObject ? ("{\"a\":", "}") : ("[", "]")
    return Array((String(repeating: open, count: depth) + "0" + String(repeating: close, count: depth)).utf8)
  }

  private static func check(_ bytes: [UInt8]) throws(BrokenLaw) {
    let oracle = plain(bytes)
    var scanned: JSONSyntaxError?
    do throws(JSONSyntaxError) { try JSONScan.validate(bytes.span.bytes) } catch { scanned = error }
    var compact: [UInt8] = []
    var compacted: JSONSyntaxError?
    do throws(JSONSyntaxError) { try JSONScan.compact(bytes.span.bytes, into: &compact) } catch {
      compacted = error
    }
    let value: JSONValue
    do throws(JSONSyntaxError) {
      value = try JSONValue(parsing: bytes)
    } catch {
      guard oracle == nil else { throw BrokenLaw("what is JSON is refused: \(error)") }
      guard scanned == error, compacted == error else {
        throw BrokenLaw("readers refuse differently: \(error)")
      }
      guard (0...bytes.count).contains(error.offset) else {
        throw BrokenLaw("an error stands outside: \(error)")
      }
      return
    }
    guard let oracle else { throw BrokenLaw("what is no JSON is read") }
    guard scanned == nil, compacted == nil else {
      throw BrokenLaw("readers differ: \(String(describing: scanned))")
    }
    guard value.bytes == oracle.compact, compact == oracle.compact else {
      throw BrokenLaw("tokens are not kept")
    }
    var strings: [JSONString] = []
    try walk(value, &strings)
    guard strings.count == oracle.strings.count else { throw BrokenLaw("strings are lost") }
    for (string, said) in zip(strings, oracle.strings) {
      guard let said else { continue }  // half of a pair stands for no text
      guard string.value.utf8.elementsEqual(said.utf8) else {
        throw BrokenLaw("a string says something else: \(string.raw)")
      }
    }
    try checkMembers(value, bytes)
  }

  private static func plain(_ bytes: [UInt8]) -> PlainJSON? {
    do throws(PlainJSON.Refused) { return try PlainJSON(bytes) } catch { return nil }
  }

  /// Touches what callers read: none of it may trap.
  private static func walk(_ value: JSONValue, _ strings: inout [JSONString]) throws(BrokenLaw) {
    switch value {
    case .array(let elements): for element in elements { try walk(element, &strings) }
    case .object(let object):
      for member in object {
        strings.append(member.key)
        try walk(member.value, &strings)
      }
    case .string(let string): strings.append(string)
    case .number(let number):
      if let int = number.int, String(int) != number.digits, number.digits != "-0" {
        throw BrokenLaw("\(number.digits) is read as \(int)")
      }
      _ = number.uint64
    case .bool, .null: break
    }
  }

  private static func checkMembers(_ value: JSONValue, _ bytes: [UInt8]) throws(BrokenLaw) {
    guard let object = value.object else { return }
    var seen: [String] = []
    var thrown: JSONSyntaxError?
    let span = bytes.span.bytes
    do throws(JSONSyntaxError) {
      try JSONScan.members(span) { key, _ in
        seen.append(JSONScan.key(key, of: span).raw)
        return true
      }
    } catch {
      thrown = error
    }
    guard thrown == nil, seen == object.members.map(\.key.raw) else {
      throw BrokenLaw("members differ from the tree's")
    }
  }
}

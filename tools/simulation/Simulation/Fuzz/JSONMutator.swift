import JSONText

/// Changes good JSON by its grammar: types, ends of numbers, keys that are missing, twice or spelt otherwise, nesting;
/// now and then the bytes behind it.
struct JSONMutator {
  var dice: Dice

  /// The text of an example after some changes; one in eight has none.
  mutating func text(_ example: JSONValue) -> [UInt8] {
    var value = example
    for _ in 0..<dice.pick([0, 1, 1, 1, 1, 2, 3, 6]) {
      var place = dice.roll(0...max(0, Self.count(value) - 1))
      value = changed(value, at: &place)
    }
    guard dice.happens(15) else { return value.bytes }
    var bytes = TextMutator(dice: Dice(seed: dice.next()))
    return bytes.changed(
      value.bytes, tokens: OddValues.numbers + ["null", "true", ",", ":", "}", "]"], changes: 1...2)
  }

  private static func count(_ value: JSONValue) -> Int {
    switch value {
    case .array(let elements): elements.reduce(1) { $0 + count($1) }
    case .object(let object): object.members.reduce(1) { $0 + count($1.value) }
    default: 1
    }
  }

  /// The value with the node changed that stands `place` nodes behind its own.
  private mutating func changed(_ value: JSONValue, at place: inout Int) -> JSONValue {
    guard place > 0 else {
      place = -1
      return odd(value)
    }
    place -= 1
    switch value {
    case .array(var elements):
      for index in elements.indices where place >= 0 {
        elements[index] = changed(elements[index], at: &place)
      }
      return .array(elements)
    case .object(var object):
      for index in object.members.indices where place >= 0 {
        object.members[index].value = changed(object.members[index].value, at: &place)
      }
      return .object(object)
    default: return value
    }
  }

  /// Another value in the place of one: of its own kind, or of any.
  private mutating func odd(_ value: JSONValue) -> JSONValue {
    if dice.happens(35) { return other() }
    switch value {
    case .null, .bool: return other()
    case .number(let number):
      return dice.happens(40) ? .string(number.digits) : Self.number(&dice)
    case .string(let string):
      if let number = JSONNumber(digits: string.raw), dice.happens(50) { return .number(number) }
      return text()
    case .array(let elements): return odd(elements)
    case .object(let object): return odd(object)
    }
  }

  private mutating func odd(_ elements: [JSONValue]) -> JSONValue {
    var elements = elements
    guard let first = elements.first else { return other() }
    switch dice.roll(0...5) {
    case 0: elements = []
    case 1: elements.removeLast()
    case 2 where Self.count(first) < 200:  // many of many would be more than any server sends
      elements = Array(repeating: first, count: dice.pick([2, 3, 250]))
    case 3: elements.append(other())
    case 4: return first
    default: elements.reverse()
    }
    return .array(elements)
  }

  private mutating func odd(_ object: JSONObject) -> JSONValue {
    var object = object
    guard !object.isEmpty else { return other() }
    let index = dice.roll(0...object.count - 1)
    let member = object.members[index]
    switch dice.roll(0...6) {
    case 0, 1: object.members.remove(at: index)
    case 2: object.members.append(.init(key: member.key, value: other()))
    case 3: object.members.insert(.init(key: member.key, value: other()), at: 0)
    case 4:
      let name = member.key.value
      let key = dice.pick([
        name.uppercased(), name.lowercased(), name + " ", "", name.capitalized(), "\u{FEFF}" + name,
      ])
      object.members[index] = .init(key, member.value)
    case 5: object.members[index].value = .array([member.value])
    default: object = JSONObject()
    }
    return .object(object)
  }

  private mutating func other() -> JSONValue {
    switch dice.roll(0...11) {
    case 0: .null
    case 1: .bool(dice.happens(50))
    case 2: .array([])
    case 3: .object(JSONObject())
    case 4...6: Self.number(&dice)
    case 7: nested(dice.pick([3, 120, 129, 400]))
    default: text()
    }
  }

  private mutating func text() -> JSONValue {
    if dice.happens(5) { return .string(String(repeating: "x", count: dice.pick([201, 5_000, 70_000]))) }
    return .string(JSONString(raw: dice.pick(OddValues.strings)) ?? JSONString(""))
  }

  private static func number(_ dice: inout Dice) -> JSONValue {
    .number(JSONNumber(digits: dice.pick(OddValues.numbers)) ?? JSONNumber(0))
  }

  private mutating func nested(_ depth: Int) -> JSONValue {
    let isObject = dice.happens(50)
    var value = JSONValue.null
    for _ in 0..<depth { value = isObject ? ["a": value] : [value] }
    return value
  }
}

extension String {
  /// The first letter large.
  fileprivate func capitalized() -> String { prefix(1).uppercased() + dropFirst() }
}

import Diagnostics

/// Values of one kind each, as `jde.page_size` or `writes.zoho` hold them: what is no such value is reported
/// and nil.
extension KeyedNode {
  func text(_ key: String, _ problems: inout Problems) -> String? {
    placedText(key, &problems)?.text
  }

  func placedText(_ key: String, _ problems: inout Problems) -> PlacedText? {
    guard let node = take(key) else { return nil }
    guard let text = node.placedText else {
      problems.add(
        .configMalformed, "\(path(key)) is one text, but here is \(node.kind)", at: node.place,
        remedy: "write \(key): and the text behind it")
      return nil
    }
    return text
  }

  /// A text that must be there and hold something.
  func requiredText(_ key: String, example: String, _ problems: inout Problems) -> PlacedText? {
    guard let node = take(key) else {
      missing(key, example: example, &problems)
      return nil
    }
    guard let text = node.placedText else {
      problems.add(
        .configMalformed, "\(path(key)) is one text, but here is \(node.kind)", at: node.place,
        remedy: "write \(key): \(example)")
      return nil
    }
    guard !text.text.allSatisfy(\.isWhitespace) else {
      problems.add(
        .configIncomplete, "\(path(key)) is blank", at: text.place, remedy: "write \(key): \(example)")
      return nil
    }
    guard !text.text.contains(where: \.isNewline) else {
      problems.add(
        .configMalformed, "\(path(key)) is one line, and here are several", at: text.place,
        remedy: "write \(key): \(example)")
      return nil
    }
    guard let character = ControlCharacters.first(in: text.text, isName: true) else { return text }
    problems.add(
      .configMalformed, "\(path(key)) holds the \(character)", at: text.place,
      remedy: "type the text again instead of pasting it: \(key): \(example)")
    return nil
  }

  /// A switch: on, off, true or false.
  func flag(_ key: String, _ problems: inout Problems) -> Bool? {
    guard let node = take(key) else { return nil }
    switch node.placedText?.text.lowercased() {
    case "on", "true": return true
    case "off", "false": return false
    default:
      problems.add(
        .configMalformed, "\(path(key)) is a switch, but here is \(node.kind)", at: node.place,
        remedy: "write on or off")
      return nil
    }
  }

  func integer(_ key: String, in range: ClosedRange<Int>, _ problems: inout Problems) -> Int? {
    guard let node = take(key) else { return nil }
    guard let number = node.placedText.flatMap({ Int($0.text) }), range.contains(number) else {
      problems.add(
        .configMalformed,
        "\(path(key)) is a whole number from \(range.lowerBound) to \(range.upperBound), but here is \(node.kind)",
        at: node.place, remedy: "write such a number, without a unit")
      return nil
    }
    return number
  }

  /// A part of a whole, from 0 to 1.
  func share(_ key: String, _ problems: inout Problems) -> Double? {
    guard let node = take(key) else { return nil }
    guard let share = node.placedText.flatMap({ Double($0.text) }), (0...1).contains(share) else {
      problems.add(
        .configMalformed, "\(path(key)) is a share of the records from 0 to 1, but here is \(node.kind)",
        at: node.place, remedy: "write a number such as 0.20 for a fifth")
      return nil
    }
    return share
  }

  /// One of the raw values of an enumeration.
  func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ key: String, _ problems: inout Problems
  ) -> Choice? {
    guard let node = take(key) else { return nil }
    if let choice = node.placedText.flatMap({ Choice(rawValue: $0.text) }) { return choice }
    let values = Choice.allCases.map(\.rawValue)
    problems.add(
      .configMalformed, "\(path(key)) cannot be \(node.kind)", at: node.place,
      remedy: "write one of \(values.joined(separator: ", "))")
    return nil
  }

  /// A list of texts; one text alone is a list of one.
  func texts(_ key: String, _ problems: inout Problems) -> [PlacedText]? {
    guard let node = take(key) else { return nil }
    return texts(of: node, key, &problems)
  }

  func texts(of node: PlacedNode, _ key: String, _ problems: inout Problems) -> [PlacedText] {
    switch node.content {
    case .text(let text): return [PlacedText(text, at: node.place)]
    case .list(let items):
      return items.compactMap { item in
        if let text = item.placedText { return text }
        problems.add(
          .configMalformed, "\(path(key)) is a list of texts, but here is \(item.kind)", at: item.place,
          remedy: "write a text here, or take it out")
        return nil
      }
    case .null, .keyed:
      problems.add(
        .configMalformed, "\(path(key)) is a list of texts, but here is \(node.kind)", at: node.place,
        remedy: "write [first, second]")
      return []
    }
  }

  /// A block of keys below a key.
  func block(_ key: String, keys: [String]?, _ problems: inout Problems) -> KeyedNode? {
    guard let node = take(key) else { return nil }
    return KeyedNode(node, title: path(key), keys: keys, &problems)
  }

  /// A block that must be there.
  func requiredBlock(
    _ key: String, keys: [String]?, like example: String, _ problems: inout Problems
  )
    -> KeyedNode?
  {
    if take(key) == nil { missing(key, example: example, &problems) }
    return block(key, keys: keys, &problems)
  }

  /// The items of a list.
  func list(_ key: String, _ problems: inout Problems) -> [PlacedNode]? {
    guard let node = take(key) else { return nil }
    guard case .list(let items) = node.content else {
      problems.add(
        .configMalformed, "\(path(key)) is a list, but here is \(node.kind)", at: node.place,
        remedy: "begin each item on a line of its own with a dash and a space")
      return nil
    }
    return items
  }
}

import Diagnostics

/// A block of keys that are taken one by one; what nobody took is an unknown key.
struct KeyedNode {
  /// How messages name the block: `jde`, `fields[3]`.
  let title: String
  let place: SourcePlace
  let entries: [PlacedNode.Entry]
  private var known: [String] = []

  /// Reports a node that is no block of keys, and is nil then.
  init?(_ node: PlacedNode, title: String, _ problems: inout Problems) {
    guard case .keyed(let entries) = node.content else {
      problems.add(
        .configMalformed, "\(title) is a block of keys, but here is \(node.kind)", at: node.place,
        remedy: "write its keys below it, two spaces further in, or inside { }")
      return nil
    }
    self.title = title
    self.entries = entries
    place = node.place
  }

  /// Every key with its value, in the order of the file.
  var pairs: [(PlacedText, PlacedNode)] { entries.map { ($0.key, $0.value) } }

  /// The value of a key; nil where the key is missing or has no value.
  mutating func take(_ key: String) -> PlacedNode? {
    if !known.contains(key) { known.append(key) }
    guard let value = entries.first(where: { $0.key.text == key })?.value, !value.isNull else { return nil }
    return value
  }

  /// Where a key stands; nil where it is missing.
  func place(of key: String) -> SourcePlace? { entries.first { $0.key.text == key }?.key.place }

  /// The key as messages write it: `jde.url`.
  func path(_ key: String) -> String { title.isEmpty ? key : "\(title).\(key)" }

  /// Reports every key that was not asked for.
  func finish(_ problems: inout Problems) {
    for key in entries.map(\.key) where !known.contains(key.text) {
      problems.add(
        .unknownKey, "\(title.isEmpty ? "this file" : title) has no key \(key.text)", at: key.place,
        remedy: NearestName.of(key.text, among: known).map { "write \($0)" }
          ?? "take it out; the keys here are \(known.joined(separator: ", "))")
    }
  }

  /// Reports a key that must be there.
  func missing(_ key: String, example: String, _ problems: inout Problems) {
    problems.add(
      .configIncomplete, "\(path(key)) is missing", at: self.place(of: key) ?? place,
      remedy: "add \(key): \(example)")
  }
}

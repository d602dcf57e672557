import Diagnostics

/// A block of keys of which it is known what they may be; an unknown key is reported as soon as it is seen.
struct KeyedNode {
  /// How messages name the block: `jde`, `field`.
  let title: String
  let place: SourcePlace
  let entries: [PlacedNode.Entry]
  private let known: [String]?

  /// Reports a node that is no block of keys, and is nil then.
  ///
  /// Where `keys` is nil the keys are names of the
  /// person's own.
  init?(_ node: PlacedNode, title: String, keys: [String]?, _ problems: inout Problems) {
    guard case .keyed(let entries) = node.content else {
      problems.add(
        .configMalformed,
        "\(title.isEmpty ? "the file" : title) is a block of keys, but here is \(node.kind)",
        at: node.place, remedy: "write its keys below it, two spaces further in, or inside { }")
      return nil
    }
    self.title = title
    self.entries = entries
    place = node.place
    known = keys
    guard let keys else { return }
    for key in entries.map(\.key) where !keys.contains(key.text) {
      problems.add(
        .unknownKey, "\(title.isEmpty ? "this file" : title) has no key \(key.text)", at: key.place,
        remedy: NearestName.of(key.text, among: keys).map { "write \($0)" }
          ?? "take it out; the keys here are \(keys.joined(separator: ", "))")
    }
  }

  /// Every key with its value, in the order of the file.
  var pairs: [(PlacedText, PlacedNode)] { entries.map { ($0.key, $0.value) } }

  /// Whether every key of the block is one that it may have.
  var areKeysKnown: Bool { entries.allSatisfy { known?.contains($0.key.text) != false } }

  /// The value of a key; nil where the key is missing or has no value.
  func take(_ key: String) -> PlacedNode? {
    precondition(known?.contains(key) != false, "\(path(key)) is asked for but not among the known keys")
    guard let value = entries.first(where: { $0.key.text == key })?.value, !value.isNull else { return nil }
    return value
  }

  /// Where a key stands; nil where it is missing.
  func place(of key: String) -> SourcePlace? { entries.first { $0.key.text == key }?.key.place }

  /// The key as messages write it: `jde.url`.
  func path(_ key: String) -> String { title.isEmpty ? key : "\(title).\(key)" }

  /// Reports a key that must be there, unless an unknown one has been reported that was probably meant for it.
  func missing(_ key: String, example: String, _ problems: inout Problems) {
    let isMisspelt = entries.contains { entry in
      known.map { !$0.contains(entry.key.text) && NearestName.of(entry.key.text, among: $0) == key } ?? false
    }
    guard !isMisspelt else { return }
    problems.add(
      .configIncomplete, "\(path(key)) is missing", at: self.place(of: key) ?? place,
      remedy: "add \(key): \(example)")
  }
}

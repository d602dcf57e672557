package import Diagnostics
import Yams

/// One node of a YAML file, with the place where it stands.
///
/// Scalars are read as they are written: `NO` is Norway's code, `001` keeps its zeros, `1e3` is a text. Only a
/// plain `null`, `~` or nothing at all is no value.
struct PlacedNode {
  let place: SourcePlace
  let content: Content

  indirect enum Content {
    case null
    case text(String)
    case list([PlacedNode])
    case keyed([Entry])
  }

  /// One key of a block and what stands behind it.
  struct Entry {
    let key: PlacedText
    let value: PlacedNode
  }

  /// What stands here, in the words of a message.
  var kind: String {
    switch content {
    case .null: "nothing"
    case .text(let text): "\"\(text)\""
    case .list: "a list"
    case .keyed: "a block of keys"
    }
  }

  var isNull: Bool {
    guard case .null = content else { return false }
    return true
  }

  /// Whether this is a block that has a key.
  func has(_ key: String) -> Bool {
    guard case .keyed(let entries) = content else { return false }
    return entries.contains { $0.key.text == key }
  }

  /// The scalar with its place; nil for everything else.
  var placedText: PlacedText? {
    guard case .text(let text) = content else { return nil }
    return PlacedText(text, at: place)
  }
}

/// A scalar or a key, with the place where it stands.
package struct PlacedText: Hashable, Sendable {
  /// The text as it is written.
  package let text: String
  /// Where it begins.
  package let place: SourcePlace

  init(_ text: String, at place: SourcePlace) {
    self.text = text
    self.place = place
  }
}

extension PlacedNode {
  /// The tree of a YAML node; marks that Yams lacks are the beginning of the file.
  init(_ node: Node, file: String) {
    place = SourcePlace(
      file: file, line: max(1, node.mark?.line ?? 1), column: max(1, node.mark?.column ?? 1))
    switch node {
    case .scalar(let scalar):
      let text = ReferenceMarks.shown(scalar.string)
      content = scalar.style == .plain && ["", "~", "null"].contains(text) ? .null : .text(text)
    case .sequence(let sequence):
      content = .list(sequence.map { PlacedNode($0, file: file) })
    case .mapping(let mapping):
      content = .keyed(
        mapping.map { pair in
          let key = PlacedNode(pair.key, file: file)
          return Entry(
            key: key.placedText ?? PlacedText(key.isNull ? "" : key.kind, at: key.place),
            value: PlacedNode(pair.value, file: file))
        })
    case .alias:
      content = .null
    }
  }
}

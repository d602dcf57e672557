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
    case .text(let text): "\"\(Self.shown(text))\""
    case .list: "a list"
    case .keyed: "a block of keys"
    }
  }

  /// The beginning of a text: what is no value of its kind has any length.
  private static func shown(_ text: String) -> String {
    text.utf8.count > 200 ? String(text.unicodeScalars.prefix(50)) + "…" : text
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
  /// The most nodes of a file, an alias counted as often as what it stands for is there: the largest mapping that the
  /// house has seen has some 2,000.
  private static let nodesMax = 100_000
  /// How deep blocks and lists nest; the house's own go down to six.
  private static let depthMax = 64

  /// The tree of a YAML node; marks that Yams lacks are the beginning of the file.
  ///
  /// - Throws: `config-malformed` where there are too many nodes, or they lie too deep.
  init(_ node: Node, file: String) throws(Failure) {
    var room = Self.nodesMax
    try self.init(node, file: file, depth: 0, room: &room)
  }

  private init(_ node: Node, file: String, depth: Int, room: inout Int) throws(Failure) {
    let place = SourcePlace(
      file: file, line: max(1, node.mark?.line ?? 1), column: max(1, node.mark?.column ?? 1))
    self.place = place
    room -= 1
    guard room >= 0 else {
      throw .malformed(
        "the file stands for more than \(Self.nodesMax) values", at: place,
        remedy: "write fewer of them, and use no alias of what holds aliases")
    }
    guard depth <= Self.depthMax else {
      throw .malformed(
        "blocks and lists are nested deeper than \(Self.depthMax)", at: place,
        remedy: "close some of them earlier")
    }
    switch node {
    case .scalar(let scalar):
      let text = ReferenceMarks.shown(scalar.string)
      content = scalar.style == .plain && ["", "~", "null"].contains(text) ? .null : .text(text)
    case .sequence(let sequence):
      var items: [PlacedNode] = []
      for item in sequence { items.append(try PlacedNode(item, file: file, depth: depth + 1, room: &room)) }
      content = .list(items)
    case .mapping(let mapping):
      var entries: [Entry] = []
      for pair in mapping {
        let key = try PlacedNode(pair.key, file: file, depth: depth + 1, room: &room)
        let value = try PlacedNode(pair.value, file: file, depth: depth + 1, room: &room)
        entries.append(
          Entry(key: key.placedText ?? PlacedText(key.isNull ? "" : key.kind, at: key.place), value: value))
      }
      content = .keyed(entries)
    case .alias:
      content = .null
    }
  }
}

/// A YAML file as its values alone say it: without comments, blank lines, and the choice between ways to write one
/// thing.
///
/// A comment may hold a password or a note about a person, and what is in the ledger stays there. The form is YAML
/// that reads back to the same values at other places: a block of keys with one line for each key of the file, its
/// value in the form of JSON.
enum CanonicalYAML {
  /// `entity: customer   # ours` → `"entity": "customer"`.
  static func text(of root: PlacedNode) -> String {
    guard case .keyed(let entries) = root.content, !entries.isEmpty else { return inline(root) + "\n" }
    return entries.map { "\(quoted($0.key.text)): \(inline($0.value))\n" }.joined()
  }

  private static func inline(_ node: PlacedNode) -> String {
    switch node.content {
    case .null: "null"
    case .text(let text): quoted(text)
    case .list(let items): "[" + items.map(inline).joined(separator: ", ") + "]"
    case .keyed(let entries):
      "{" + entries.map { "\(quoted($0.key.text)): \(inline($0.value))" }.joined(separator: ", ") + "}"
    }
  }

  /// In double quotes, where YAML takes a text for a text whatever it is: `null`, `on`, `001`, `${secret:name}`.
  private static func quoted(_ text: String) -> String {
    var quoted = "\"".unicodeScalars
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted.append(contentsOf: ["\\", scalar])
      case "\n": quoted.append(contentsOf: "\\n".unicodeScalars)
      case _ where isPrintable(scalar): quoted.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16)
        quoted.append(
          contentsOf: "\\U\(String(repeating: "0", count: 8 - digits.count))\(digits)".unicodeScalars)
      }
    }
    quoted.append("\"")
    return String(quoted)
  }

  /// What YAML 1.2 lets stand as it is (production 1, c-printable) and no line break (`\u{85}`, `\u{2028}`).
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x1_0000...0x10_FFFF:
      true
    default: false
    }
  }
}

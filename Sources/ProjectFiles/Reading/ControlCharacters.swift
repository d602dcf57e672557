import Diagnostics

/// Control characters (C0, DEL, C1) in what a person wrote, and in codes and names those that only format text (Cf, say
/// the zero-width space): nobody sees them, and a code or a name that holds one equals no other that looks the same.
package enum ControlCharacters {
  /// The first of them in a text, as `control character U+0000`; nil where there is none.
  ///
  /// Tabs and line ends may be part of a text, never of a code or a name.
  package static func first(in text: String, isName: Bool = false) -> String? {
    let found = text.unicodeScalars.first { scalar in
      switch scalar.properties.generalCategory {
      case .control: isName || !["\t", "\n", "\r"].contains(scalar)
      case .format: isName
      default: false
      }
    }
    guard let found else { return nil }
    let kind = found.properties.generalCategory == .control ? "control" : "invisible"
    let digits = String(found.value, radix: 16, uppercase: true)
    return "\(kind) character U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension PlacedNode {
  /// Reports every key and every text that holds a control character.
  func reportControlCharacters(_ problems: inout Problems) {
    switch content {
    case .null: break
    case .text(let text): Self.report(ControlCharacters.first(in: text), at: place, &problems)
    case .list(let items): for item in items { item.reportControlCharacters(&problems) }
    case .keyed(let entries):
      for entry in entries {
        Self.report(ControlCharacters.first(in: entry.key.text, isName: true), at: entry.key.place, &problems)
        entry.value.reportControlCharacters(&problems)
      }
    }
  }

  private static func report(_ character: String?, at place: SourcePlace, _ problems: inout Problems) {
    guard let character else { return }
    problems.add(
      .configMalformed, "the text holds the \(character)", at: place,
      remedy: "type the text again; look for \\0, \\x or \\u in double quotes")
  }
}

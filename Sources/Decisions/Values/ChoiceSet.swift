/// The chosen texts of a multi-select pick list, without order and each once.
///
/// Zoho shows them as an array. JDE has no such type: there they are one text divided by `;`, or several columns.
package struct ChoiceSet: Hashable, Sendable {
  /// Sorted by their bytes, trimmed, none empty.
  package let choices: [String]

  /// A set of these texts; blank ones are none.
  package init(_ texts: some Sequence<String>) {
    let trimmed = texts.lazy.map(CanonicalText.trimmed).filter { !$0.isEmpty }
    // By bytes: Swift's own order and equality take two spellings of é for one.
    let sorted = trimmed.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var choices: [String] = []
    for text in sorted where choices.last.map({ !$0.utf8.elementsEqual(text.utf8) }) ?? true {
      choices.append(text)
    }
    self.choices = choices
  }

  /// Reads a text of JDE's or a person's: `A;C`, or a line for each.
  package init(text: String) {
    self.init(text.split { $0 == ";" || $0.isNewline }.map(String.init))
  }

  /// Reads the canonical text; a choice of Zoho's may hold a `;`.
  package init(canonical text: String) { self.init(text.split(separator: "\n").map(String.init)) }

  /// The canonical value: a line for each choice, because no choice of Zoho's holds a line end; blank for none.
  package var value: FieldValue { choices.isEmpty ? .blank : .value(choices.joined(separator: "\n")) }
}

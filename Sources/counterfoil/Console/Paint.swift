/// Colours, where a person looks at a terminal; the bare text everywhere else.
struct Paint: Sendable {
  let isOn: Bool

  /// What a colour says; the words beside it say the same.
  enum Meaning: String, Sendable {
    case good = "32"
    case careful = "33"
    case bad = "31"
    case quiet = "2"
    case strong = "1"
  }

  /// The text in the colour of its meaning.
  func callAsFunction(_ meaning: Meaning, _ text: String) -> String {
    isOn ? "\u{1B}[\(meaning.rawValue)m\(text)\u{1B}[0m" : text
  }
}

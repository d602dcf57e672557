/// Colours, where a person looks at a terminal; the bare text everywhere else.
///
/// A painted text holds marks in place of the terminal's own sequences, which `OutputFile` puts in last: so what a
/// name or a value brings along is never one of them.
struct Paint: Sendable {
  let isOn: Bool

  /// What a colour says; the words beside it say the same.
  enum Meaning: UInt32, Sendable, CaseIterable {
    case good = 32
    case careful = 33
    case bad = 31
    case quiet = 2
    case strong = 1
    /// As the terminal shows text by itself.
    case plain = 0

    /// One of Unicode's noncharacters, which stand for nothing in any text (U+FDD0 to U+FDEF).
    fileprivate var mark: Unicode.Scalar {
      let index = Self.allCases.firstIndex(of: self) ?? 0
      return Unicode.Scalar(UInt32(0xFDD0 + index)) ?? " "
    }
  }

  /// The text in the colour of its meaning.
  func callAsFunction(_ meaning: Meaning, _ text: String) -> String {
    isOn ? "\(meaning.mark)\(text)\(Meaning.plain.mark)" : text
  }

  /// A painted text as the terminal takes it.
  static func shown(_ text: String) -> String {
    Meaning.allCases.reduce(text) { shown, meaning in
      shown.unicodeScalars.contains(meaning.mark)
        ? shown.replacing("\(meaning.mark)", with: "\u{1B}[\(meaning.rawValue)m") : shown
    }
  }
}

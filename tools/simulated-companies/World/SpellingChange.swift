/// How the same name comes to be written otherwise by other people.
package enum SpellingChange: CaseIterable, Sendable {
  case none
  case upperCase
  case accentsGone
  case umlautsSpelled
  case ampersandSpelled
  case legalFormGone
  case legalFormAdded
  case blankDoubled

  /// The name of a company as somebody else writes it.
  package func applied(to company: SimulatedCompany) -> String {
    switch self {
    case .none: company.name
    case .upperCase: company.name.uppercased()
    case .accentsGone: Self.withoutAccents(company.name)
    case .umlautsSpelled: Self.spelled(company.name)
    case .ampersandSpelled: Self.replacing("&", by: "and", in: company.name)
    case .legalFormGone: company.shortName
    case .legalFormAdded:
      company.legalForm.isEmpty
        ? "\(company.name) \(CountryForms.of(company.country).legalForms[0])" : company.name
    case .blankDoubled: Self.replacing(" ", by: "  ", in: company.name)
    }
  }

  /// The text with each accented Latin letter as its base letter.
  package static func withoutAccents(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.flatMap { bases[$0] ?? [$0] }))
  }

  /// The text with `ü` as `ue` and its like, as typewriters had it.
  private static func spelled(_ text: String) -> String {
    var text = text
    let spellings: [(Character, String)] = [
      ("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue"),
    ]
    for (from, to) in spellings {
      text = replacing(from, by: to, in: text)
    }
    return text
  }

  private static func replacing(_ part: Character, by other: String, in text: String) -> String {
    text.reduce(into: "") { result, character in
      if character == part { result += other } else { result.append(character) }
    }
  }

  private static let bases: [Unicode.Scalar: [Unicode.Scalar]] = {
    let groups: [(String, String)] = [
      ("áàâäãåā", "a"), ("éèêëē", "e"), ("íìîïī", "i"), ("óòôöõōø", "o"), ("úùûüū", "u"), ("ç", "c"),
      ("ñ", "n"),
      ("ÁÀÂÄÃÅ", "A"), ("ÉÈÊË", "E"), ("ÍÌÎÏ", "I"), ("ÓÒÔÖÕŌ", "O"), ("ÚÙÛÜ", "U"), ("Ç", "C"), ("Ñ", "N"),
      ("ß", "ss"), ("’", "'"), ("–", "-"),
    ]
    var bases: [Unicode.Scalar: [Unicode.Scalar]] = [:]
    for (letters, base) in groups {
      for letter in letters.unicodeScalars { bases[letter] = Array(base.unicodeScalars) }
    }
    return bases
  }()
}

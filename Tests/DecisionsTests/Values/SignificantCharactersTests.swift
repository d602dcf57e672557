import TestSupport
import Testing

@testable import Decisions

/// Values are made as an identity and spelled in random ways; whether two are equal is known from their
/// identities, not from the code that reads them.
@Suite("Two spellings of a value")
struct SignificantCharactersTests {
  /// What happened to an identity before it was spelled a second time.
  enum Edit: CaseIterable {
    case none, replaced, inserted, removed
  }

  @Test("of a tax number are equal exactly where no significant character differs", arguments: Seeds.all)
  func taxNumbers(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let alphabet = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZÑ&+*#'")
    var seen: Set<Edit> = []
    for _ in 0..<300 {
      var number = (0..<Int.random(in: 6...12, using: &random)).map { _ in pick(alphabet, &random) }
      number += ["2", "7"]  // no placeholder
      let (other, edit) = edited(number, alphabet, &random)
      seen.insert(edit)
      let country = pick([nil, "DE", "IE", "MX", "US"], &random)
      let (left, right) = (spelledNumber(number, &random), spelledNumber(other, &random))
      try requireEqual(.taxID, left, right, country, edit == .none, "\(edit): \(left) / \(right)")
    }
    #expect(seen == Set(Edit.allCases))
  }

  @Test(
    "of a telephone number are equal exactly where digits, letters and extension are", arguments: Seeds.all)
  func phones(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var seen: Set<String> = []
    for _ in 0..<300 {
      let isSpelled = Int.random(in: 0..<4, using: &random) == 0
      let alphabet = Array(isSpelled ? "0123456789ABCDEFGHIJKLMNOPQRSTUVW*" : "0123456789")
      var national = ["3"] + (0..<Int.random(in: 6...9, using: &random)).map { _ in pick(alphabet, &random) }
      if isSpelled { national += ["A", "1", "1"] }
      let number = Array(national)
      var (other, edit) = edited(number, alphabet, &random)
      if !isSpelled, other.first == "0" || other.count < 7 { (other, edit) = (number, .none) }
      let extensions = ["", "", "1", "12", "012"]
      let (ours, theirs) = (pick(extensions, &random), pick(extensions, &random))
      let isSame = edit == .none && (ours == theirs || isSpelled)
      seen.insert("\(isSpelled) \(edit) \(ours == theirs)")
      let left = spelledPhone(number, isSpelled ? "" : ours, isSpelled, &random)
      let right = spelledPhone(other, isSpelled ? "" : theirs, isSpelled, &random)
      try requireEqual(.phone, left, right, "DE", isSame, "\(edit): \(left) / \(right)")
    }
    #expect(seen.count >= 12, "\(seen)")
  }

  @Test("of an e-mail address are equal exactly where mail systems see one address", arguments: Seeds.all)
  func mails(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789+'_.éñß")
    var seen: Set<String> = []
    for _ in 0..<300 {
      let local =
        Array("q7") + (0..<Int.random(in: 1...8, using: &random)).map { _ in pick(alphabet, &random) }
      let (otherLocal, edit) = edited(local, alphabet, &random)
      let domain = pick(Self.domains, &random)
      let other = Bool.random(using: &random) ? domain : pick(Self.domains, &random)
      let isSame = edit == .none && domain.0 == other.0
      seen.insert("\(edit) \(domain.0 == other.0)")
      let left = spelledMail(local, domain, &random)
      let right = spelledMail(otherLocal, other, &random)
      try requireEqual(.email, left, right, nil, isSame, "\(edit): \(left) / \(right)")
      let (ours, theirs) = (EmailKey.value(left, freeMail: []), EmailKey.value(right, freeMail: []))
      if let ours, let theirs { try #require((ours == theirs) == isSame, "\(left) / \(right)") }
    }
    #expect(seen.count == 2 * Edit.allCases.count)
  }

  /// Domains with their A-labels, as registries give them.
  private static let domains = [
    ("müller.de", "xn--mller-kva.de"), ("bücher.example", "xn--bcher-kva.example"),
    ("münchen.de", "xn--mnchen-3ya.de"), ("straße.de", "xn--strae-oqa.de"), ("strasse.de", "strasse.de"),
    ("muller.de", "muller.de"), ("пример.example", "xn--e1afmkfd.example"), ("example.org", "example.org"),
    ("example.com", "example.com"), ("mail.example.org", "mail.example.org"),
  ]

  private func requireEqual(
    _ type: FieldType, _ left: String, _ right: String, _ country: String?, _ expected: Bool,
    _ comment: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for (one, two) in [(left, right), (right, left)] {
      let agree = valuesAgree(
        type: type, lengthMax: nil, jde: .value(one), zoho: .value(two), country: country)
      let stands = isUnchanged(type: type, .value(one), .value(two), country: country)
      try #require(
        agree == expected && stands == expected, Comment(rawValue: comment), sourceLocation: sourceLocation)
    }
  }

  /// The characters, or others that differ in exactly one place.
  private func edited(
    _ characters: [Character], _ alphabet: [Character], _ random: inout SeededGenerator
  ) -> ([Character], Edit) {
    var edited = characters
    let edit = pick(Edit.allCases, &random)
    let place = Int.random(in: 0..<characters.count, using: &random)
    switch edit {
    case .none: break
    case .replaced: edited[place] = pick(alphabet.filter { $0 != characters[place] }, &random)
    case .inserted: edited.insert(pick(alphabet, &random), at: place)
    case .removed: edited.remove(at: place)
    }
    return (edited, edit)
  }

  /// Separators, case, width, scripts of digits, composition, invisible characters.
  private func spelledNumber(_ number: [Character], _ random: inout SeededGenerator) -> String {
    var text = pick(["", " ", "\u{A0}"], &random)
    for character in number {
      text += spelled(character, &random)
      if Int.random(in: 0..<4, using: &random) == 0 {
        text += pick([" ", ".", "-", "/", "\u{200B}", "\u{2011}", "\u{3000}", "\u{AD}"], &random)
      }
    }
    return text
  }

  private func spelled(_ character: Character, _ random: inout SeededGenerator) -> String {
    let text = Bool.random(using: &random) ? String(character).lowercased() : String(character)
    guard let scalar = text.unicodeScalars.first, text.unicodeScalars.count == 1 else { return text }
    switch (Int.random(in: 0..<6, using: &random), scalar.value) {
    case (0, 0x30...0x39): return scalars(scalar.value + 0x630)  // Arabic-Indic
    case (1, 0x30...0x39): return scalars(scalar.value + 0x936)  // Devanagari
    case (2, 0x21...0x7E): return scalars(scalar.value + 0xFEE0)
    case (_, 0xD1): return Bool.random(using: &random) ? "N\u{303}" : text
    default: return text
    }
  }

  private func scalars(_ value: UInt32) -> String { Unicode.Scalar(value).map { String($0) } ?? "" }

  private func spelledPhone(
    _ number: [Character], _ extensionDigits: String, _ isSpelled: Bool, _ random: inout SeededGenerator
  ) -> String {
    var text = isSpelled ? "" : pick(["+49", "0049", "+49 (0)", "0", "(0)", "+49(0) "], &random)
    for (place, character) in number.enumerated() {
      text += spelled(character, &random)
      let isEnd = place == number.count - 1
      if !isEnd, Int.random(in: 0..<4, using: &random) == 0 {
        text += pick([" ", "-", "/", ".", "\u{A0}"], &random)
      }
    }
    guard !extensionDigits.isEmpty else { return text }
    return text + pick([" ext. ", "x", ";ext=", " # ", " Durchwahl ", " EXT "], &random) + extensionDigits
  }

  private func spelledMail(
    _ local: [Character], _ domain: (String, String), _ random: inout SeededGenerator
  ) -> String {
    var text = ""
    for character in local + ["@"] + Array(pick([domain.0, domain.1], &random)) {
      let decomposed = ["é": "e\u{301}", "ñ": "n\u{303}", "ü": "u\u{308}"][character]
      let plain = Bool.random(using: &random) ? decomposed ?? String(character) : String(character)
      // ẞ is a letter of its own; the capital of ß is SS.
      text += character != "ß" && Int.random(in: 0..<4, using: &random) == 0 ? plain.uppercased() : plain
      if Int.random(in: 0..<8, using: &random) == 0 {
        text += pick(["\u{200B}", "\u{AD}", "\u{FEFF}", "\u{A0}", "\u{202A}"], &random)
      }
    }
    return text
  }

  private func pick<Element>(_ pool: [Element], _ random: inout SeededGenerator) -> Element {
    pool[Int.random(in: 0..<pool.count, using: &random)]
  }
}

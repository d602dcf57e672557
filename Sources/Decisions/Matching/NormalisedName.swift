/// A name without what people write differently: case, accents, punctuation, legal form.
package struct NormalisedName: Hashable, Sendable {
  /// Words in lower case with the legal form, separated by one blank.
  package let text: String
  /// The words without the legal form; the same as `text` where nothing else is left.
  package let core: String

  /// The name itself where it has neither letter nor digit (`★★★`), so that it can be found all the same; else
  /// empty.
  let signs: String

  /// Columns have 40 characters in JDE and 200 in Zoho; the rest of a longer name does not count.
  private static let charactersMax = 1_000

  /// Normalises a name.
  ///
  /// - Parameters:
  ///   - name: As people write it.
  ///   - isPerson: People's names have no legal form, and the order of their parts does not count.
  package init(_ name: String, isPerson: Bool = false) {
    let isLong = name.utf8.count > Self.charactersMax
    let name = isLong ? String(name.unicodeScalars.prefix(Self.charactersMax)) : name
    var words = Self.words(LetterFolding.prepared(name))
    signs =
      words.isEmpty
      ? CanonicalText.trimmed(String(String.UnicodeScalarView(SignificantText.folded(name)))) : ""
    if isPerson {
      words.sort()
      text = words.joined(separator: " ")
      core = text
      return
    }
    if words.count > 1, words.first == "the" { words.removeFirst() }
    let kept = words.filter { $0 != "and" && $0 != "und" && $0 != "et" }
    if !kept.isEmpty { words = kept }
    text = words.joined(separator: " ")
    core = LegalForm.removed(from: words).joined(separator: " ")
  }

  /// The words of a name, folded; single letters in a row are one word (`S. A.` → `sa`).
  private static func words(_ name: [Unicode.Scalar]) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    var letters: [UInt8] = []  // single letters in a row
    func endWord() {
      if word.count == 1 {
        letters += word
      } else if !word.isEmpty {
        endLetters()
        words.append(String(decoding: word, as: UTF8.self))
      }
      word.removeAll(keepingCapacity: true)
    }
    func endLetters() {
      guard !letters.isEmpty else { return }
      words.append(String(decoding: letters, as: UTF8.self))
      letters.removeAll(keepingCapacity: true)
    }
    for scalar in name {
      switch LetterFolding.fold(scalar) {
      case .letters(let folded): append(folded, to: &word)
      case .nothing: continue
      case .separator: endWord()
      }
    }
    endWord()
    endLetters()
    return words
  }

  /// `ae`, `oe` and `ue` count as the letter alone, on whichever side they were typed: Müller, Mueller, Muller.
  private static func append(_ folded: [UInt8], to word: inout [UInt8]) {
    for byte in folded {
      if byte == UInt8(ascii: "e"), let last = word.last,
        last == UInt8(ascii: "a") || last == UInt8(ascii: "o") || last == UInt8(ascii: "u")
      {
        continue
      }
      word.append(byte)
    }
  }
}

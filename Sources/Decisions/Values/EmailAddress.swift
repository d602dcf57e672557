import Foundation

/// An e-mail address as mail systems see it, so that spellings which no eye tells apart are one.
///
/// The domain is in lower case and ASCII (`xn--…`), the local part in lower case and composed form; invisible
/// characters are gone and full-width ones are the plain ones.
package struct EmailAddress: Hashable, Sendable {
  /// What stands before the `@`.
  package let local: String
  /// The domain as the name system has it: `xn--mller-kva.de`.
  package let domain: String

  /// The whole address.
  package var text: String { local + "@" + domain }

  /// What is longer than this is no address.
  ///
  /// An address has at most 254 octets (RFC 5321, 4.5.3.1.3); in other scripts and with invisible characters it
  /// is longer as a text.
  private static let bytesMax = 1_024
  /// A label has at most 63 octets (RFC 1035, 2.3.4).
  private static let labelMax = 63

  /// Reads an address; nil where the text is not exactly one: no or two `@`, an empty part, a domain of one label,
  /// characters that no address has, a name or further addresses beside it.
  package init?(_ text: String) {
    guard text.utf8.count <= Self.bytesMax else { return nil }
    let parts = Self.visible(text).split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, let local = Self.localPart(parts[0]), let domain = Self.asciiDomain(parts[1])
    else {
      return nil
    }
    self.local = local
    self.domain = domain
  }

  /// A domain in the form that addresses have here; nil where it is none.
  static func domain(_ text: String) -> String? {
    guard text.utf8.count <= bytesMax else { return nil }
    return asciiDomain(visible(text)[...])
  }

  /// The characters that are seen, composed and in lower case.
  private static func visible(_ text: String) -> [Unicode.Scalar] {
    let trimmed = CanonicalText.trimmed(text)
    if trimmed.utf8.allSatisfy({ $0 < 0x80 }) { return Array(trimmed.lowercased().unicodeScalars) }
    var visible = String.UnicodeScalarView()
    for scalar in trimmed.precomposedStringWithCanonicalMapping.unicodeScalars {
      // No-break spaces cannot be in an address, and come with text that was copied from a page.
      if [0xA0, 0x2007, 0x202F].contains(scalar.value) { continue }
      if SignificantText.isInvisible(scalar), !joins(scalar, after: visible.last) { continue }
      visible.append(SignificantText.halfWidth(scalar))
    }
    let lower = CanonicalText.trimmed(String(visible)).lowercased()
    return Array(lower.precomposedStringWithCanonicalMapping.unicodeScalars)
  }

  /// Whether a zero-width joiner or non-joiner belongs to the letter before it, as in Persian and Hindi domains
  /// (RFC 5892, appendix A): there it makes another name.
  private static func joins(_ scalar: Unicode.Scalar, after letter: Unicode.Scalar?) -> Bool {
    guard scalar.value == 0x200C || scalar.value == 0x200D, let letter else { return false }
    return letter.properties.canonicalCombiningClass.rawValue == 9 || (0x600...0x8FF).contains(letter.value)
  }

  private static func localPart(_ part: ArraySlice<Unicode.Scalar>) -> String? {
    guard !part.isEmpty, part.allSatisfy(isLocal) else { return nil }
    return text(part)
  }

  /// What can stand before the `@` without quotes; other scripts are allowed since RFC 6531.
  private static func isLocal(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.isASCII else { return !scalar.properties.isWhitespace && !isControl(scalar) }
    return scalar.value > 0x20 && scalar.value < 0x7F && !"\"(),:;<>[\\]".unicodeScalars.contains(scalar)
  }

  private static func asciiDomain(_ part: ArraySlice<Unicode.Scalar>) -> String? {
    // U+3002 and U+FF61 are full stops of East Asian scripts (RFC 3490, 3.1); U+FF0E is folded already.
    var labels = part.split(omittingEmptySubsequences: false) {
      $0 == "." || $0.value == 0x3002 || $0.value == 0xFF61
    }
    if labels.count > 2, labels.last?.isEmpty == true { labels.removeLast() }  // the root: `example.org.`
    guard labels.count >= 2 else { return nil }
    var names: [String] = []
    for label in labels {
      guard let name = asciiLabel(label) else { return nil }
      names.append(name)
    }
    return names.joined(separator: ".")
  }

  private static func asciiLabel(_ label: ArraySlice<Unicode.Scalar>) -> String? {
    guard !label.isEmpty, label.allSatisfy(isLabel) else { return nil }
    if label.allSatisfy(\.isASCII) { return label.count <= labelMax ? text(label) : nil }
    let mapped = text(label).precomposedStringWithCompatibilityMapping.lowercased()
      .precomposedStringWithCanonicalMapping
    let scalars = Array(mapped.unicodeScalars)
    guard scalars.allSatisfy(isLabel) else { return nil }
    if scalars.allSatisfy(\.isASCII) { return scalars.count <= labelMax ? mapped : nil }
    return Punycode.encoded(scalars).flatMap { $0.utf8.count + 4 <= labelMax ? "xn--" + $0 : nil }
  }

  private static func isLabel(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.isASCII else { return !scalar.properties.isWhitespace && !isControl(scalar) }
    return scalar == "-" || SignificantText.isDigit(scalar) || scalar >= "a" && scalar <= "z"
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}

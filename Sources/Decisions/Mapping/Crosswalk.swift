/// The two-way table between JDE codes and Zoho's values (`jde,zoho,preferred`).
package struct Crosswalk: Hashable, Sendable {
  /// One line of the table.
  package struct Line: Hashable, Sendable {
    /// The JDE code, trimmed on both sides, in upper case.
    package let jde: String
    /// The value as Zoho shows it.
    package let zoho: String
    /// Of several codes with one Zoho value, the one that flows back.
    package let isPreferred: Bool

    /// A line from its parts.
    package init(jde: String, zoho: String, isPreferred: Bool) {
      self.jde = jde
      self.zoho = zoho
      self.isPreferred = isPreferred
    }
  }

  /// The name of its file, without the ending.
  package let name: String
  /// The lines in the order of the file.
  package let lines: [Line]
  private let byCode: [String: String]
  /// The code that each Zoho value goes back to: the preferred one, else the first.
  private let codeBack: [String: String]

  /// A table of these lines.
  package init(name: String, lines: [Line]) {
    self.name = name
    self.lines = lines
    byCode = Dictionary(lines.map { ($0.jde, $0.zoho) }, uniquingKeysWith: { first, _ in first })
    codeBack = Dictionary(
      (lines.filter(\.isPreferred) + lines).map { ($0.zoho, $0.jde) }, uniquingKeysWith: { first, _ in first }
    )
  }

  /// The Zoho value of a JDE code; nil where the table has no such code.
  package func zoho(forCode code: String) -> String? { byCode[code.uppercased()] }

  /// The JDE code for a Zoho value: `present` stays if it maps there, else the preferred one, else the only one.
  package func code(forZoho value: String, present: String?) -> String? {
    if let present, zoho(forCode: present) == value { return present }
    return codeBack[value]
  }
}

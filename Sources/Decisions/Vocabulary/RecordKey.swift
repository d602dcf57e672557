/// The key of a record of JD Edwards: an address number, and for a line of the who's-who its number behind a point.
///
/// `4242`, `4242.1`.
package struct RecordKey: Hashable, Sendable {
  /// The key as it stands in events.
  package let text: String

  /// A key as it stands in events.
  package init(_ text: String) { self.text = text }

  /// The address number as a text: `4242`.
  package var addressNumber: String { String(text.prefix { $0 != "." }) }

  /// The address number; nil where it is none.
  package var number: Int? { Int(addressNumber) }

  /// The line of the who's-who: `1` of `4242.1`; nil where the key names none.
  package var line: String? {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.count == 2 ? String(parts[1]) : nil
  }
}

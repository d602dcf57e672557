/// When each side's record was last edited, for fields whose tie the newer edit decides.
package struct EditTimes: Hashable, Sendable {
  /// Seconds since 1970 UTC; nil where JDE's time is not known.
  package let jdeSeconds: Int64?
  /// Seconds since 1970 UTC; nil where Zoho's time is not known.
  package let zohoSeconds: Int64?
  /// How far the two clocks may be apart: within it neither edit is the newer one.
  package let toleranceSeconds: Int64

  /// The two times and how far they can be trusted.
  package init(jdeSeconds: Int64?, zohoSeconds: Int64?, toleranceSeconds: Int64) {
    self.jdeSeconds = jdeSeconds
    self.zohoSeconds = zohoSeconds
    self.toleranceSeconds = toleranceSeconds
  }

  /// Nothing is known: `newer` decides nothing.
  package static let unknown = EditTimes(jdeSeconds: nil, zohoSeconds: nil, toleranceSeconds: 0)

  /// The side that was edited later by more than the tolerance; nil where that cannot be said.
  package var newerSide: Side? {
    guard let jdeSeconds, let zohoSeconds, abs(jdeSeconds - zohoSeconds) > toleranceSeconds else {
      return nil
    }
    return jdeSeconds > zohoSeconds ? .jde : .zoho
  }
}

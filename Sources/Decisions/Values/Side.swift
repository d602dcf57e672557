/// One of the two systems that are kept in agreement.
package enum Side: String, Hashable, Sendable, CaseIterable {
  case jde
  case zoho

  /// The other system.
  package var other: Side { self == .jde ? .zoho : .jde }
}

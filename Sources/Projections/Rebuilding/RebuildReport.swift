/// What a rebuild did, and whether the state before was what the log says.
package struct RebuildReport: Hashable, Sendable {
  /// How the state before compares with the same events folded afresh.
  package enum Comparison: Hashable, Sendable {
    /// Equal at this event.
    case same(at: UInt64)
    /// Not equal at this event: these are the two digests.
    case different(at: UInt64, before: String, folded: String)
    /// Nothing to compare with, and why.
    case none(reason: String)
  }

  /// The file that holds the fresh state.
  package let path: String
  /// The last event that is folded; as many were folded.
  package let position: UInt64
  /// Of the fresh state.
  package let digest: String
  package let comparison: Comparison
  /// Where the former file lies, if it could not be used.
  package let setAside: SetAside?
}

/// What one system's connections have in common.
package struct TransportSettings: Hashable, Sendable {
  /// A file of certificate authorities (PEM) that takes the place of the machine's own; nil trusts the machine's.
  package var caFile: String?
  /// The proxy's address; nil goes straight, whatever the environment says.
  package var proxy: String?
  /// How many transfers run at once; more wait their turn.
  package var transfersMax: Int
  /// How many calls may wait; one more is refused as busy.
  package var waitingMax: Int

  /// Settings of these values.
  package init(
    caFile: String? = nil, proxy: String? = nil, transfersMax: Int = 16, waitingMax: Int = 1_024
  ) {
    self.caFile = caFile
    self.proxy = proxy
    self.transfersMax = transfersMax
    self.waitingMax = waitingMax
  }
}

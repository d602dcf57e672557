/// The kinds of event that the log writes about itself.
package enum OwnEvents {
  static let appendRefused = "append.refused"
  static let clockJumped = "clock.jumped"

  /// All of them, say `key.rotated` and `event.lost`.
  package static let kinds = [
    appendRefused, clockJumped, AcceptedLoss.kind, KeyRotation.kind, LedgerIdentity.openedKind,
    LostEvent.kind,
    QuarantinedTail.kind,
  ]
}

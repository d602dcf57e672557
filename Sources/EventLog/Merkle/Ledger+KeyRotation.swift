package import Diagnostics

extension Ledger {
  /// Lets another key sign from now on: the old one signs the present head and the change, then nothing any more.
  ///
  /// `signingKey` is the 32 raw bytes of the new Ed25519 key. The change is the event `key.rotated`, signed with both
  /// keys; it stands in `keys/` too. Then the new key signs the head. Where it throws before the event is durable, the
  /// old key goes on. Behind it, or where nobody knows, this writer does nothing more (`writer-poisoned`), and opening
  /// the ledger with one of the two keys tells.
  package func rotateKey(to signingKey: [UInt8]) async throws(Failure) -> KeyRotation {
    try checkOpen()
    let new = try SigningKey(signingKey, name: identity.origin)
    let rotation = try checkpoints.beginRotation(
      to: new, size: stage.durable.last, root: stage.durable.tree.root)
    do {
      _ = try await append([rotation.event])
    } catch {
      if error.code != .writerPoisoned { checkpoints.cancelRotation() }
      throw error
    }
    do {
      try checkpoints.finishRotation(rotation, to: new)
    } catch {
      let failure = Failure.poisoned(by: error)
      state = .poisoned(failure)
      throw failure
    }
    _ = try checkpoint()
    return rotation
  }
}

/// Makes `keys/` and the log tell of the same changes of keys again, where a crash or damage left one of them behind.
struct KeyMending {
  let folder: LedgerFolder
  let identity: LedgerIdentity

  /// What was found.
  struct Outcome {
    /// Whether a statement was written into `keys/`, so that more heads may be good than were before.
    var hasInstalled = false
    /// Changes that `keys/` knows and the log does not: their events were in a tail that was taken off.
    var unrecorded: [KeyRotation] = []
  }

  /// Compares `keys/` with the events, and writes what is missing there.
  func mend(_ log: RecoveredLog) throws(Failure) -> Outcome {
    let index = HeadLookup(log.heads, folder, identity)
    let stream = StreamHash(KeyRotation.stream)
    let last: UInt64
    if let recent = log.recentHeads[stream] { last = recent } else { last = try index.last(of: stream) }
    var keys = LedgerKeys(identity)
    let stored = try LedgerKeys.read(folder, identity).keys
    for rotation in try events(upTo: last) {
      if !keys.follows(rotation) { keys.bridge(to: rotation, by: stored) }
      if keys.follows(rotation) { keys.append(rotation) }
    }
    var outcome = Outcome()
    for rotation in keys.rotations where !stored.rotations.contains(rotation) {
      try folder.install(rotation)
      outcome.hasInstalled = true
    }
    for rotation in stored.rotations where keys.follows(rotation) {
      outcome.unrecorded.append(rotation)
      keys.append(rotation)
    }
    return outcome
  }

  /// The changes that the log records, the oldest first.
  private func events(upTo last: UInt64) throws(Failure) -> [KeyRotation] {
    guard last > 0 else { return [] }
    var survey = LogSurvey(folder, identity)
    try survey.extend(syncing: false)
    var cursor = EventCursor(survey)
    var rotations: [KeyRotation] = []
    try cursor.backwards(KeyRotation.stream, upTo: last) { event throws(Failure) in
      if let rotation = KeyRotation(event, of: identity) { rotations.append(rotation) }
      return true
    }
    return rotations.reversed()
  }
}

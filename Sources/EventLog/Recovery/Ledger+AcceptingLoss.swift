package import Diagnostics

extension Ledger {
  /// The numbers of events that are lost: they were durable, and are damaged or missing.
  ///
  /// `knownDurable` is as for `open`. Every batch of lines is read, so this takes as long as a replay.
  package static func losses(
    at folder: String, knownDurable: UInt64 = 0, files: any LedgerFiles = DiskFiles()
  ) throws(Failure) -> [ClosedRange<UInt64>] {
    try lossSurvey(LedgerFolder(path: folder, files: files), knownDurable).lost
  }

  /// The segments, by their first events, whose events are all there with bytes of no event between them.
  package static func displaced(
    at folder: String, knownDurable: UInt64 = 0, files: any LedgerFiles = DiskFiles()
  ) throws(Failure) -> [UInt64] {
    try lossSurvey(LedgerFolder(path: folder, files: files), knownDurable).damages.filter(\.lost.isEmpty).map(
      \.first)
  }

  private static func lossSurvey(
    _ folder: LedgerFolder, _ knownDurable: UInt64
  ) throws(Failure) -> LossSurvey {
    let identity = try LedgerIdentity.read(folder)
    let newest = try CheckpointFolder.newest(in: folder, identity)?.size ?? 0
    return try LossSurvey(folder, identity, knownDurable: max(newest, knownDurable))
  }

  /// Accepts that events are lost: their damaged files go to quarantine, a line `event.lost` stands in the place of each,
  /// and an event records the act; then opens the ledger, which goes on from there.
  ///
  /// `numbers` must be exactly what is lost; none, where events are only displaced: then they are put in their order again.
  /// Throws `bad-loss` where it is not, and what `open` throws.
  package static func acceptLoss(
    of numbers: [ClosedRange<UInt64>], at folder: String, signingKey: [UInt8], knownDurable: UInt64 = 0,
    acceptClock: Bool = false, environment: LedgerEnvironment = .real
  ) async throws(Failure) -> Ledger {
    let place = LedgerFolder(path: folder, files: environment.files)
    let identity = try LedgerIdentity.read(place)
    // A wrong key must not be found out behind the repair.
    _ = try SigningKey(signingKey, current: place, identity)
    try repair(numbers, LedgerHold(of: folder, environment: environment), knownDurable)
    return try await open(
      at: folder, signingKey: signingKey, knownDurable: knownDurable, acceptClock: acceptClock,
      environment: environment)
  }

  private static func repair(
    _ numbers: [ClosedRange<UInt64>], _ hold: LedgerHold, _ knownDurable: UInt64
  ) throws(Failure) {
    defer { withExtendedLifetime(hold) {} }
    let (folder, identity) = (hold.folder, hold.identity)
    try OpenedLedger.makeFolders(folder)
    let newest = try CheckpointFolder.newest(in: folder, identity)?.size ?? 0
    let survey = try LossSurvey(folder, identity, knownDurable: max(newest, knownDurable))
    guard !survey.damages.isEmpty, survey.lost == numbers.sorted(by: { $0.lowerBound < $1.lowerBound }) else {
      throw .notTheLoss(survey.lost, asked: numbers, at: folder.path)
    }
    try LossRepair(folder: folder, identity: identity).carryOut(survey, newestHead: newest)
  }
}

package import Diagnostics
import Instants

extension Ledger {
  /// Makes a ledger: folders, LEDGER, the first segment with `ledger.opened`, and a first signed head.
  ///
  /// `signingKey` is the 32 raw bytes of an Ed25519 key, which the caller keeps. `origin` is the name that checkpoints
  /// carry, `counterfoil.local/<short id>` where none is given. Throws `ledger-exists`, `wrong-key`, `read-only`,
  /// `disk-full`.
  package static func create(
    at folder: String, signingKey: [UInt8], origin: String? = nil, geometry: LedgerGeometry = .standard,
    environment: LedgerEnvironment = .real
  ) throws(Failure) -> LedgerIdentity {
    let place = LedgerFolder(path: folder, files: environment.files)
    guard try !environment.files.exists(place.identity), try environment.files.names(in: place.log).isEmpty
    else {
      throw .ledgerExists(folder)
    }
    if let origin {
      guard LedgerIdentity.isOrigin(origin) else {
        throw Failure(
          .badEvent, "the origin \"\(origin.prefix(80))\"", at: folder,
          remedy: "name it like a URL without its scheme, say ledger.example.org/customers")
      }
    }
    let id = LedgerID(environment.random(16))
    guard let id else { preconditionFailure("as many random bytes come as were asked for") }
    let key = try SigningKey(signingKey, name: origin ?? "")
    let identity = LedgerIdentity(
      id: id, createdAt: RFC3339.text(environment.time.now()), origin: origin, publicKey: key.publicKey,
      geometry: geometry)
    try place.files.change(.make(folder))
    try OpenedLedger.makeFolders(place)
    try place.files.install(Array(identity.text.utf8), as: place.identity, by: place.temporary("LEDGER"))
    var opened = try OpenedLedger(
      LedgerHold(of: folder, environment: environment), signingKey: signingKey, knownDurable: 0,
      now: nil)
    try opened.begin(environment)
    return identity
  }

  /// Opens a ledger for writing: takes the lock, mends a torn tail, refuses a hole.
  ///
  /// `knownDurable` is the position of a projection that names this ledger: so far the log must reach. `acceptClock`
  /// accepts a clock far behind the last event, which is then recorded as `clock.jumped`. `holding` is the lock where
  /// the caller has it already. Throws `ledger-missing`, `writer-held`, `ledger-damaged`, `clock-behind`, `newer-format`,
  /// `wrong-key`, `checkpoint-inconsistent`, `read-only`.
  package static func open(
    at folder: String, holding: LedgerHold? = nil, signingKey: [UInt8], knownDurable: UInt64 = 0,
    acceptClock: Bool = false, environment: LedgerEnvironment = .real
  ) async throws(Failure) -> Ledger {
    let executor = QueueExecutor(label: "event-log.ledger")
    let opening = OpeningRoom(executor: executor)
    let now = environment.time.now()
    let opened = try await opening.open(
      folder, holding, signingKey, knownDurable, acceptClock ? nil : now, environment)
    let ledger = try Ledger(opened, environment: environment, executor: executor)
    try await ledger.start(opened, now: now)
    return ledger
  }

  /// Records what opening found, and seals what was left over.
  private func start(_ opened: OpenedLedger, now: Int64) async throws(Failure) {
    let log = opened.log
    sealer.add(log.jobs)
    for rotation in opened.unrecordedRotations { try note(rotation.event) }
    let owed = try OwedEvents(folder: folder).all()
    for (_, event) in owed {
      do {
        try note(event)
      } catch  where error.code == .badEvent {
        continue  // a body that is no JSON: nobody of ours wrote it down
      }
    }
    if log.mark.at - now > ClockWatch.jumpMax {
      try note(ClockWatch.event(real: now, jump: now - log.mark.at))
    }
    do {
      try LedgerReserve(folder: folder, byteCount: environment.reserveBytes).setAside()
    } catch  where error.code == .diskFull {
      isOutOfSpace = true
    }
    await drain()
    try checkOpen()
    // What found no room stays owed; the refusal may have taken its number.
    if refusedNotes == 0 { try OwedEvents(folder: folder).settle(owed.map(\.path)) }
  }
}

extension Failure {
  static func clockBehind(now: Int64, last: Int64, at folder: String) -> Self {
    Self(
      .clockBehind,
      "the clock says \(RFC3339.text(now)), but the last event was recorded at \(RFC3339.text(last))",
      at: folder,
      remedy: "set the clock, or accept it with --accept-clock, which is recorded as an event")
  }
}

/// Runs the blocking work of opening on the queue that the ledger will have.
private actor OpeningRoom {
  private let executor: QueueExecutor
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

  init(executor: QueueExecutor) { self.executor = executor }

  func open(
    _ folder: String, _ holding: LedgerHold?, _ signingKey: [UInt8], _ knownDurable: UInt64,
    _ now: Int64?, _ environment: LedgerEnvironment
  ) throws(Failure) -> OpenedLedger {
    let hold: LedgerHold
    if let holding { hold = holding } else { hold = try LedgerHold(of: folder, environment: environment) }
    var opened = try OpenedLedger(hold, signingKey: signingKey, knownDurable: knownDurable, now: now)
    // The making of the ledger was interrupted before its first event was durable.
    if opened.log.mark.last == 0 { try opened.begin(environment) }
    return opened
  }
}

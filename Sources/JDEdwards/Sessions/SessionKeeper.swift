import Diagnostics
import HTTPTransport
import Instants

/// Keeps the sessions of this process and shares them with others through the sealed cache.
///
///     slot ── held here, young ───────────────────────────────> use
///       └─ none, old or refused ─> cache entry (locked) ── another one there, young ──> use
///                                        └─ none ─> breaker open? throw : log in ─> store, use
///
actor SessionKeeper {
  private static let entryName = "jde-sessions"

  private let settings: AISSettings
  private let cache: any SealedCache
  private let pacing: Pacing
  private let signIn: SignIn
  private var held: [Int: AISSession] = [:]
  /// Sessions that the server refused under a call.
  private(set) var lost = 0

  init(settings: AISSettings, cache: any SealedCache, pacing: Pacing, signIn: SignIn) {
    self.settings = settings
    self.cache = cache
    self.pacing = pacing
    self.signIn = signIn
  }

  /// The session of a slot; renewed by its age only where a cursor starts, never under one.
  func session(_ slot: Int, startsCursor: Bool) async throws(Failure) -> AISSession {
    if let session = held[slot], !startsCursor || !isOld(session) { return session }
    return try await take(slot)
  }

  /// A session in place of one that the server has refused; one that may still be alive is ended.
  func session(_ slot: Int, insteadOf refused: AISSession, isAlive: Bool) async throws(Failure) -> AISSession
  {
    if let session = held[slot], session.token != refused.token { return session }
    lost += 1
    return try await take(slot, refused: refused.token, isAlive: isAlive)
  }

  /// Logs out of every session that the cache knows for these settings, also those that a killed run left.
  func close() async throws(Failure) {
    held = [:]
    let (owner, signIn) = (settings.sessionFingerprint, signIn)
    try await cache.exclusively(Self.entryName) { (entry: inout [UInt8]?) async throws(Failure) -> Void in
      var shelf = SessionShelf(entry, owner: owner)
      for session in shelf.sessions.values { await signIn.logOut(session) }
      shelf.sessions = [:]
      entry = shelf.entry
    }
  }

  /// Closes the breaker, so that the same password is tried once more.
  func allowAnotherTry() async throws(Failure) {
    let owner = settings.sessionFingerprint
    try await cache.exclusively(Self.entryName) { (entry: inout [UInt8]?) async throws(Failure) -> Void in
      var shelf = SessionShelf(entry, owner: owner)
      shelf.refusal = nil
      entry = shelf.entry
    }
  }

  /// Whether these credentials were refused and are not tried again by themselves.
  func isRefused() async throws(Failure) -> Bool {
    let settings = settings
    return try await cache.exclusively(Self.entryName) {
      (entry: inout [UInt8]?) async throws(Failure) -> Bool in
      let refusal = SessionShelf(entry, owner: settings.sessionFingerprint).refusal
      return refusal?.credential == settings.credentialFingerprint
    }
  }

  private func isOld(_ session: AISSession) -> Bool {
    Self.isOld(session, now: pacing.seconds, settings: settings)
  }

  private static func isOld(_ session: AISSession, now: Int, settings: AISSettings) -> Bool {
    let age = now - session.opened
    return age < 0 || .seconds(age) >= settings.sessionAgeMax
  }

  private func take(
    _ slot: Int, refused: Secret? = nil, isAlive: Bool = false
  ) async throws(Failure) -> AISSession {
    held[slot] = nil
    let (settings, pacing, signIn) = (settings, pacing, signIn)
    let session = try await cache.exclusively(Self.entryName) {
      (entry: inout [UInt8]?) async throws(Failure) -> AISSession in
      var shelf = SessionShelf(entry, owner: settings.sessionFingerprint)
      let kept = shelf.sessions.removeValue(forKey: slot)
      if let kept {
        let isGood = kept.token != refused && !Self.isOld(kept, now: pacing.seconds, settings: settings)
        if isGood { return kept }
        if kept.token != refused || isAlive { await signIn.logOut(kept) }
      }
      entry = shelf.entry
      if let refusal = shelf.refusal, refusal.credential == settings.credentialFingerprint {
        let time = RFC3339.text(seconds: Int64(refusal.at))
        throw Failure.loginRefusedBefore(settings, at: time)
      }
      switch try await signIn.logIn() {
      case .opened(let session):
        shelf.sessions[slot] = session
        shelf.refusal = nil
        entry = shelf.entry
        return session
      case .refused(let status, let says):
        shelf.refusal = SessionShelf.Refusal(
          credential: settings.credentialFingerprint, at: pacing.seconds)
        entry = shelf.entry
        throw Failure.loginRefused(settings, status: status, says: says)
      }
    }
    held[slot] = session
    return session
  }
}

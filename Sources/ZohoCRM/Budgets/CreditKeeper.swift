import Diagnostics
import HTTPTransport
import Instants

/// Counts credits from the first call on, over all processes of a project: in memory, stored every few calls.
actor CreditKeeper {
  private static let entryName = "zoho-credits"
  /// Calls between two stores: a killed run forgets at most so many.
  private static let callsBetweenStores = 50
  /// How long what Zoho itself reports is believed.
  private static let reportSeconds = 600

  private let limit: Int
  private let owner: String
  private let cache: any SealedCache
  private let pacing: Pacing
  /// All that is known, ours and others'.
  private var known: CreditWindow?
  /// What of it the cache does not hold yet.
  private var unstored = CreditWindow()
  private var callsSinceStore = 0
  /// What Zoho said is left, and when.
  private var reported: (left: Int, at: Int)?

  init(settings: ZohoSettings, cache: any SealedCache, pacing: Pacing) {
    limit = settings.creditsPerDay
    owner = settings.owner
    self.cache = cache
    self.pacing = pacing
  }

  /// Takes the credits of one call, or says that they are spent and when some are free again.
  func spend(_ credits: Int) async throws(Failure) {
    if known == nil { try await store() }
    let now = pacing.seconds
    let window = known ?? CreditWindow()
    let spent = window.spent(at: now)
    guard spent + credits <= limit else {
      throw .creditsExhausted(
        used: spent, limit: limit, freeAt: Self.shown(window.freeAt(credits, limit: limit, from: now)))
    }
    if let reported, now - reported.at < Self.reportSeconds {
      guard reported.left >= credits else {
        throw .creditsExhausted(
          used: limit, limit: limit, freeAt: Self.shown(reported.at + Self.reportSeconds))
      }
      self.reported = (reported.left - credits, reported.at)
    }
    known?.spend(credits, at: now)
    unstored.spend(credits, at: now)
    callsSinceStore += 1
    if callsSinceStore >= Self.callsBetweenStores { try await store() }
  }

  /// What Zoho reports as left; it does so only once half of the day's credits are spent.
  func note(reportedLeft left: Int) {
    reported = (left, pacing.seconds)
  }

  /// Credits spent in the last 24 hours, as far as this process knows.
  func spent() async throws(Failure) -> Int {
    if known == nil { try await store() }
    return (known ?? CreditWindow()).spent(at: pacing.seconds)
  }

  /// Brings the cache and this process to the same count.
  func store() async throws(Failure) {
    let (added, owner, now) = (unstored, owner, pacing.seconds)
    unstored = CreditWindow()
    callsSinceStore = 0
    let merged: CreditWindow
    do throws(Failure) {
      merged = try await cache.exclusively(Self.entryName) {
        (entry: inout [UInt8]?) async throws(Failure) -> CreditWindow in
        var window = CreditWindow(entry, owner: owner)
        window.add(added)
        window.prune(at: now)
        entry = window.entry(owner: owner)
        return window
      }
    } catch {
      unstored.add(added)  // the next store brings it
      throw error
    }
    var total = merged
    total.add(unstored)  // what was spent while the cache was written
    known = total
  }

  private static func shown(_ second: Int?) -> String? {
    second.map { RFC3339.text(seconds: Int64($0)) }
  }
}

import Decisions
import Diagnostics
import EventLog
import JDEdwards
import ProjectFiles
import ZohoCRM

/// What both systems said of themselves before a run recorded anything: that they are the ledger's, and what time it is.
struct SystemMeeting: Sendable {
  let organisation: ZohoOrganisation
  /// Credits of the last 24 hours that were spent before this run.
  let creditsBefore: Int
  /// Systems whose clock is further from ours than `skewMaxSeconds`, which was accepted, with the seconds that ours is ahead.
  let clocksAway: [Side: Int]

  /// How far our clock may be away from a system's (`Date` of its answers): which value is newer, and which address is
  /// today's, cannot be told by one that is further off (`ledger-format.md`, "Clocks").
  static let skewMaxSeconds = 300

  /// Asks both systems; `bound` are those that the ledger belongs to, nil where it belongs to none yet.
  ///
  /// - Throws: `other-system` and `clock-away`, which refuse the run, and whatever a system that does not answer says.
  static func hold(
    _ systems: Systems, environment: String, bound: LedgerBound?, acceptsClock: Bool
  ) async throws(Failure) -> SystemMeeting {
    if let bound, bound.environment != environment {
      throw .otherSystem("JD Edwards environment", found: environment, bound: bound.environment)
    }
    var away: [Side: Int] = [:]
    func look(at side: Side, _ name: String, _ ahead: Int?) throws(Failure) {
      guard let ahead, ahead.magnitude > skewMaxSeconds else { return }
      guard acceptsClock else { throw .clockAway(from: name, bySeconds: ahead) }
      away[side] = ahead
    }
    // Both clocks before anything else: one system's silence must not hide what the other says of the time.
    let jdeAnswer = await attempt { () async throws(Failure) in try await systems.jde.askTime() }
    try look(at: .jde, "JD Edwards", systems.jde.secondsAhead)
    let creditsBefore = try await systems.zoho.creditsSpent()
    let zohoAnswer = await attempt { () async throws(Failure) in try await systems.zoho.organisation() }
    try look(at: .zoho, "Zoho", systems.zoho.secondsAhead)
    try jdeAnswer.get()
    let organisation = try zohoAnswer.get()
    if let bound, bound.organisation != organisation.id {
      throw .otherSystem("Zoho organisation", found: organisation.id, bound: bound.organisation)
    }
    // Only an environment that has let us in is one: a slip of the pen must not bind for ever.
    _ = try await systems.jde.signIn()
    return SystemMeeting(organisation: organisation, creditsBefore: creditsBefore, clocksAway: away)
  }
}

extension Failure {
  /// Whether it refuses a run for its clock or its systems, so that nothing of it may come into the ledger.
  var refusesRun: Bool { [.clockAway, .clockBehind, .otherSystem].contains(code) }
}

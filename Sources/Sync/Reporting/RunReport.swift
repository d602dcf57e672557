package import JSONText

/// What one `apply` or `sync` did, for people and for `--json`.
package struct RunReport: Hashable, Sendable {
  /// Records that Zoho got.
  package var created = 0
  /// Records of Zoho that were changed.
  package var updated = 0
  /// Records that were found and paired.
  package var linked = 0
  /// Writes that were read back.
  package var confirmed = 0
  /// Decisions recorded and not sent: writes off, or a direction not enabled.
  package var held = 0
  /// Questions which record this is.
  package var reviewsOpen = 0
  /// Fields that both sides changed.
  package var conflictsOpen = 0
  /// Values of either system that cannot be read.
  package var unreadable = 0
  /// Writes that failed and wait, alone, for a change or a person.
  package var parked = 0
  /// Writes whose outcome is still not known.
  package var unknown = 0
  /// Records of a plan that moved after it was made.
  package var skippedMoved: [String] = []
  /// Brakes that stopped a stream, in words.
  package var brakes: [String] = []
  /// Sources that are known up to no time, because their server says none: `zoho Accounts`; the next run reads them again.
  package var timeless: [String] = []
  /// Items of a plan that are still to do.
  package var left = 0
  /// Calls by kind, such as `query/F0101`.
  package var callsJDE: [String: Int] = [:]
  /// Calls by kind, such as `insert/Accounts`.
  package var callsZoho: [String: Int] = [:]
  /// Credits of Zoho that this run spent.
  package var credits = 0
  /// Rows read from both systems.
  package var rowsRead = 0
  /// Seconds by step, measured with the environment's clock.
  package var seconds: [String: Double] = [:]

  package init() {}

  /// The exit code of a run that came to its end: 6 where a brake stopped a stream, 5 where writes were refused, 4 where
  /// records wait for a person, else 0.
  package var exitCode: Int32 {
    if !brakes.isEmpty { return 6 }
    if parked > 0 { return 5 }
    return needsPerson ? 4 : 0
  }

  /// Some records wait for a person, or were parked.
  package var needsPerson: Bool {
    reviewsOpen > 0 || conflictsOpen > 0 || unreadable > 0 || parked > 0 || unknown > 0
      || !skippedMoved.isEmpty
      || !brakes.isEmpty
  }

  /// The report as one object.
  package var json: JSONValue {
    var object = JSONObject()
    for (name, count) in [
      ("created", created), ("updated", updated), ("linked", linked), ("confirmed", confirmed),
      ("held", held),
      ("reviews_open", reviewsOpen), ("conflicts_open", conflictsOpen), ("unreadable", unreadable),
      ("parked", parked),
      ("unknown", unknown), ("left", left), ("rows_read", rowsRead), ("credits", credits),
    ] {
      object[name] = JSONValue(count)
    }
    object["skipped_moved"] = .array(skippedMoved.map { JSONValue($0) })
    object["brakes"] = .array(brakes.map { JSONValue($0) })
    object["timeless"] = .array(timeless.map { JSONValue($0) })
    object["calls_jde"] = counts(callsJDE)
    object["calls_zoho"] = counts(callsZoho)
    return .object(object)
  }

  private func counts(_ calls: [String: Int]) -> JSONValue {
    var object = JSONObject()
    for (name, count) in calls.sorted(by: { $0.key < $1.key }) { object.append(name, JSONValue(count)) }
    return .object(object)
  }
}

import AISSimulator
import JSONText
import SimulatedCompanies
import TestSupport
import Testing
import ZohoSimulator

/// What both systems themselves wrote down: what they showed when, what was written when, and how it was before.
///
/// What the program can know at an instant is what had been shown to it or written by it by then. A call that ended
/// just before the instant may not be in the log yet, so that both states are right for a moment.
struct SystemJournals {
  private let before: ShownState
  private let jde: JSONValue
  private let zoho: JSONValue
  private let calls: [LoggedCall]
  private let zohoCalls: [Int: LoggedCall]
  /// How long after the end of a call its events may still be on their way into the log, in microseconds.
  private static let lag = 400_000

  /// Switches both journals on, lets `body` happen, and takes down what was written.
  static func taken(of systems: TwoSystems, _ body: () async throws -> Void) async throws -> SystemJournals {
    let before = try systems.shown()
    try systems.jdeControl("POST", "/control/journal", ["reads": true])
    try systems.zohoControl("POST", "/control/journal", ["reads": true])
    try await body()
    let zohoCalls = systems.zoho.server().calls
    return SystemJournals(
      before: before, jde: try systems.jdeControl("GET", "/control/journal"),
      zoho: try systems.zohoControl("GET", "/control/journal"),
      calls: (systems.ais.server().calls + zohoCalls).sorted { $0.time < $1.time },
      zohoCalls: Dictionary(zohoCalls.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first }))
  }

  /// Random instants between two calls, in the order of time.
  func gaps(count: Int, using random: inout SeededGenerator) throws -> [WallTime] {
    var gaps: [WallTime] = []
    var latest = try #require(calls.first?.end)
    for call in calls.dropFirst() {
      if call.time > latest {
        gaps.append(WallTime(microseconds: (latest.microseconds + call.time.microseconds) / 2))
      }
      latest = max(latest, call.end ?? latest)
    }
    try #require(gaps.count >= count, "there are gaps to choose from")
    return gaps.shuffled(using: &random).prefix(count).sorted()
  }

  /// The credit limits that JDE had shown of a number, sorted; each list is right.
  func limits(of number: String, at instant: WallTime) throws -> Set<[Double]> {
    let rows = before.rows("F03012", of: number)
    return Set(
      try edges(of: instant).map { edge in
        try rows.compactMap { row in
          let key = "\(number)/\(row.text("CO"))"
          let read = try reads(jde, "F03012", key).last { $0.end <= edge }
          return try read.flatMap { read in
            try value("ACL", of: row, changes(jde, "F03012", key).filter { $0.time <= read.time })
          }
        }.sorted()
      })
  }

  /// What was known of an account: whether it was linked, and its credit limit; every member is right.
  func account(_ id: String, at instant: WallTime) throws -> (isLinked: Set<Bool>, limits: Set<Double?>) {
    let changes = try changes(zoho, "Accounts", id)
    let old = before.accounts.first { $0.text("id") == id }
    let own = changes.filter { $0.call > 0 && zohoCalls[$0.call]?.isDelivered == true }
    let written = own.compactMap { change in
      zohoCalls[change.call]?.end.map { (time: change.time, end: $0) }
    }
    var isLinked: Set<Bool> = []
    var limits: Set<Double?> = []
    for edge in edges(of: instant) {
      let isWritten = written.contains { $0.end <= edge }
      // A record that was found is linked somewhere between the plan and the first write to it.
      isLinked.formUnion(isWritten ? [true] : old == nil || edge < firstWrite ? [false] : [true, false])
      let known = (try reads(zoho, "Accounts", id) + written).filter { $0.end <= edge }.max {
        $0.end < $1.end
      }
      limits.insert(
        known.flatMap { known in
          value("Credit_Limit", of: old ?? .null, changes.filter { $0.time <= known.time })
        })
    }
    return (isLinked, limits)
  }

  private func edges(of instant: WallTime) -> [WallTime] {
    [instant, WallTime(microseconds: instant.microseconds - Self.lag)]
  }

  private var firstWrite: WallTime {
    let first = zohoCalls.values.filter {
      $0.method == "PUT" || $0.path.hasSuffix("ts") && $0.method == "POST"
    }
    .map(\.time).min()
    return WallTime(microseconds: (first?.microseconds ?? 0) - Self.lag)
  }

  private func reads(
    _ journal: JSONValue, _ place: String, _ key: String
  ) throws -> [(time: WallTime, end: WallTime)] {
    try (journal["reads"]?.array ?? []).filter { read in
      read.text("place") == place && read["delivered"]?.bool == true
        && read["keys"]?.array?.contains(JSONValue(key)) == true
    }.map { read in
      (
        try #require(WallTime(iso: read.text("time"))), try #require(WallTime(iso: read.text("end")))
      )
    }
  }

  private func changes(
    _ journal: JSONValue, _ place: String, _ key: String
  ) throws -> [(time: WallTime, call: Int, after: JSONValue)] {
    try (journal["changes"]?.array ?? []).filter { $0.text("place") == place && $0.text("key") == key }
      .map { change in
        (
          try #require(WallTime(iso: change.text("time"))), change["call"]?.int ?? 0, change["after"] ?? .null
        )
      }
  }

  /// A field after some changes, in their order.
  private func value(
    _ field: String, of record: JSONValue, _ changes: [(time: WallTime, call: Int, after: JSONValue)]
  ) -> Double? {
    var text = record.text(field)
    for change in changes where change.after[field] != nil { text = change.after.text(field) }
    return Double(text)
  }
}

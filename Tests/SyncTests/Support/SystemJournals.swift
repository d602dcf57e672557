import AISSimulator
import JSONText
import SimulatedCompanies
import TestSupport
import Testing
import ZohoSimulator

/// What both systems themselves wrote down: what they showed when, what was written when, and how it was before.
///
/// What the program can know at an instant is what had been shown to it or written by it by then. Calls that ended
/// just before the instant may not be in the log yet, so that the state behind each of them is right for a moment.
struct SystemJournals {
  private let jde: [String: [String: RecordStory]]
  private let zoho: [String: [String: RecordStory]]
  private let calls: [LoggedCall]
  private let zohoCalls: [Int: LoggedCall]
  private let firstWrite: WallTime
  /// How long after the end of a call its events may still be on their way into the log, in microseconds.
  private static let lag = 400_000

  /// Switches both journals on, lets `body` happen, and takes down what was written.
  static func taken(of systems: TwoSystems, _ body: () async throws -> Void) async throws -> SystemJournals {
    let before = try systems.shown()
    try systems.jdeControl("POST", "/control/journal", ["reads": true])
    try systems.zohoControl("POST", "/control/journal", ["reads": true])
    try await body()
    let zohoCalls = systems.zoho.server().calls
    var rows: [String: [String: JSONObject]] = [:]
    for table in JDETable.all {
      let keys = table.key.map { table.columns[$0].alias }
      for row in before.rows(table.name) {
        let key = keys.map { row.text($0).isEmpty ? "-" : row.text($0) }.joined(separator: "/")
        rows[table.name, default: [:]][key] = row.object
      }
    }
    let records = ["Accounts": before.accounts, "Contacts": before.contacts].mapValues { records in
      Dictionary(records.map { ($0.text("id"), $0.object ?? [:]) }, uniquingKeysWith: { first, _ in first })
    }
    return SystemJournals(
      jde: try RecordStory.all(in: systems.jdeControl("GET", "/control/journal"), before: rows),
      zoho: try RecordStory.all(in: systems.zohoControl("GET", "/control/journal"), before: records),
      calls: (systems.ais.server().calls + zohoCalls).sorted { $0.time < $1.time },
      zohoCalls: Dictionary(zohoCalls.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first }),
      firstWrite: WallTime(
        microseconds: (systems.writeCalls.map(\.time.microseconds).min() ?? 0) - Self.lag))
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

  /// The rows of a number that JDE had shown, by table and key as `F0111/4000/1`; each state is right.
  func rows(of number: String, at instant: WallTime) -> [[String: JSONObject]] {
    var own: [String: RecordStory] = [:]
    for (table, stories) in jde {
      for (key, story) in stories where key.split(separator: "/").first == Substring(number) {
        own["\(table)/\(key)"] = story
      }
    }
    return edges(of: instant, own.values.flatMap(\.reads)).map { edge in
      own.compactMapValues { story in
        story.reads.last { $0.end <= edge }.map { story.record(at: $0.time) }
      }
    }
  }

  /// What was known of a Zoho record: whether it was linked, and its fields; every member is right.
  func record(
    _ module: String, _ id: String, at instant: WallTime
  ) -> (linked: Set<Bool>, states: [JSONObject]) {
    guard let story = zoho[module]?[id] else { return ([false], []) }
    let written = story.changes.compactMap { change -> RecordStory.Sight? in
      guard change.call > 0, let call = zohoCalls[change.call], call.isDelivered, let end = call.end else {
        return nil
      }
      return RecordStory.Sight(time: change.time, end: end)
    }
    var linked: Set<Bool> = []
    var states: [JSONObject] = []
    for edge in edges(of: instant, story.reads + written) {
      linked.formUnion(
        story.before == nil
          ? pairings(ofMade: story.reads.filter { $0.end <= edge }, after: written.first)
          : pairings(ofFound: written.contains { $0.end <= edge }, at: edge))
      let known = (story.reads + written).filter { $0.end <= edge }.max { $0.end < $1.end }
      if let known { states.append(story.record(at: known.time)) }
    }
    return (linked, states)
  }

  /// A record that was found is linked somewhere between the plan and the first write to it.
  private func pairings(ofFound isWritten: Bool, at edge: WallTime) -> Set<Bool> {
    isWritten ? [true] : edge < firstWrite ? [false] : [true, false]
  }

  /// A record that we made is linked once it was read back; a read so soon after the write that another could have come
  /// in the same second leaves both.
  private func pairings(ofMade reads: [RecordStory.Sight], after made: RecordStory.Sight?) -> Set<Bool> {
    guard let made, let last = reads.last(where: { $0.time >= made.end }) else { return [false] }
    return last.time.microseconds - made.time.microseconds > 3_000_000 ? [true] : [true, false]
  }

  /// The instant, and the end of each sight that may not be in the log yet, back to the last one that is.
  private func edges(of instant: WallTime, _ sights: [RecordStory.Sight]) -> [WallTime] {
    let earliest = WallTime(microseconds: instant.microseconds - Self.lag)
    let ends = sights.map(\.end).filter { $0 > earliest && $0 < instant }
    return [instant] + ends.sorted().reversed() + [earliest]
  }
}

/// What happened to one record of an imitated system.
struct RecordStory {
  /// A call that showed it or wrote it, and when that was over.
  struct Sight {
    let time: WallTime
    let end: WallTime
  }

  /// As it was before everything; nil where it was not there.
  var before: JSONObject?
  fileprivate(set) var reads: [Sight] = []
  fileprivate(set) var changes: [(time: WallTime, call: Int, after: JSONObject)] = []

  /// The record at an instant.
  func record(at instant: WallTime) -> JSONObject {
    var record = before ?? [:]
    for change in changes where change.time <= instant {
      for member in change.after { record[member.key.value] = member.value }
    }
    return record
  }

  /// The stories of all records, by place and key.
  fileprivate static func all(
    in journal: JSONValue, before: [String: [String: JSONObject]]
  ) throws -> [String: [String: RecordStory]] {
    var stories = before.mapValues { $0.mapValues { RecordStory(before: $0) } }
    for change in journal["changes"]?.array ?? [] {
      let time = try #require(WallTime(iso: change.text("time")))
      stories[change.text("place"), default: [:]][change.text("key"), default: RecordStory()].changes
        .append((time, change["call"]?.int ?? 0, change["after"]?.object ?? [:]))
    }
    for read in journal["reads"]?.array ?? [] where read["delivered"]?.bool == true {
      let sight = Sight(
        time: try #require(WallTime(iso: read.text("time"))),
        end: try #require(WallTime(iso: read.text("end"))))
      for key in read["keys"]?.array?.compactMap(\.string) ?? [] {
        stories[read.text("place"), default: [:]][key, default: RecordStory()].reads.append(sight)
      }
    }
    return stories
  }
}

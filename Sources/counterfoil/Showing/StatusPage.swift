import Decisions
import Diagnostics
import EventLog
import Foundation
import Instants
import JSONText
import ProjectFiles
import Projections
import Sync

/// What `status` shows, gathered from the projection and the disk.
struct StatusPage {
  private let head: UInt64
  private let position: UInt64
  private let newestAt: String?
  private let settings: SettingsState
  private let counts: StateCounts
  private let watermarks: [NamedWatermark]
  private let polls: [PollRow]
  private let commands: [CommandRow]
  private let alarms: [ConditionRow]
  /// The value that has been unreadable longest; none where all can be read.
  private let unreadable: UnreadableList
  private let growth: LogGrowth
  private let creditsPerDay: Int?
  /// Records whose key stands on another record of Zoho, as far as they are named.
  private let keysElsewhere: [OwedRow]
  /// How far the ledger was verified, and when; nil where that was never done.
  private let verified: (size: UInt64, at: String)?
  /// The run that was refused since the last command, for a clock or for the systems that it reached.
  private let refused: RefusalLog.Refusal?
  private let paint: Paint

  /// Records that are named, of those whose key stands elsewhere.
  private static let keysMax = 3
  /// Commands that are looked through for the credits of the last 24 hours.
  private static let commandsMax = 1_000

  /// Reads everything; a configuration that cannot be read only leaves out what it alone knows.
  ///
  /// Throws `ledger-damaged` where anything of the ledger that can be seen without reading its events is.
  init(view: ProjectView, folder: ProjectFolder, paint: Paint) async throws(Failure) {
    head = try view.reader.refresh()
    position = try await view.store.position()
    try view.reader.requireSound(through: max(position, folder.places.seen(by: view.reader.identity)))
    verified = try VerifiedHead.lastKept(at: folder.ledger).map { ($0.head.size, $0.at) }
    newestAt = try await view.store.positionAt()
    settings = try await view.store.settings()
    counts = try await view.store.counts()
    keysElsewhere = try await view.store.owed(reason: DecisionMade.Owed.keyStandsOn, limit: Self.keysMax)
    watermarks = try await view.store.watermarks()
    polls = try await view.store.polls()
    let commands = try await view.store.commands(limit: Self.commandsMax)
    self.commands = commands
    let lastRefusal = try RefusalLog(project: folder.path).all().last
    // By the ledger's numbers: the clock that is in doubt says nothing of before and after.
    refused = lastRefusal.flatMap { $0.head >= (commands.first?.sequence ?? 0) ? $0 : nil }
    alarms = try await view.store.conditions().filter(\.isAlarm)
    let owed = try await view.store.owed(reason: DecisionMade.Owed.unreadable, limit: 1)
    unreadable = UnreadableList(rows: owed, names: try await RecordNames(of: owed.map(\.key), in: view.store))
    growth = LogGrowth(folder: folder, since: try view.reader.event(1)?.at)
    creditsPerDay = (try? folder.project())?.file.zoho.creditsPerDay  // `validate` says what is wrong with it
    self.paint = paint
  }

  var answer: Answer {
    var table = TextTable()
    table.add(["ledger", "\(head.counted("event")), newest \(newestAt ?? "none"); \(growth.sentence)"])
    table.add(["verified", Self.verifiedSentence(verified, head: head)])
    table.add(["state", stateSentence])
    table.add(["JDE's date", settings.jdeDay?.value ?? "not asked yet"])
    for mark in watermarks {
      let poll = polls.first { $0.side == mark.side && $0.name == mark.name }
      table.add(["\(mark.side.shown) \(mark.name)", "known up to \(mark.watermark.to)\(pollSentence(poll))"])
    }
    for poll in timeless {
      table.add([
        paint(.bad, "no time"),
        "\(poll.side.shown) \(poll.name)\(pollSentence(poll)): no answer said a time that counts, "
          + "so that the next run reads it again",
      ])
    }
    for (entity, count) in counts.linked.sorted(by: { $0.key < $1.key }) {
      table.add(["linked \(entity)", count.grouped])
    }
    for (name, count, verb) in queues where count > 0 {
      let first = name == Self.unreadableValues ? unreadable.first.map { ", the first: \($0)" } ?? "" : ""
      table.add([name, "\(count.grouped)\(first)  (counterfoil \(verb ?? "owed"))"])
    }
    for row in keysElsewhere { table.add(["", KeyElsewhereText(row).line]) }
    table.add(["credits, 24 h", creditSentence])
    if let last = commands.first { table.add(["last command", commandSentence(last)]) }
    if let refused {
      table.add([
        paint(.bad, "refused"),
        "\(refused.verb) by \(refused.user) \(refused.at.shortInstant): \(refused.message)",
      ])
    }
    for alarm in alarms {
      table.add([paint(.bad, "alarm"), "\(alarm.kind.rawValue) \(alarm.stream) since \(alarm.at)"])
    }
    return Answer(summary, lines: table.lines, result: json)
  }

  private var summary: String {
    let waiting = queues.filter { $0.2 != nil }.reduce(0) { $0 + $1.1 }
    if let refused {
      return paint(.bad, "the last run was refused: \(refused.code)") + ", \(waiting) waiting"
    }
    if !alarms.isEmpty {
      return paint(.bad, alarms.count.counted("alarm") + ", \(waiting) waiting for a person")
    }
    return waiting == 0 ? "nothing waits for a person" : "\(waiting.grouped) waiting for a person"
  }

  private static let unreadableValues = "unreadable values"

  private var queues: [(String, Int, String?)] {
    let open = OperationState.open.reduce(0) { $0 + (counts.operations[$1] ?? 0) }
    return [
      ("to review", counts.openReviews, "links --review"), ("conflicts", counts.openConflicts, "conflicts"),
      (Self.unreadableValues, counts.unreadable, "failed"),
      ("keys on other records", counts.keysElsewhere, "failed"),
      ("failed writes", counts.operations[.failed] ?? 0, "failed"), ("open writes", open, "ops"),
      ("events out of order", counts.faults, "history RECORD"),
      ("waiting for another record", counts.waiting, nil), ("held back", counts.held, nil),
    ]
  }

  private var stateSentence: String {
    let behind = head - min(head, settings.decidedThrough)
    let folded = head == position ? "" : "; the projection is at event \(position)"
    return "decided through event \(settings.decidedThrough), \(behind.counted("event")) later\(folded)"
  }

  /// What is known of the events themselves, which opening does not look at.
  static func verifiedSentence(_ verified: (size: UInt64, at: String)?, head: UInt64) -> String {
    guard let verified else {
      return "never; `counterfoil verify` derives every checksum, hash and signature again"
    }
    let through = "through event \(verified.size.grouped) at \(verified.at.shortInstant)"
    guard verified.size < head else { return through }
    return "\(through); not verified since: \((head - verified.size).counted("event"))"
  }

  private func pollSentence(_ poll: PollRow?) -> String {
    guard let poll else { return "" }
    guard poll.isCompleted, let at = poll.completedAt else {
      return "; a read of it broke off at page \(poll.page)"
    }
    let skew = poll.skewSeconds.map { $0.magnitude > 5 ? ", its clock differs by \($0) s" : "" } ?? ""
    return
      "; read \(at.shortInstant), \(poll.rows.counted("row")), \((poll.changed ?? 0).grouped) changed\(skew)"
  }

  /// Sources whose newest reading came to its end and moved nothing, because their server said no time.
  private var timeless: [PollRow] { polls.filter { $0.isCompleted && $0.serverTime == nil } }

  private func commandSentence(_ command: CommandRow) -> String {
    var ending = command.exitCode.map { "exit code \($0)" } ?? "no end recorded: running, or killed"
    if let failure = command.failure { ending += ", \(failure.code): \(failure.message)" }
    return "\(command.verb) by \(command.user) \(command.startedAt.shortInstant), \(ending)"
  }

  /// Credits that the commands of the last 24 hours spent.
  private var creditsUsed: Int {
    guard let newest = newestAt.flatMap(RFC3339.microseconds) else { return 0 }
    return commands.filter { command in
      (RFC3339.microseconds(command.startedAt) ?? 0) > newest - 86_400_000_000
    }.reduce(0) { $0 + min(max(0, $1.figures?["credits"]?.int ?? 0), BodyReader.countMax) }
  }

  private var creditSentence: String {
    creditsUsed.grouped + (creditsPerDay.map { " of \($0.grouped)" } ?? "") + " used by this project"
  }

  private var refusalJSON: JSONValue {
    guard let refused else { return .null }
    return [
      "at": JSONValue(refused.at), "verb": JSONValue(refused.verb), "code": JSONValue(refused.code),
      "message": JSONValue(refused.message),
    ]
  }

  private var json: JSONValue {
    var marks: [JSONValue] = []
    for mark in watermarks {
      let poll = polls.first { $0.side == mark.side && $0.name == mark.name }
      marks.append([
        "side": JSONValue(mark.side.rawValue), "name": JSONValue(mark.name),
        "to": JSONValue(mark.watermark.to),
        "read_at": JSONValue(poll?.completedAt), "rows": poll.map { JSONValue($0.rows) } ?? .null,
      ])
    }
    var linked = JSONObject()
    for (entity, count) in counts.linked.sorted(by: { $0.key < $1.key }) {
      linked.append(entity, JSONValue(count))
    }
    var waiting = JSONObject()
    for (name, count, _) in queues { waiting.append(name.replacing(" ", with: "_"), JSONValue(count)) }
    return [
      "head": JSONValue(head),
      "verified_through": verified.map { JSONValue($0.size) } ?? .null,
      "verified_at": JSONValue(verified?.at),
      "refused": refusalJSON,
      "newest_at": JSONValue(newestAt), "position": JSONValue(position),
      "decided_through": JSONValue(settings.decidedThrough), "jde_day": JSONValue(settings.jdeDay?.value),
      "keys_elsewhere": .array(keysElsewhere.map { KeyElsewhereText($0).json }),
      "watermarks": .array(marks),
      "timeless": .array(
        timeless.map { ["side": JSONValue($0.side.rawValue), "name": JSONValue($0.name)] }),
      "linked": .object(linked), "queues": .object(waiting),
      "first_unreadable": unreadable.json.array?.first ?? .null,
      "credits_used": JSONValue(creditsUsed),
      "credits_per_day": creditsPerDay.map { JSONValue($0) } ?? .null,
      "ledger_bytes": JSONValue(growth.bytes), "disk_free_bytes": growth.free.map { JSONValue($0) } ?? .null,
      "days_until_full": growth.daysUntilFull.map { JSONValue($0) } ?? .null,
      "alarms": .array(
        alarms.map {
          ["kind": JSONValue($0.kind.rawValue), "stream": JSONValue($0.stream), "at": JSONValue($0.at)]
        }),
    ]
  }
}

extension Side {
  /// The system's name as people say it.
  var shown: String { self == .jde ? "JDE" : "Zoho" }
}

extension String {
  /// An instant without its decimals: `2026-07-14 09:30:00Z`.
  var shortInstant: String {
    guard hasSuffix("Z") else { return self }
    return prefix { $0 != "." && $0 != "Z" }.replacing("T", with: " ") + "Z"
  }
}

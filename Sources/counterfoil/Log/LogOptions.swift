import ArgumentParser
import Decisions
import Diagnostics
import EventLog
import Forensics
import ProjectFiles

/// The filters of `log cat`, `log tail` and `log stat`.
struct LogOptions: ParsableArguments, Sendable {
  @Option(
    help: ArgumentHelp(
      "Events from this instant or number on: 2026-07-14T09:30:00Z, #1234.", valueName: "when"))
  var since: String?

  @Option(help: ArgumentHelp("Events up to this instant or number.", valueName: "when"))
  var until: String?

  @Option(
    help: ArgumentHelp(
      "Only this kind; a star at the end stands for any rest (may be repeated).", valueName: "kind"))
  var kind: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only this stream; a star at the end stands for any rest (may be repeated).", valueName: "stream"))
  var stream: [String] = []

  @Option(help: ArgumentHelp("Only what the command with this number did.", valueName: "seq"))
  var run: UInt64?

  /// Every kind that an event can have.
  static let kinds = Set(EventKind.allCases.map(\.rawValue) + OwnEvents.kinds)

  func validate() throws {
    guard let wrong = kind.first(where: { !$0.hasSuffix("*") && !Self.kinds.contains($0) }) else { return }
    let remedy = NearestName.remedy(
      wrong, among: Self.kinds.sorted(), otherwise: "`counterfoil log stat` lists those that are there")
    throw ValidationError("\"\(wrong)\" is no kind of event; \(remedy)")
  }

  /// The filter over a ledger: instants become numbers.
  func filter(over reader: LedgerReader) throws(Failure) -> LogFilter {
    var filter = LogFilter()
    if let since { filter.from = try Moment(since).firstSequence(in: reader) }
    if let until { filter.through = try Moment(until).limit(in: reader) }
    filter.kinds = kind.map(LogFilter.Pattern.init)
    filter.streams = stream.map(LogFilter.Pattern.init)
    filter.run = run
    return filter
  }
}

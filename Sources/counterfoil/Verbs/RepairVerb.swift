import ArgumentParser
import Diagnostics
import EventLog
import Projections
import JSONText
import ProjectFiles
import Sync

/// `repair`: names the events that are lost, and gives them up when told to.
struct RepairVerb: Verb {
  static let verb = "repair"
  static let configuration = CommandConfiguration(
    commandName: verb,
    abstract: "Name the events that are lost, and give them up with --accept-loss.",
    discussion: """
      Without --accept-loss nothing is changed. With it, exactly the lost events must be named, once for each range:
      their damaged files go to ledger/quarantine, a line event.lost stands in the place of each, and loss.accepted
      records the act. Numbers stay. Where all events are there, and bytes of no event stand between them, `--accept-loss none`
      puts them in their order again. Signed heads that rest on lost events can never be checked again: restore the
      files from a backup where there is one.
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var clock: ClockOptions

  @Option(
    name: .customLong("accept-loss"),
    help: ArgumentHelp("Give these events up: 17, 17-20 or none. May be repeated.", valueName: "first-last"))
  var ranges: [String] = []

  func answer(in console: Console) async throws(Failure) -> Answer {
    let places = LedgerPlaces(project: try common.project.project().file)
    let identity = try LedgerReader.open(at: places.ledger).identity
    let seen = places.seen(by: identity)
    var numbers: [ClosedRange<UInt64>] = []
    for range in ranges where ranges != ["none"] { numbers.append(try Self.numbers(range)) }
    guard !ranges.isEmpty else {
      let lost = try Ledger.losses(at: places.ledger, knownDurable: seen)
      if lost.isEmpty, let first = try Ledger.displaced(at: places.ledger, knownDurable: seen).first {
        throw .displaced(first)
      }
      return Self.answer(to: lost)
    }
    if !numbers.isEmpty {
      // It holds what the lost events said, which no rebuild would say again. How far it had seen the log is kept first:
      // whatever happens before they are given up, the log is known to be too short.
      try places.keep(seen, of: identity)
      try SetAside.projection(at: places.projection, because: "events that it was folded from are given up")
    }
    let (acceptsClock, lost) = (clock.acceptClock, numbers)
    let ledger = try await places.open { key throws(Failure) in
      try await Ledger.acceptLoss(
        of: lost, at: places.ledger, signingKey: key, knownDurable: seen, acceptClock: acceptsClock)
    }
    try await ledger.close()
    let words = ranges.joined(separator: ", ")
    return Answer(
      "\(numbers.isEmpty ? "no event is" : "events \(words) are") given up; the damaged files lie in \(places.ledger)/quarantine",
      result: ["accepted": JSONValue(words)])
  }

  private static func answer(to lost: [ClosedRange<UInt64>]) -> Answer {
    guard !lost.isEmpty else {
      return Answer("no event is lost", result: ["lost": JSONValue("")])
    }
    let words = lost.map { "\($0.lowerBound)-\($0.upperBound)" }
    return Answer(failures: [
      Failure(
        .ledgerDamaged, "these events are lost: \(words.joined(separator: ", "))", at: "ledger",
        remedy: "restore the files from a backup, or give them up: counterfoil repair "
          + words.map { "--accept-loss \($0)" }.joined(separator: " "))
    ])
  }

  private static func numbers(_ text: String) throws(Failure) -> ClosedRange<UInt64> {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { UInt64($0) }
    guard let first = ends.first.flatMap({ $0 }), let last = ends.last.flatMap({ $0 }), ends.count <= 2,
      first > 0,
      first <= last
    else {
      throw Failure(
        .badLoss, "\"\(text)\" is no range of events", at: "--accept-loss", remedy: "write 17, 17-20, or none"
      )
    }
    return first...last
  }
}

extension Failure {
  fileprivate static func displaced(_ first: UInt64) -> Self {
    Self(
      .ledgerDamaged,
      "no event is lost, but bytes of no event stand between those of the segment of event \(first)",
      at: "ledger",
      remedy: "restore the file from a backup, or put its events in their order again: "
        + "counterfoil repair --accept-loss none")
  }
}

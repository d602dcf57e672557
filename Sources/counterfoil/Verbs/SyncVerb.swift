import ArgumentParser
import Decisions
import Diagnostics
import Sync

/// `sync`: one unattended cycle.
struct SyncVerb: Verb {
  static let verb = "sync"
  static let configuration = CommandConfiguration(
    commandName: verb,
    abstract: "Poll, decide, write where writes are on, and read back.",
    discussion: """
      Creates nothing for an entity before a plan of it was applied to its end. Brakes stop a stream that would \
      change more than its share; plan, then apply, is the way on.

      --full reads both systems whole instead of what changed: it finds values that changed without a date, rows of \
      JD Edwards that do not show any more, and records that went in Zoho. Where it is cut off, the next --full goes on \
      behind the last page of JD Edwards that it has recorded.

      Records that are named (customer/4242) are decided about at once, and no others.
      """)

  @Argument(help: ArgumentHelp("Only these records: customer/4242.", valueName: "record"))
  var records: [String] = []

  @Flag(help: "Read both systems whole, not only what changed since the last reading.")
  var full = false
  @OptionGroup var common: CommonOptions
  @OptionGroup var clock: ClockOptions

  func answer(in console: Console) async throws(Failure) -> Answer {
    var only: [SubjectKey] = []
    for text in records {
      let record = try RecordArgument(text)
      only.append(SubjectKey(entity: record.entity, key: record.key))
    }
    let run = EngineRun(
      folder: common.project, verb: Self.verb, console: console, acceptsClock: clock.acceptClock,
      meetsSystems: true)
    return try await run.answer { engine throws(Failure) in
      ReportText(try await engine.sync(isFull: full, only: only), verb: Self.verb).answer
    }
  }
}

/// What verbs take that append to the ledger.
struct ClockOptions: ParsableArguments, Sendable {
  @Flag(help: "Go on although the clock is far behind the ledger's last event; recorded as an event.")
  var acceptClock = false
}

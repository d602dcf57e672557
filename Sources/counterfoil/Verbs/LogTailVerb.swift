import ArgumentParser
import Diagnostics
import EventLog

/// `log tail`: the newest events, and with `-f` those that come.
struct LogTailVerb: Verb {
  static let verb = "log tail"
  static let configuration = CommandConfiguration(
    commandName: "tail", abstract: "Print the newest events; with -f, also those that come.")

  /// How often a followed ledger is looked at: a person's patience, and few wake-ups.
  private static let pause = Duration.milliseconds(250)

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: LogOptions

  @Option(name: .customShort("n"), help: ArgumentHelp("So many events.", valueName: "count"))
  var count = 10

  @Flag(name: [.customShort("f"), .customLong("follow")], help: "Go on with what is recorded from now on.")
  var follows = false

  func validate() throws {
    guard count < 0 else { return }
    throw ValidationError("-n \(count) counts nothing; a number from 0 is wanted")
  }

  func answer(in console: Console) async throws(Failure) -> Answer {
    let reader = try common.project.reader()
    let filter = try options.filter(over: reader)
    let printer = LogPrinter(output: console.output, filter: filter)
    let head = try reader.refresh()
    let start = try first(of: count, in: reader, filter: filter, head: head)
    try printer.print(reader, from: start)
    var seen = max(head, start &- 1)
    while follows, filter.through.map({ seen < $0 }) ?? true, console.output.isWanted {
      do { try await ContinuousClock().sleep(for: Self.pause) } catch { break }  // only a cancellation ends a sleep
      let head = try reader.refresh()
      guard head > seen else { continue }
      try printer.print(reader, from: seen + 1)
      seen = head
    }
    return .printed
  }

  /// The number of the event with which the last `count` wanted ones begin.
  private func first(
    of count: Int, in reader: LedgerReader, filter: LogFilter, head: UInt64
  ) throws(Failure) -> UInt64 {
    let last = min(filter.through ?? head, head)
    guard count > 0, last >= filter.from else { return last + 1 }
    if filter.isOpen { return max(filter.from, last >= UInt64(count) ? last - UInt64(count) + 1 : 1) }
    // Widening steps backwards: the newest matches lie near the end, mostly.
    var width: UInt64 = 4_096
    while true {
      let start = last >= width ? max(filter.from, last - width + 1) : filter.from
      var found: [UInt64] = []
      try reader.eachLine(from: start, through: last) { line, sequence throws(Failure) in
        if filter.admits(line) { found.append(sequence) }
        return true
      }
      if found.count >= count { return found[found.count - count] }
      if start == filter.from { return found.first ?? last + 1 }
      width *= 8
    }
  }
}

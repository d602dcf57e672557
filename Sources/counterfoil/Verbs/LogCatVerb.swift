import ArgumentParser
import Diagnostics
import EventLog

/// `log cat`: every event, or those that filters want, byte for byte as they were recorded.
struct LogCatVerb: Verb {
  static let verb = "log cat"
  static let configuration = CommandConfiguration(
    commandName: "cat",
    abstract: "Print events, byte for byte as they were recorded.",
    discussion: "Without filters it prints what lz4cat prints.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: LogOptions

  func answer(in console: Console) async throws(Failure) -> Answer {
    let reader = try common.project.reader()
    let filter = try options.filter(over: reader)
    try LogPrinter(output: console.output, filter: filter).print(reader, from: filter.from)
    return .printed
  }
}

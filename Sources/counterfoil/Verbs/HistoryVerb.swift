import ArgumentParser
import Diagnostics
import Forensics
import JSONText

/// `history`: the plain chain of one record through both systems.
struct HistoryVerb: Verb {
  static let verb = "history"
  static let configuration = CommandConfiguration(
    commandName: verb,
    abstract: "Show everything that happened to one record, in both systems.",
    discussion: "With --json: one JSON object a line, without an envelope.")

  @OptionGroup var common: CommonOptions

  @Argument(
    help: ArgumentHelp(
      "4242, customer/4242, contact/4242.1 or zoho/Accounts/4876876000000500001.", valueName: "record"))
  var record: String

  @Option(
    name: .customShort("n"), help: ArgumentHelp("Only so many of the newest events.", valueName: "count"))
  var count: Int?

  func validate() throws {
    guard let count, count < 1 else { return }
    throw ValidationError("-n \(count) shows nothing; a number from 1 is wanted")
  }

  @Flag(help: "Also the observations that saw nothing new.")
  var all = false

  func answer(in console: Console) async throws(Failure) -> Answer {
    let name = try RecordName(record)
    let view = try await common.project.view(console)
    var entries: [HistoryEntry] = []
    var isKnown = false
    try await history(of: name, reader: view.reader, store: view.store) { entry throws(Failure) in
      isKnown = true
      if all || !entry.isUnchanged { entries.append(entry) }
      return !Task.isCancelled
    }
    guard isKnown else { throw .nothingKnown(of: record) }
    for entry in count.map({ entries.suffix($0) }) ?? entries[...] where console.output.isWanted {
      let lines = common.json ? [entry.json.text] : HistoryLine(entry: entry, paint: console.paint).lines
      for line in lines { console.output.line(line) }
    }
    return .printed
  }
}

import ArgumentParser
import Diagnostics
import Forensics

/// `history`: the plain chain of one record through both systems.
struct HistoryVerb: Verb {
  static let verb = "history"
  static let configuration = CommandConfiguration(
    commandName: verb,
    abstract: "Show everything that happened to one record, in both systems.",
    discussion: "With --json: one JSON object a line, without an envelope.")

  @OptionGroup var common: CommonOptions

  @Argument(
    help: ArgumentHelp("4242, customer/4242, contact/4242.1 or zoho/Accounts/4876876000000500001.", valueName: "record"))
  var record: String

  func answer(in console: Console) async throws(Failure) -> Answer {
    let view = try await common.project.view(console)
    let name = try RecordName(record)
    var count = 0
    try await history(of: name, reader: view.reader, store: view.store) { entry in
      count += 1
      console.output.line(common.json ? entry.json.text : HistoryLine(entry, paint: console.paint).text)
      return console.output.isWanted && !Task.isCancelled
    }
    guard count > 0 else { throw .unknownRecord(record) }
    return .printed
  }
}

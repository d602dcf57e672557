import ArgumentParser
import Diagnostics
import Forensics
import ProjectFiles

/// `as-of`: one record as it was known at a moment.
struct AsOfVerb: Verb {
  static let verb = "as-of"
  static let configuration = CommandConfiguration(
    commandName: verb,
    abstract: "Show the pairing and both sides' values of a record as known at a moment.",
    discussion: "WHEN is 2026-07-14, \"2026-07-14 09:30\", an instant with an offset, or an event: #1234.")

  @OptionGroup var common: CommonOptions

  @Argument(help: ArgumentHelp("The instant or the event.", valueName: "when"))
  var moment: String

  @Argument(help: ArgumentHelp("The record: customer/4242.", valueName: "record"))
  var record: String

  func answer(in console: Console) async throws(Failure) -> Answer {
    let moment = try Moment(moment)
    let name = try RecordName(record)
    let project = try common.project.project()
    let view = try await common.project.view(console)
    let past = try await asOf(moment, name, reader: view.reader, store: view.store, rules: project.rules)
    guard !past.jde.isEmpty || !past.zoho.isEmpty || past.pairings.contains(where: { $0.madeSequence != nil })
    else { throw .nothingKnown(of: record, at: past.sequence) }
    return AsOfText(past: past, paint: console.paint).answer
  }
}

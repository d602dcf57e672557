import ArgumentParser
import Diagnostics
import Forensics

/// `as-of`: one record as it was known at an instant.
struct AsOfVerb: Verb {
  static let verb = "as-of"
  static let configuration = CommandConfiguration(
    commandName: verb,
    abstract: "Show the pairing and both sides' values of a record as known at an instant.",
    discussion: "WHEN is 2026-07-14, 2026-07-14 09:30, an instant with an offset, or an event's number: #1234.")

  @OptionGroup var common: CommonOptions

  @Argument(help: ArgumentHelp("The instant or the event.", valueName: "when"))
  var moment: String

  @Argument(help: ArgumentHelp("The record: customer/4242.", valueName: "record"))
  var record: String

  func answer(in console: Console) async throws(Failure) -> Answer {
    Answer("")
  }
}

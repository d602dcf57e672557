import ArgumentParser
import Diagnostics
import EventLog
import JSONText

/// `checkpoint`: the head of the ledger, signed now.
struct CheckpointVerb: Verb {
  static let verb = "checkpoint"
  static let configuration = CommandConfiguration(
    commandName: verb,
    abstract: "Sign the ledger's head now, and print the signed note.",
    discussion: "Keep the note elsewhere: it proves later that nothing before it was changed.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var clock: ClockOptions

  func answer(in console: Console) async throws(Failure) -> Answer {
    Answer("")
  }
}

import ArgumentParser
import Diagnostics
import EventLog
import JSONText
import ProjectFiles
import Sync

/// `checkpoint`: the head of the ledger, signed now.
struct CheckpointVerb: Verb {
  static let verb = "checkpoint"
  static let configuration = CommandConfiguration(
    commandName: verb,
    abstract: "Sign the ledger's head now, and print the signed note.",
    discussion: """
      Keep the note elsewhere: `verify --against` shows later that nothing before it was changed.
      With --rotate-key the key signs one last time, and a new one takes its place in secrets/ledger-key; an event signed
      with both says so.
      """)

  @OptionGroup var common: CommonOptions
  @OptionGroup var clock: ClockOptions

  @Flag(name: .customLong("rotate-key"), help: "Let a new key sign from now on; it is made here.")
  var rotatesKey = false

  func answer(in console: Console) async throws(Failure) -> Answer {
    let places = LedgerPlaces(project: try common.project.project().file)
    let ledger = try await places.openWriter(environment: .real, acceptsClock: clock.acceptClock)
    let rotation = rotatesKey ? try await places.rotateKey(of: ledger) : nil
    // Closing signs the head as well, and gives the lock back.
    try await ledger.close()
    guard let newest = try LedgerReader.newestCheckpoint(at: places.ledger) else {
      return Answer("the ledger has no event to sign")
    }
    let note = String(decoding: newest.note.bytes, as: UTF8.self)
    return Answer(
      "", lines: note.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init),
      result: [
        "origin": JSONValue(newest.origin), "size": JSONValue(newest.size),
        "root": JSONValue(newest.rootText),
        "note": JSONValue(note), "rotated": JSONValue(rotation != nil),
      ])
  }
}

import ArgumentParser
import Diagnostics
import EventLog

/// `verify`: every checksum, hash and signature of the ledger, derived again.
struct VerifyVerb: Verb {
  static let verb = "verify"
  static let configuration = CommandConfiguration(
    commandName: verb,
    abstract: "Derive every checksum, hash and signature of the ledger again.",
    discussion: "Needs no lock and changes nothing. Names what is damaged by file and sequence number.")

  @OptionGroup var common: CommonOptions

  func answer(in console: Console) async throws(Failure) -> Answer {
    let folder = common.project
    try folder.requireConfiguration()
    let bar = console.progressBar()
    defer { bar.wipe() }
    let report = try verifyLedger(at: folder.ledger) { done, total in
      bar.progress("verifying", done: Int(done), of: Int(total))
    }
    return VerificationText(report: report, place: folder.ledger).answer
  }
}

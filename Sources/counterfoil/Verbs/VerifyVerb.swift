import ArgumentParser
import Diagnostics
import EventLog
import ProjectFiles
import Sync

/// `verify`: every checksum, hash and signature of the ledger, derived again.
struct VerifyVerb: Verb {
  static let verb = "verify"
  static let configuration = CommandConfiguration(
    commandName: verb,
    abstract: "Derive every checksum, hash and signature of the ledger again.",
    discussion: """
      Needs no lock and changes no fact. Names what is damaged by file and sequence number.
      With --since it goes on from what the last verification found whole, or came to before it was stopped.
      With --against it finds a history that was written again, whoever signed it.
      """)

  @OptionGroup var common: CommonOptions

  @Flag(help: "Only what came since the last verification; what was verified before is taken by its root.")
  var since = false

  @Option(
    help: ArgumentHelp("A signed head that was kept elsewhere: this log must continue it.", valueName: "file")
  )
  var against: String?

  func answer(in console: Console) async throws(Failure) -> Answer {
    let folder = common.project
    try folder.requireConfiguration()
    let kept: Checkpoint?
    if let against { kept = try Self.checkpoint(in: against) } else { kept = nil }
    let head = since ? try VerifiedHead.read(at: folder.ledger) : nil
    let bar = console.progressBar()
    defer { bar.wipe() }
    let report = try verifyLedger(at: folder.ledger, since: head, against: kept) { done, total in
      bar.progress("verifying", done: Int(clamping: done), of: Int(clamping: total))
    }
    if report.isClean {
      // The project knows how far the log reached, also where no signed head does.
      let reader = try folder.reader()
      try reader.requireWhole(through: folder.places.seen(by: reader.identity))
    }
    Self.keep(report.verifiedHead, at: folder.ledger)
    return VerificationText(report: report, place: folder.ledger, since: head, kept: against).answer
  }

  /// A folder that may only be read is verified all the same; the next `--since` then begins where it did before.
  private static func keep(_ head: VerifiedHead?, at ledger: String) {
    try? head?.store(at: ledger)  // a note for the next run: what this one found is not less true without it
  }

  /// 64 KiB: a signed note with a hundred signatures has a quarter of it.
  private static let headBytesMax = 64 << 10

  private static func checkpoint(in file: String) throws(Failure) -> Checkpoint {
    // Also from a pipe: `verify --against <(ssh elsewhere cat head)`.
    guard let bytes = try Disk.read(file, from: .anything, max: headBytesMax) else {
      throw .missingFile(file)
    }
    guard let checkpoint = Checkpoint(bytes) else { throw .noSignedHead(file) }
    return checkpoint
  }
}

import Decisions
import Diagnostics

extension Failure {
  /// The command line does not say what the program can do.
  static func wrongArguments(_ message: String, verb: String?) -> Failure {
    let help = verb.map { "counterfoil help \($0)" } ?? "counterfoil help"
    return Failure(.wrongArguments, message, remedy: "run `\(help)`; it shows what can be written here")
  }

  /// A file of decisions that cannot be read as CSV, or says something unknown.
  static func malformedDecisions(_ message: String, file: String, line: Int) -> Failure {
    Failure(
      .malformedDecisions, message, at: "\(file):\(line):1",
      remedy: "begin with what `counterfoil links --csv` writes, and fill the column decision")
  }

  /// No open question has that name.
  static func noHiddenRows(_ name: String, known: [String]) -> Failure {
    Failure(
      .recordUnknown, "nothing open is called \(name)",
      remedy: known.isEmpty
        ? "nothing is asked about rows that show no longer; `counterfoil links --review` shows what is asked"
        : "write \(known.joined(separator: " or "))")
  }

  /// A record about which that question is not.
  static func notAmongHiddenRows(_ record: String, of name: String) -> Failure {
    Failure(
      .recordUnknown, "\(record) is not among the records of \(name)",
      remedy: "`counterfoil links --review` lists them")
  }

  /// The same failure of one row among several: whose it was, and what of the rows before it stands.
  func about(_ subject: SubjectKey, behind done: Int, at row: String?) -> Failure {
    let before = done == 0 ? "nothing of the file was taken" : "\(done.counted("row")) before it stand"
    return Failure(code, "\(subject.text): \(message) (\(before))", at: row ?? place, remedy: remedy)
  }

  /// What the program prints cannot be written where it was sent.
  static func unwritableOutput(_ reason: String) -> Failure {
    Failure(
      .fileUnwritable, "the output cannot be written: \(reason)",
      remedy: "send it elsewhere, or make room")
  }
}

extension Failure {
  /// A file that is no signed head.
  static func noSignedHead(_ file: String) -> Failure {
    Failure(
      .noSignedHead, "this is no signed head", at: file,
      remedy:
        "name a file with what `counterfoil checkpoint` printed, or a copy of one of ledger/checkpoints/")
  }

  /// A file named on the command line that is not there.
  static func missingFile(_ file: String) -> Failure {
    Failure(
      .fileUnreadable, "the file cannot be read: there is none", at: file,
      remedy: "name a file that is there and that this account may read")
  }
}

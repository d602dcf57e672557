import Diagnostics
import JSONText

/// What a verb has to say at its end.
struct Answer: Sendable {
  /// One line: what came out.
  var summary: String
  /// The lines for a person, before the summary.
  var lines: [String] = []
  /// A table for a spreadsheet in place of the lines; its line ends are its own.
  var table: String?
  /// The same for a script.
  var result: JSONValue = .null
  /// What went wrong; each is told in two lines.
  var failures: [Failure] = []
  /// What makes the verb fail though its lines tell it already (`doctor`).
  var verdict: Failure?
  /// The command to type next, shown on a terminal only.
  var next: String?
  /// The verb printed its lines itself: there is no envelope.
  private(set) var isPrinted = false
  /// An exit code other than that of the failures: 4, 10 and 11 are no failures.
  var attention: Int32 = 0

  init(
    _ summary: String, lines: [String] = [], result: JSONValue = .null, verdict: Failure? = nil,
    next: String? = nil, attention: Int32 = 0
  ) {
    self.summary = summary
    self.lines = lines
    self.result = result
    self.verdict = verdict
    self.next = next
    self.attention = attention
  }

  /// Everything was printed already, as JSON Lines without an envelope.
  static var printed: Answer {
    var answer = Answer("")
    answer.isPrinted = true
    return answer
  }

  /// A table of CSV, and the same for a script.
  init(table: String, result: JSONValue) {
    summary = ""
    self.table = table
    self.result = result
  }

  /// Nothing but failures.
  init(failures: [Failure], result: JSONValue = .null) {
    summary = ""
    self.failures = failures
    self.result = result
  }

  /// 0 fine, else what `commands.md` says of the first failure, or what the verb asks for.
  var exitCode: Int32 { failures.first?.code.exitCode ?? verdict?.code.exitCode ?? attention }

  /// `command`, `ok`, `summary`, `result`, `error {code, message, where, remedy}`.
  func envelope(command: String) -> JSONValue {
    let failure = failures.first ?? verdict
    return [
      "command": JSONValue(command), "ok": JSONValue(failure == nil),
      "summary": JSONValue(summary.isEmpty ? failure?.message ?? "" : summary), "result": result,
      "error": failure?.json ?? .null,
    ]
  }
}

extension Failure {
  /// `{code, message, where, remedy}`; `where` is null where there is no place.
  var json: JSONValue {
    [
      "code": JSONValue(code.name), "message": JSONValue(message), "where": JSONValue(place),
      "remedy": JSONValue(remedy),
    ]
  }
}

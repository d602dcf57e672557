import Diagnostics
import JSONText
import Sync

/// What a run did, as lines for a person and one object for a script.
struct ReportText {
  private let report: RunReport
  private let verb: String

  init(_ report: RunReport, verb: String) {
    self.report = report
    self.verb = verb
  }

  /// The answer, with exit code 4, 5 or 6 where something waits for a person.
  var answer: Answer {
    Answer(
      summary, lines: lines, result: report.json, next: next, attention: report.exitCode)
  }

  private var summary: String {
    var parts: [String] = []
    for (count, word) in [
      (report.created, "created"), (report.updated, "updated"), (report.linked, "linked"),
      (report.confirmed, "read back"), (report.held, "held back"),
    ] where count > 0 {
      parts.append("\(count.grouped) \(word)")
    }
    if parts.isEmpty { parts = ["nothing to do"] }
    // The last line says the most important first.
    if report.parked > 0 { parts.insert(report.parked.counted("write") + " refused", at: 0) }
    if !report.brakes.isEmpty { parts.insert("STOPPED by a brake: see above", at: 0) }
    let calls = report.callsJDE.values.reduce(0, +) + report.callsZoho.values.reduce(0, +)
    return "\(verb): \(parts.joined(separator: ", ")); "
      + "\(calls.counted("call")), \(report.credits.counted("credit"))"
  }

  private var lines: [String] {
    var lines: [String] = []
    for (count, one, many, verb) in waiting where count > 0 {
      lines.append("\(count.counted(one, many)): counterfoil \(verb)")
    }
    for record in report.skippedMoved.prefix(20) {
      lines.append("skipped \(record): it moved after the plan")
    }
    if report.skippedMoved.count > 20 {
      lines.append("… and \((report.skippedMoved.count - 20).grouped) more")
    }
    if !report.timeless.isEmpty {
      lines.append(
        "\(report.timeless.joined(separator: ", ")): no answer said a time that counts; the next run reads "
          + "\(report.timeless.count == 1 ? "it" : "them") again")
    }
    for brake in report.brakes { lines.append("stopped: \(brake)") }
    if report.left > 0 { lines.append("\(report.left.counted("item")) of the plan still to do") }
    return lines
  }

  private var waiting: [(Int, String, String, String)] {
    [
      (report.reviewsOpen, "match to review", "matches to review", "links --review"),
      (report.conflictsOpen, "conflict", "conflicts", "conflicts"),
      (report.unreadable, "value that cannot be read", "values that cannot be read", "failed"),
      (report.parked, "failed write", "failed writes", "failed"),
      (report.unknown, "write of unknown outcome", "writes of unknown outcome", "ops"),
    ]
  }

  private var next: String? {
    if !report.brakes.isEmpty || !report.skippedMoved.isEmpty { return "counterfoil plan" }
    if report.left > 0 { return "counterfoil apply" }
    return waiting.first { $0.0 > 0 }.map { "counterfoil \($0.3)" }
  }
}

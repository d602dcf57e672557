import Diagnostics
import EventLog
import JSONText

/// What a verification found, for a person and a script.
struct VerificationText {
  let report: VerificationReport
  let place: String
  /// What was verified before, where it went on from there.
  var since: VerifiedHead?
  /// The file of a head that was kept elsewhere.
  var kept: String?

  var answer: Answer {
    let notes = report.notes.map { "note: \($0)" }
    let findings = report.findings.map { "damaged: \($0)" }
    let erased = report.erased.isEmpty ? "" : ", \(report.erased.count.counted("line")) erased"
    let extent =
      "\(report.last.counted("event")) in \(report.segments.counted("segment")), "
      + "\(report.goodCheckpoints.counted("signed head"))\(erased)"
    return Answer(
      summary(extent), lines: remarks + notes + findings, result: json,
      verdict: report.findings.first.map { .damaged($0, count: report.findings.count, at: place) })
  }

  private func summary(_ extent: String) -> String {
    guard report.isClean else { return "the ledger is damaged: \(extent)" }
    guard report.isFinished else {
      return "stopped, whole so far: \(extent); verify --since goes on from there"
    }
    return "the ledger is whole: \(extent)"
  }

  private var remarks: [String] {
    var remarks: [String] = []
    if let since {
      remarks.append("events up to \(since.size.grouped) were verified before, and taken by their root")
    }
    if report.continuesKept, let kept { remarks.append("the ledger continues the signed head in \(kept)") }
    if !report.lost.isEmpty {
      let numbers = report.lost.map {
        $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
      }
      remarks.append("LOST, as was accepted: events \(numbers.joined(separator: ", "))")
    }
    if report.rotations > 0 {
      remarks.append("the signing key was changed \(report.rotations.counted("time"))")
    }
    return remarks
  }

  private var json: JSONValue {
    [
      "finished": JSONValue(report.isFinished), "since": since.map { JSONValue($0.size) } ?? .null,
      "continues_kept": kept == nil ? .null : JSONValue(report.continuesKept),
      "rotations": JSONValue(report.rotations),
      "lost": .array(report.lost.map { [JSONValue($0.lowerBound), JSONValue($0.upperBound)] }),
      "clean": JSONValue(report.isClean), "events": JSONValue(report.last),
      "root": JSONValue(report.root?.base64), "segments": JSONValue(report.segments),
      "sealed_segments": JSONValue(report.sealedSegments),
      "good_checkpoints": JSONValue(report.goodCheckpoints),
      "bytes": JSONValue(report.bytes), "findings": .array(report.findings.map(json(of:))),
      "notes": .array(report.notes.map(json(of:))), "erased": .array(report.erased.map { JSONValue($0) }),
    ]
  }

  private func json(of finding: VerificationReport.Finding) -> JSONValue {
    [
      "file": JSONValue(finding.file), "what": JSONValue(finding.what),
      "first": finding.sequences.map { JSONValue($0.lowerBound) } ?? .null,
      "last": finding.sequences.map { JSONValue($0.upperBound) } ?? .null,
    ]
  }
}

extension Failure {
  /// The first thing that a verification found.
  static func damaged(_ finding: VerificationReport.Finding, count: Int, at ledger: String) -> Failure {
    Failure(
      .ledgerDamaged, "\(count.counted("finding")), the first is: \(finding)", at: ledger,
      remedy:
        "keep the folder as it is, and put the named file back from a backup; what is not named is whole")
  }
}

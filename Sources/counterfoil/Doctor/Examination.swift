import Diagnostics
import JSONText

/// The findings of `doctor`, gathered one after another; a check that throws is a failed line and stops nothing.
struct Examination {
  private(set) var findings: [Finding] = []
  private let progress: ProgressBar

  init(progress: ProgressBar) { self.progress = progress }

  mutating func pass(_ topic: String, _ sentence: String) {
    add(Finding(verdict: .pass, topic: topic, sentence: sentence, fix: nil, failure: nil))
  }

  mutating func warn(_ topic: String, _ sentence: String, fix: String) {
    add(Finding(verdict: .warn, topic: topic, sentence: sentence, fix: fix, failure: nil))
  }

  mutating func fail(_ topic: String, _ failure: Failure) {
    let sentence = failure.place.map { "\($0): \(failure.message)" } ?? failure.message
    add(Finding(verdict: .fail, topic: topic, sentence: sentence, fix: failure.remedy, failure: failure))
  }

  /// What a check gives; nil where it failed, which is a line then.
  mutating func check<Value>(
    _ topic: String, _ body: () async throws(Failure) -> Value
  ) async -> Value? {
    progress.progress("looking at \(topic)", done: findings.count, of: nil)
    do {
      return try await body()
    } catch {
      fail(topic, error)
      return nil
    }
  }

  /// What holds for two things alike is told once.
  private mutating func add(_ finding: Finding) {
    if !findings.contains(finding) { findings.append(finding) }
  }

  /// The whole as an answer; the first failed line decides the exit code.
  func answer(_ paint: Paint) -> Answer {
    let failed = findings.filter { $0.verdict == .fail }
    let warned = findings.count { $0.verdict == .warn }
    let summary =
      failed.isEmpty
      ? "nothing fails, " + warned.counted("warning")
      : "\(failed.count.counted("line")) failed, " + warned.counted("warning")
    return Answer(
      summary, lines: findings.flatMap { $0.lines(paint) }, result: .array(findings.map(\.json)),
      verdict: failed.first?.failure,
      next: failed.isEmpty ? "counterfoil plan" : "mend the first failed line, then counterfoil doctor")
  }
}

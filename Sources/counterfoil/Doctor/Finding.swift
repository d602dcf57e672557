import Diagnostics
import JSONText

/// One line of `doctor`: what was looked at, how it is, and what to do about it.
struct Finding: Hashable, Sendable {
  /// How it is.
  enum Verdict: String, Hashable, Sendable {
    case pass
    /// It works, and somebody should know.
    case warn
    /// It will not work.
    case fail
  }

  let verdict: Verdict
  /// What was looked at: `AIS login`.
  let topic: String
  let sentence: String
  /// What to do; nil where it passes.
  let fix: String?
  /// What a failed line amounts to for the exit code and scripts.
  let failure: Failure?

  /// The lines for a person.
  func lines(_ paint: Paint) -> [String] {
    let word: String
    switch verdict {
    case .pass: word = paint(.good, "pass")
    case .warn: word = paint(.careful, "warn")
    case .fail: word = paint(.bad, "FAIL")
    }
    return ["\(word)  \(topic): \(sentence)"] + (fix.map { ["      fix: \($0)"] } ?? [])
  }

  var json: JSONValue {
    [
      "verdict": JSONValue(verdict.rawValue), "topic": JSONValue(topic), "sentence": JSONValue(sentence),
      "fix": JSONValue(fix), "code": JSONValue(failure?.code.name),
    ]
  }
}

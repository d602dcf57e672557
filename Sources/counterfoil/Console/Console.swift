import Diagnostics
import Foundation
import JSONText

/// Where a verb's words go, and how: text for a person, one JSON envelope for a script, silence in a pipe.
struct Console: Sendable {
  let output: OutputFile
  let errors: OutputFile
  /// `--json` was given.
  let isJSON: Bool
  /// Signals that ask the program to stop.
  let interrupts: Interrupts
  let paint: Paint

  init(output: OutputFile, errors: OutputFile, isJSON: Bool, interrupts: Interrupts) {
    self.output = output
    self.errors = errors
    self.isJSON = isJSON
    self.interrupts = interrupts
    let environment = ProcessInfo.processInfo.environment
    let wantsColour = environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    paint = Paint(isOn: output.isTerminal && !isJSON && wantsColour)
  }

  /// Whether a person watches: only then there are progress bars, remarks and hints what to type next.
  var isWatched: Bool { errors.isTerminal && !isJSON }

  /// How far a verb has come, on a terminal; silence elsewhere.
  func progressBar() -> ProgressBar { ProgressBar(file: errors, isShown: isWatched) }

  /// Shows a verb's answer, and gives the exit code that goes with it.
  func show(_ answer: Answer, of command: String) -> Int32 {
    if isJSON, !answer.isPrinted {
      output.line(answer.envelope(command: command).text)
    } else {
      if let table = answer.table { output.write(table) }
      for line in answer.lines { output.line(line) }
      if !answer.summary.isEmpty { output.line(answer.summary) }
      output.flush()
      for failure in answer.failures { tell(failure) }
      if isWatched, let next = answer.next { errors.line("next: \(next)") }
    }
    output.flush()
    errors.flush()
    guard let problem = output.problem else { return answer.exitCode }
    tell(problem)
    errors.flush()
    return problem.code.exitCode
  }

  /// The two lines of a failure.
  private func tell(_ failure: Failure) {
    errors.line("counterfoil: " + (failure.place.map { "\($0): \(failure.message)" } ?? failure.message))
    errors.line("  fix: \(failure.remedy)")
  }
}

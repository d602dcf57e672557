import Foundation
import Synchronization

/// How far a verb has come: one line on the terminal that is written over, ten times a second at most.
final class ProgressBar: Sendable {
  private let file: OutputFile
  private let isShown: Bool
  private let state = Mutex(State())

  private struct State {
    var step = ""
    var shownAt: ContinuousClock.Instant?
    var startedAt = ContinuousClock.now
    var isOnScreen = false
  }

  private static let barCells = 24
  private static let pause = Duration.milliseconds(100)

  init(file: OutputFile, isShown: Bool) {
    self.file = file
    self.isShown = isShown
  }

  /// Shows `done` of `total` (nil where nobody knows it) of a step.
  func progress(_ step: String, done: Int, of total: Int?) {
    guard isShown else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      if state.step != step { (state.step, state.startedAt, state.shownAt) = (step, now, nil) }
      let isDue = state.shownAt.map { now - $0 >= Self.pause } ?? true
      guard isDue || done == total else { return }
      state.shownAt = now
      state.isOnScreen = true
      let line = Self.line(step, done: done, of: total, after: now - state.startedAt)
      file.write("\r\u{1B}[K" + PlainText.line(line))
      file.flush()
    }
  }

  /// A remark of its own line, for a person who watches.
  func note(_ line: String) {
    guard isShown else { return }
    wipe()
    file.line(line)
    file.flush()
  }

  /// Takes the bar off the screen.
  func wipe() {
    let wasOnScreen = state.withLock { state in
      defer { state.isOnScreen = false }
      return state.isOnScreen
    }
    guard wasOnScreen else { return }
    file.write("\r\u{1B}[K")
    file.flush()
  }

  static func line(_ step: String, done: Int, of total: Int?, after passed: Duration) -> String {
    guard let total, total > 0 else { return "\(step)  \(done.grouped)" }
    let share = min(1, Double(done) / Double(total))
    let filled = Int(share * Double(barCells))
    let bar = String(repeating: "█", count: filled) + String(repeating: "·", count: barCells - filled)
    var line = "\(step)  \(bar)  \(done.grouped) of \(total.grouped)"
    let seconds = Double(passed.components.seconds)
    if seconds >= 3, share > 0.02, share < 1 {
      line += "  \(Int(seconds / share - seconds + 1)) s left"
    }
    return line
  }
}

extension BinaryInteger {
  /// The number in groups of three digits: `1,234,567`.
  var grouped: String {
    let digits = String(self.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return self < 0 ? "-" + text : text
  }

  /// `1 event`, `2 events`.
  func counted(_ noun: String, _ plural: String? = nil) -> String {
    "\(grouped) \(self == 1 ? noun : plural ?? noun + "s")"
  }
}

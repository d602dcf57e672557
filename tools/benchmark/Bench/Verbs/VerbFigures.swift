import Foundation
import JSONText

/// What the verbs took.
struct VerbFigures {
  let events: Int
  /// Appending all events, sealing included.
  var append: ChildProgram.Usage?
  var verbs: [(words: String, usage: ChildProgram.Usage)] = []

  /// What a verb may hold at once, in MiB.
  static let memoryMax = 256

  init(events: Int) { self.events = events }

  var isGood: Bool {
    append?.memoryMiB ?? .max <= Self.memoryMax
      && verbs.allSatisfy { $0.usage.exitCode == 0 && $0.usage.memoryMiB <= Self.memoryMax }
  }

  var text: String {
    let rate = append.map { "\(Int(Double(events) / $0.seconds))/s, \($0.memoryMiB) MiB" } ?? "not at all"
    var lines = [
      "\(events) events of 1.29 KB, appended with sealing: \(rate)",
      "on \(MachineFacts.text)", "",
      row("counterfoil", "seconds", "MiB", "exit code"),
    ]
    lines += verbs.map { verb in
      row(
        verb.words, seconds(verb.usage.seconds), "\(verb.usage.memoryMiB)",
        verb.usage.exitCode == 0 ? "" : "\(verb.usage.exitCode)")
    }
    return lines.joined(separator: "\n")
  }

  var json: JSONValue {
    [
      "events": JSONValue(events), "append_milliseconds": append.map { milliseconds($0.seconds) } ?? .null,
      "append_memory_mib": append.map { JSONValue($0.memoryMiB) } ?? .null,
      "machine": JSONValue(MachineFacts.text),
      "verbs": .array(
        verbs.map { verb in
          [
            "verb": JSONValue(verb.words), "exit_code": JSONValue(Int(verb.usage.exitCode)),
            "milliseconds": milliseconds(verb.usage.seconds), "memory_mib": JSONValue(verb.usage.memoryMiB),
          ]
        }),
    ]
  }

  private func milliseconds(_ seconds: Double) -> JSONValue { JSONValue(Int((1_000 * seconds).rounded())) }

  private func seconds(_ value: Double) -> String { String(format: "%.2f", value) }

  private func row(_ verb: String, _ rest: String...) -> String {
    let cells = rest.map { String(repeating: " ", count: max(1, 11 - $0.count)) + $0 }
    return (verb.padding(toLength: 40, withPad: " ", startingAt: 0) + cells.joined()).replacing(
      #/ +$/#, with: "")
  }
}

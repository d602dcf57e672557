import Foundation
import JSONText

/// What a first load took.
struct LoadFigures {
  /// A stretch of the run by what was done in it.
  struct Stretch {
    let name: String
    let seconds: Double
  }

  /// One term of the formula for calls.
  struct Term {
    let name: String
    let expected: Int
    let found: Int
  }

  var records = 0
  var existing = 0
  var created = 0
  var events = 0
  var ledgerBytes = 0
  var stretches: [Stretch] = []
  var terms: [Term] = []
  /// Every call of both systems, signing in and metadata too.
  var calls = 0
  var plan: ChildProgram.Usage
  var apply: ChildProgram.Usage
  /// Processor seconds of the simulators.
  var simulatorSeconds = 0.0

  /// The most memory that the program may hold, in MiB.
  static let memoryMaxMiB = 256
  /// How far the calls may be off the formula.
  static let callsTolerance = 0.10

  var formula: Int { terms.map(\.expected).reduce(0, +) }
  var memoryMiB: Int { max(plan.memoryMiB, apply.memoryMiB) }
  var seconds: Double { plan.seconds + apply.seconds }
  private var callsAreGood: Bool {
    abs(Double(calls - formula)) <= Self.callsTolerance * Double(formula)
  }
  private var memoryIsGood: Bool { memoryMiB <= Self.memoryMaxMiB }
  /// Whether calls and memory are within their bounds; time is told, not judged.
  var isGood: Bool { callsAreGood && memoryIsGood }

  var text: String {
    var lines = [
      "first load of \(records) customers into a Zoho with \(existing) accounts: "
        + "\(created) records created and read back, \(events) events, ledger \(ledgerBytes >> 20) MiB",
      "on \(MachineFacts.text)",
      "",
    ]
    func row(_ name: String, _ value: String) {
      lines.append("  " + name.padding(toLength: 50, withPad: " ", startingAt: 0) + value)
    }
    for stretch in stretches { row(stretch.name, Self.shown(stretch.seconds) + " s") }
    row("all", Self.shown(seconds) + " s")
    row(
      "processor: program, simulators",
      "\(Self.shown(plan.processorSeconds + apply.processorSeconds)) s, \(Self.shown(simulatorSeconds)) s")
    row(
      "most memory: plan, apply",
      "\(plan.memoryMiB) MiB, \(apply.memoryMiB) MiB; \(Self.memoryMaxMiB) allowed"
        + (memoryIsGood ? "" : "  TOO MUCH"))
    lines.append("")
    for term in terms { row(term.name, "\(term.expected) by the formula, \(term.found) made") }
    row(
      "calls",
      "\(formula) by the formula, \(calls) in all with signing in and metadata "
        + "(\(Self.shown(100 * Double(calls - formula) / Double(max(1, formula)))) % off)"
        + (callsAreGood ? "" : "  TOO FAR"))
    return lines.joined(separator: "\n")
  }

  var json: JSONValue {
    func run(_ usage: ChildProgram.Usage) -> JSONValue {
      [
        "milliseconds": Self.number(usage.seconds),
        "processor_milliseconds": Self.number(usage.processorSeconds),
        "memory_mib": JSONValue(usage.memoryMiB),
      ]
    }
    return [
      "bench": "load", "machine": JSONValue(MachineFacts.text), "records": JSONValue(records),
      "existing": JSONValue(existing), "created": JSONValue(created), "events": JSONValue(events),
      "ledger_bytes": JSONValue(ledgerBytes), "plan": run(plan), "apply": run(apply),
      "simulator_milliseconds": Self.number(simulatorSeconds),
      "stretches": .array(
        stretches.map { ["name": JSONValue($0.name), "milliseconds": Self.number($0.seconds)] }),
      "terms": .array(
        terms.map {
          ["name": JSONValue($0.name), "formula": JSONValue($0.expected), "made": JSONValue($0.found)]
        }), "formula": JSONValue(formula), "calls": JSONValue(calls), "good": JSONValue(isGood),
    ]
  }

  private static func shown(_ value: Double) -> String { String(format: "%.1f", value) }

  private static func number(_ seconds: Double) -> JSONValue {
    JSONValue(Int((seconds * 1_000).rounded()))
  }
}

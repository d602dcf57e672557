package import Diagnostics

/// The command line of a trial: a mode, what it is about, and options with a value each.
package struct TrialArguments: Sendable {
  /// The first words that are no options.
  package private(set) var words: [String] = []
  private var options: [String: String] = [:]

  /// Takes a command line apart, without the program's name; options of `bare` may stand without a value, which is
  /// then empty.
  package init(_ arguments: [String], known: Set<String>, bare: Set<String> = []) throws(Failure) {
    var rest = arguments[...]
    while let word = rest.popFirst() {
      guard word.hasPrefix("--") else {
        words.append(word)
        continue
      }
      let name = String(word.dropFirst(2))
      guard known.contains(name) else {
        throw .badTrial(
          "no option \(word)", remedy: "use " + known.sorted().map { "--\($0)" }.joined(separator: ", "))
      }
      if bare.contains(name), rest.first?.hasPrefix("--") != false {
        options[name] = ""
        continue
      }
      guard let value = rest.popFirst() else {
        throw .badTrial("\(word) has no value", remedy: "give it one")
      }
      options[name] = value
    }
  }

  /// The value of an option.
  package func text(_ name: String) -> String? { options[name] }

  /// The number that an option has.
  package func number(_ name: String, otherwise: Int) throws(Failure) -> Int {
    guard let text = options[name] else { return otherwise }
    guard let number = Int(text), number >= 0 else {
      throw .badTrial("--\(name) \(text) is no whole number", remedy: "write say --\(name) 1")
    }
    return number
  }

  /// The range `A..B` that an option has; a single number is a range of one.
  package func range(_ name: String, otherwise: ClosedRange<UInt64>) throws(Failure) -> ClosedRange<UInt64> {
    guard let text = options[name] else { return otherwise }
    let ends = text.split(separator: ".", omittingEmptySubsequences: true).map { UInt64($0) }
    if ends.count == 1, let one = ends[0] { return one...one }
    guard ends.count == 2, text.contains(".."), let first = ends[0], let last = ends[1], first <= last else {
      throw .badTrial("--\(name) \(text) is no range", remedy: "write say --\(name) 1..20000")
    }
    return first...last
  }
}

extension Failure {
  /// A trial that can not be run as it was asked for.
  package static func badTrial(_ message: String, remedy: String) -> Self {
    Self(Code("bad-trial", exitCode: 2), message, at: "trial", remedy: remedy)
  }
}

import ArgumentParser
import Diagnostics
import Foundation

/// What the argument parser has to say, in the house's form: help as it is, a mistake in two lines.
enum ArgumentAnswer {
  static func answer(to error: any Error, arguments: [String]) -> Answer {
    guard !Counterfoil.exitCode(for: error).isSuccess else {
      if arguments.first == "help", let unknown = verb(of: arguments.dropFirst()).unknown {
        return Answer(failures: [noVerb(unknown, near: nil)])
      }
      let help = Counterfoil.fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false)
      return Answer("", lines: help.map(String.init))
    }
    let (path, unknown) = verb(of: arguments[...])
    if let unknown, path == nil || nearest(to: unknown, in: path) != nil {
      return Answer(failures: [noVerb(unknown, near: path)])
    }
    let lines = Counterfoil.message(for: error).split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty && !$0.hasPrefix("See '") }
    return Answer(failures: [
      .wrongArguments(sentence(lines.joined(separator: "; ")), verb: path)
    ])
  }

  /// The arguments with what every verb takes (`--project DIR`, `--json`) behind the verb, where it stands before it.
  static func behindVerb(_ arguments: [String]) -> [String] {
    var rest = arguments[...]
    var common: [String] = []
    while let option = rest.first,
      option == "--project" || option == "--json" || option.hasPrefix("--project=")
    {
      let words = option == "--project" ? 2 : 1
      common += rest.prefix(words)
      rest = rest.dropFirst(words)
    }
    let words = verb(of: rest).path?.split(separator: " ").count ?? 0
    guard words > 0, !common.isEmpty else { return arguments }
    return rest.prefix(words) + common + rest.dropFirst(words)
  }

  private static func noVerb(_ word: String, near group: String?) -> Failure {
    let full = ([group, word].compactMap(\.self)).joined(separator: " ")
    guard let near = nearest(to: word, in: group) else {
      return .wrongArguments("there is no verb \(full)", verb: nil)
    }
    let meant = ([group, near].compactMap(\.self)).joined(separator: " ")
    return .wrongArguments("there is no verb \(full); did you mean \(meant)?", verb: meant)
  }

  /// The verb whose name is at most two slips of the keyboard away; nil where none or several are as near.
  private static func nearest(to word: String, in group: String?) -> String? {
    let verbs = group.map { name in
      Counterfoil.configuration.subcommands.first { $0.configuration.commandName == name }?.configuration
        .subcommands ?? []
    }
    let near = (verbs ?? Counterfoil.configuration.subcommands).compactMap { $0.configuration.commandName }
      .map { (name: $0, slips: slips(from: Array(word), to: Array($0))) }
      .filter { $0.slips <= min(2, $0.name.count / 2) }
    let least = near.map(\.slips).min()
    let nearest = near.filter { $0.slips == least }
    return nearest.count == 1 ? nearest.first?.name : nil
  }

  /// The edit distance with neighbours exchanged as one slip (Damerau; optimal string alignment).
  private static func slips(from left: [Character], to right: [Character]) -> Int {
    var before: [Int] = []
    var last = Array(0...right.count)
    for (row, character) in left.enumerated() {
      var next = [row + 1]
      for (column, other) in right.enumerated() {
        var least = min(last[column] + (character == other ? 0 : 1), last[column + 1] + 1, next[column] + 1)
        if row > 0, column > 0, character == right[column - 1], left[row - 1] == other {
          least = min(least, before[column - 1] + 1)
        }
        next.append(least)
      }
      (before, last) = (last, next)
    }
    return last.last ?? 0
  }

  /// Small first letter and no full stop, as every message has them.
  private static func sentence(_ text: String) -> String {
    var text = text.replacing("Error: ", with: "")
    while text.last == "." { text.removeLast() }
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  /// The verb that the arguments begin with, as `links settle`, and the first word that is none.
  private static func verb(of arguments: ArraySlice<String>) -> (path: String?, unknown: String?) {
    var path: [String] = []
    var verbs = Counterfoil.configuration.subcommands
    for word in arguments where !word.hasPrefix("-") {
      guard let verb = verbs.first(where: { $0.configuration.commandName == word }) else {
        return (path.isEmpty ? nil : path.joined(separator: " "), verbs.isEmpty ? nil : word)
      }
      path.append(word)
      verbs = verb.configuration.subcommands
    }
    return (path.isEmpty ? nil : path.joined(separator: " "), nil)
  }
}

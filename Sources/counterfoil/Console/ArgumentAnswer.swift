import ArgumentParser
import Diagnostics
import Foundation
import ProjectFiles

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

  /// The verb of a group, nil for the first word, whose name is written almost so; nil where none is.
  private static func nearest(to word: String, in group: String?) -> String? {
    let verbs = Counterfoil.configuration.subcommands
    let below = verbs.first { $0.configuration.commandName == group }?.configuration.subcommands ?? []
    let names = (group == nil ? verbs : below).compactMap { $0.configuration.commandName }
    return NearestName.of(word, among: names)
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

import ArgumentParser
import Diagnostics
import Foundation

/// What the argument parser has to say, in the house's form: help as it is, a mistake in two lines.
enum ArgumentAnswer {
  static func answer(to error: any Error, arguments: [String]) -> Answer {
    guard !Counterfoil.exitCode(for: error).isSuccess else {
      if arguments.first == "help", let unknown = verb(of: arguments.dropFirst()).unknown {
        return Answer(failures: [.wrongArguments("there is no verb \(unknown)", verb: nil)])
      }
      let help = Counterfoil.fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false)
      return Answer("", lines: help.map(String.init))
    }
    let lines = Counterfoil.message(for: error).split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty && !$0.hasPrefix("See '") }
    return Answer(failures: [
      .wrongArguments(sentence(lines.joined(separator: "; ")), verb: verb(of: arguments[...]).path)
    ])
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

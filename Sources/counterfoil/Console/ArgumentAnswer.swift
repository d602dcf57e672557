import ArgumentParser
import Diagnostics
import Foundation

/// What the argument parser has to say, in the house's form: help as it is, a mistake in two lines.
enum ArgumentAnswer {
  static func answer(to error: any Error, arguments: [String]) -> Answer {
    guard !Counterfoil.exitCode(for: error).isSuccess else {
      return Answer("", lines: [Counterfoil.fullMessage(for: error)])
    }
    let lines = Counterfoil.message(for: error).split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty && !$0.hasPrefix("See '") }
    return Answer(failures: [
      .wrongArguments(sentence(lines.joined(separator: "; ")), verb: verb(of: arguments))
    ])
  }

  /// Small first letter and no full stop, as every message has them.
  private static func sentence(_ text: String) -> String {
    var text = text.replacing("Error: ", with: "")
    while text.last == "." { text.removeLast() }
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  private static func verb(of arguments: [String]) -> String? {
    arguments.first { !$0.hasPrefix("-") }
      .flatMap { name in Counterfoil.verbNames.contains(name) ? name : nil }
  }
}

extension Counterfoil {
  /// The verbs of the first level.
  static let verbNames = Set(configuration.subcommands.compactMap { $0.configuration.commandName })
}

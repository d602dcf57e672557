package import Diagnostics
import Foundation

/// What a simulator's command line says: `--port 0 --seed 1 --records 200`.
package struct SimulatorArguments: Sendable {
  private var values: [String: String] = [:]

  /// Reads `--name value` pairs; only the names in `known` are taken.
  package init(_ arguments: [String], known: [String]) throws(Failure) {
    var rest = arguments.dropFirst()
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--"), known.contains(String(argument.dropFirst(2))) else {
        throw .unknownArgument(argument, known: known)
      }
      guard let value = rest.popFirst() else { throw .argumentWithoutValue(argument) }
      values[String(argument.dropFirst(2))] = value
    }
  }

  /// The number behind `--name`, or `other` where it is not given.
  package func number(_ name: String, otherwise other: Int) throws(Failure) -> Int {
    guard let text = values[name] else { return other }
    guard let number = Int(text), number >= 0 else { throw .argumentIsNoNumber("--\(name)", text) }
    return number
  }

  /// The day behind `--name`, written `yyyyMMdd`; nil where it is not given.
  package func date(_ name: String) throws(Failure) -> CivilDate? {
    guard let text = values[name] else { return nil }
    guard let date = CivilDate(compact: text) else { throw .argumentIsNoDate("--\(name)", text) }
    return date
  }

  /// What the word behind `--name` stands for.
  package func choice<Choice>(
    _ name: String, _ choices: [String: Choice], otherwise other: Choice
  ) throws(Failure) -> Choice {
    guard let text = values[name] else { return other }
    guard let choice = choices[text] else {
      throw .argumentIsNoChoice("--\(name)", text, choices: choices.keys.sorted())
    }
    return choice
  }

  /// The text behind `--name`.
  package func text(_ name: String) -> String? { values[name] }
}

extension SimulatorServer {
  /// Serves until the process ends, and says the port in one line as soon as it listens.
  package func runAsProgram(port: Int) async throws {
    try await run(port: port) { port in
      // Written at once, so that whoever reads our pipe knows the port before the first call.
      FileHandle.standardOutput.write(Data("listening on http://127.0.0.1:\(port)\n".utf8))
    }
  }

  /// Runs the main of a simulator: a failure goes to stderr in two lines, with its exit code.
  package static func main(_ body: () async throws -> Void) async {
    do {
      try await body()
    } catch let failure as Failure {
      FileHandle.standardError.write(Data("\(failure)\n".utf8))
      exit(failure.code.exitCode)
    } catch {
      FileHandle.standardError.write(Data("the simulator stopped: \(error)\n".utf8))
      exit(1)
    }
  }
}

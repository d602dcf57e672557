package import Diagnostics

extension Failure.Code {
  /// A simulator's command line cannot be read.
  package static let simulatorArgument = Self("simulator-argument", exitCode: 2)
  /// A simulator could not begin to listen.
  package static let simulatorNotListening = Self("simulator-not-listening", exitCode: 3)
}

extension Failure {
  static func unknownArgument(_ argument: String, known: [String]) -> Self {
    Self(
      .simulatorArgument, "unknown argument \(argument)",
      remedy: "use \(known.map { "--\($0) VALUE" }.joined(separator: ", "))")
  }

  static func argumentWithoutValue(_ argument: String) -> Self {
    Self(.simulatorArgument, "nothing follows \(argument)", remedy: "write a value behind it")
  }

  static func argumentIsNoNumber(_ argument: String, _ found: String) -> Self {
    Self(.simulatorArgument, "\(argument) is \(found)", remedy: "write a number of at least 0")
  }

  static func argumentIsNoDate(_ argument: String, _ found: String) -> Self {
    Self(.simulatorArgument, "\(argument) is \(found)", remedy: "write a day as yyyyMMdd, say 20261123")
  }

  static func argumentIsNoChoice(_ argument: String, _ found: String, choices: [String]) -> Self {
    Self(
      .simulatorArgument, "\(argument) is \(found)", remedy: "write \(choices.joined(separator: " or "))")
  }

  static func notListening(port: Int) -> Self {
    Self(
      .simulatorNotListening, "the simulator could not listen on 127.0.0.1:\(port)",
      remedy: "use --port 0, which takes a free port")
  }
}

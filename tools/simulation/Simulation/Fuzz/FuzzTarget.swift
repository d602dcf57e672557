/// A reader of the house that is given input as nobody should send it: good examples, changed by a seed.
///
/// A run passes where it returns. It fails where it throws, where the process ends in it, where it does not end
/// within `FuzzTrial.hangSeconds`, and where the process then holds more than `FuzzChild.memoryBytesMax`.
package protocol FuzzTarget: Sendable {
  /// What the command line calls it: `ais`.
  static var name: String { get }
  /// A target; whatever it makes once (folders, examples) it makes here.
  init()
  /// One try, the same for the same seed; throws `BrokenLaw` where what was read breaks a law.
  func run(seed: UInt64) async throws
}

/// The targets there are.
package enum FuzzTargets {
  /// In the order in which they run.
  package static let all: [any FuzzTarget.Type] = [
    AISFuzz.self, CSVFuzz.self, JSONFuzz.self, LedgerFuzz.self, ValuesFuzz.self, YAMLFuzz.self, ZohoFuzz.self,
  ]

  /// The target of a name; nil where there is none.
  package static func named(_ name: String) -> (any FuzzTarget.Type)? { all.first { $0.name == name } }
}

/// What was read breaks a law that every reader keeps.
package struct BrokenLaw: Error, CustomStringConvertible {
  /// The law and how it is broken; shortened, for input can be long.
  package let description: String

  /// A broken law.
  package init(_ description: String) { self.description = String(description.prefix(600)) }
}

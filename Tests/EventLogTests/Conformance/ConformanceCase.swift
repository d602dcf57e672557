import EventLog
import Foundation
import Testing

/// A small ledger and what a verifier has to say of it.
struct ConformanceCase: Codable, Hashable, Sendable, CustomTestStringConvertible {
  /// The folder below `Ledgers`, the ledger itself in its folder `ledger`.
  var name: String
  /// What it shows, in words.
  var about: String
  var verdict: Verdict
  /// Whole events from the first on.
  var events: UInt64
  /// Files of the ledger that have to be named; empty where it is whole.
  var named: [String] = []
  /// Files of the ledger of which a note has to tell.
  var noted: [String] = []
  /// A file beside the ledger to verify it against.
  var against: String?
  /// A proof file beside the ledger.
  var proof: String?

  enum Verdict: String, Codable {
    /// Everything is as written; a torn tail is told as a note.
    case whole
    /// Something is not as written.
    case damaged
    /// The ledger can not be judged: it is missing, or newer than the verifier.
    case refused
  }

  var testDescription: String { name }

  /// The folder with the ledgers.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Ledgers")

  var ledger: String { Self.folder.appending(path: "\(name)/ledger").path }
  func path(beside file: String) -> String { Self.folder.appending(path: "\(name)/\(file)").path }

  /// The cases that `verdicts.json` tells of.
  static func all() throws -> [Self] {
    let data = try Data(contentsOf: folder.appending(path: "verdicts.json"))
    return try JSONDecoder().decode([Self].self, from: data)
  }
}

/// A case with its files, as the generator makes them.
struct GeneratedCase {
  var verdict: ConformanceCase
  /// Files by their path below `Ledgers/<name>/`.
  var files: [String: [UInt8]]

  init(
    _ name: String, _ about: String, _ ledger: [String: [UInt8]], _ verdict: ConformanceCase.Verdict = .whole,
    events: Int, named: [String] = [], noted: [String] = [], against: [UInt8]? = nil,
    proof: (name: String, bytes: [UInt8])? = nil
  ) {
    self.verdict = ConformanceCase(
      name: name, about: about, verdict: verdict, events: UInt64(events), named: named, noted: noted,
      against: against == nil ? nil : "kept", proof: proof?.name)
    files = Dictionary(uniqueKeysWithValues: ledger.map { ("ledger/" + $0.key, $0.value) })
    files["kept"] = against
    if let proof { files[proof.name] = proof.bytes }
  }
}

import Foundation
import Testing

@Suite("The vocabulary of the log")
struct VocabularyTests {
  /// A kind of event: its case and its text.
  struct Kind: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String

    var testDescription: String { text }
  }

  /// The kinds, as the vocabulary's file declares them.
  private static func kinds() throws -> [Kind] {
    try SourceTree.files(in: ["Sources/Decisions/Vocabulary"]).flatMap(\.lines).compactMap { line in
      line.firstMatch(of: #/^  case (\w+) = "([a-z]+\.[a-z_]+)"$/#).map {
        Kind(name: String($0.1), text: String($0.2))
      }
    }
  }

  /// The lines of these folders that say a word of the language, comments left out.
  private static func lines(in folders: [String], that say: (String) -> Bool) throws -> [String] {
    try SourceTree.files(in: folders).flatMap(\.lines).filter {
      !$0.drop(while: \.isWhitespace).hasPrefix("//") && say($0)
    }
  }

  @Test("holds no kind that nobody appends")
  func appended() throws {
    let kinds = try Self.kinds()
    try #require(kinds.count > 40, "the vocabulary is read")
    for kind in kinds {
      let byTheLog = try Self.lines(in: ["Sources/EventLog"]) { $0.contains("\"\(kind.text)\"") }
      let byTheLoop = try Self.lines(in: ["Sources/Sync"]) { Self.says(kind.name, $0) }
      #expect(!byTheLog.isEmpty || !byTheLoop.isEmpty, "\(kind.text)")
    }
  }

  @Test(
    "holds no kind that the projection passes over, but those of the log itself and the answer beside its rows"
  )
  func folded() throws {
    let folds = try SourceTree.files(in: ["Sources/Projections/Folding"])
      .first { $0.path.hasSuffix("/EventFold.swift") }
    let lines = try #require(folds).lines.filter { $0.hasPrefix("    case .") }
    try #require(lines.count > 20, "the fold is read")
    for kind in try Self.kinds() {
      let line = lines.first { Self.says(kind.name, $0) }
      let isPassedOver = line.map { $0.hasSuffix(": break") } ?? true
      let ofTheLog = try Self.lines(in: ["Sources/EventLog"]) { $0.contains("\"\(kind.text)\"") }
      #expect(!isPassedOver || !ofTheLog.isEmpty || kind.text == "call.answered", "\(kind.text)")
    }
  }

  /// Whether a line names a case, and not only one that begins like it.
  private static func says(_ name: String, _ line: String) -> Bool {
    var rest = line[...]
    while let found = rest.range(of: "." + name) {
      rest = rest[found.upperBound...]
      guard let next = rest.first, next.isLetter || next.isNumber else { return true }
    }
    return false
  }
}

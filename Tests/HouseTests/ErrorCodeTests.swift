import Foundation
import Testing

@Suite("The error codes of the house")
struct ErrorCodeTests {
  @Test("stand in one list, under their own name in camel case, each once")
  func list() throws {
    let file = try #require(
      SourceTree.files(in: ["Sources/Diagnostics"]).first { $0.path.hasSuffix("Failure+Codes.swift") })
    let declared = file.lines.compactMap { line in
      line.firstMatch(of: #/static let (\w+) = Self\("([a-z0-9-]+)", exitCode: \d+\)/#).map {
        (name: String($0.1), code: String($0.2))
      }
    }
    try #require(declared.count > 60, "the list is read")
    for (name, code) in declared { #expect(name == Self.camelCase(code)) }
    #expect(Set(declared.map(\.code)).count == declared.count)
    #expect(
      declared.count == file.lines.count { $0.contains("static let") }, "every line of the list is read")
  }

  @Test("are declared nowhere else")
  func nowhereElse() throws {
    let places = try SourceTree.files(in: ["Sources"])
      .filter { !$0.path.hasPrefix("Sources/Diagnostics/") }
      .flatMap { file in
        file.lines.filter {
          $0.contains("extension Failure.Code") || $0.contains(", exitCode: ") && $0.contains("\"")
        }
        .map { "\(file.path): \($0)" }
      }
    #expect(places == [])
  }

  private static func camelCase(_ code: String) -> String {
    let words = code.split(separator: "-")
    return words.prefix(1).joined() + words.dropFirst().map(\.capitalized).joined()
  }
}

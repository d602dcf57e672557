import Foundation
import Testing

@Suite("The mutants")
struct MutantTests {
  private static let folder = "tools/simulation/Mutants"

  /// The patches, by name.
  private static let patches: [String] = {
    let path = SourceTree.root.appendingPathComponent(folder).path
    return (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? [])
      .filter { $0.hasSuffix(".patch") }.sorted()
  }()

  @Test("apply to the sources as they are", arguments: patches)
  func apply(patch: String) throws {
    let said = try run("git", ["apply", "--check", "\(Self.folder)/\(patch)"])
    #expect(said == "")
  }

  @Test("name tests that there are")
  func filters() throws {
    let names = try Self.testNames()
    try #require(names.count > 500, "the tests lie beside this one")
    for patch in Self.patches {
      let text = try String(
        contentsOf: SourceTree.root.appendingPathComponent("\(Self.folder)/\(patch)"), encoding: .utf8)
      let first = text.prefix { $0 != "\n" }
      guard let match = first.wholeMatch(of: #/# kills(?: or hangs)?: (\S.*)/#) else {
        Issue.record("\(patch) begins with \"\(first)\" and not with `# kills: <swift test filter>`")
        continue
      }
      let filter = try Regex(String(match.1))
      #expect(names.contains { $0.contains(filter) }, "\(patch): no test is called \(match.1)")
    }
  }

  @Test("are looked for by the names that swift test gives")
  func namesOfTests() throws {
    #expect(try Self.testNames().contains("HouseTests.MutantTests/apply(patch:)"))
  }

  /// `HouseTests.MutantTests/apply(patch:)`, as `swift test list` writes it; only of functions that a test declares.
  private static func testNames() throws -> [String] {
    try SourceTree.files(in: ["Tests"]).flatMap { file -> [String] in
      let parts = file.path.split(separator: "/")
      guard parts.count > 2 else { return [] }
      var names: [String] = []
      var (suite, isExtension) = ("", false)
      // Joined, for a declaration may take several lines.
      for (index, line) in file.lines.enumerated() {
        if !line.hasPrefix(" "),
          let match = line.firstMatch(of: #/\b(?:struct|class|actor|enum|extension) (\w+)/#)
        {
          suite = String(match.1)
          isExtension = line.contains("extension ")
        } else if isExtension, let match = line.firstMatch(of: #/^  (?:struct|final class) (\w+Tests)\b/#) {
          // A suite within another: `SyncTests.WholeLoop/WatermarkTests`.
          suite = "\(suite.prefix { $0 != "/" })/\(match.1)"
        }
        guard line.contains("func ") else { continue }
        let rest = file.lines[index..<min(index + 4, file.lines.count)].joined(separator: " ")
        guard let match = rest.firstMatch(of: #/func (\w+)(?:<[^>]*>)?\(([^)]*)\)/#) else { continue }
        let labels = match.2.split(separator: ",").compactMap { part -> String? in
          part.contains(":")
            ? part.split(separator: ":")[0].split(separator: " ").first.map { "\($0):" } : nil
        }
        names.append("\(parts[1]).\(suite)/\(match.1)(\(labels.joined()))")
      }
      return names
    }
  }

  private func run(_ program: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [program] + arguments
    process.currentDirectoryURL = SourceTree.root
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, pipe)
    try process.run()
    let said = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: said, as: UTF8.self)
  }
}

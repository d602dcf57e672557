import Foundation
import JSONText
import Testing

/// The texts of the JSON parsing test suite: `y_` must be accepted, `n_` refused, `i_` either.
private enum ParsingSuite {
  /// The folder that `JSON_TEST_SUITE` names, or the one beside the package; nil where there is none.
  static let folder: URL? = {
    let named = ProcessInfo.processInfo.environment["JSON_TEST_SUITE"].map { URL(fileURLWithPath: $0) }
    let package = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let beside = package.appendingPathComponent("../shared/data/json-test-suite").standardizedFileURL
    return [named, beside].compactMap { $0?.appendingPathComponent("test_parsing") }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }()

  static let isRequired = !(ProcessInfo.processInfo.environment["CI"] ?? "").isEmpty

  static func files() throws -> [String] {
    guard let folder else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }.sorted()
  }

  static func bytes(of file: String) throws -> [UInt8] {
    let folder = try #require(folder)
    let handle = try FileHandle(forReadingFrom: folder.appendingPathComponent(file))
    defer { try? handle.close() }  // clean-up: a handle that was only read from has nothing to lose
    return Array(try handle.readToEnd() ?? Data())  // Data(contentsOf:) leaks a page for an empty file
  }
}

@Suite(
  "The JSON parsing test suite",
  .enabled(
    if: ParsingSuite.folder != nil || ParsingSuite.isRequired,
    "no ../shared/data/json-test-suite beside the package, and JSON_TEST_SUITE names none"))
struct ConformanceTests {
  @Test("is there, all 318 files of it")
  func isThere() throws {
    #expect(try ParsingSuite.files().count == 318)
  }

  @Test("is judged rightly by the tree and by the scanner alike", arguments: ["y_", "n_", "i_"])
  func isJudgedRightly(verdict: String) throws {
    for file in try ParsingSuite.files() where file.hasPrefix(verdict) {
      let bytes = try ParsingSuite.bytes(of: file)
      let tree = Verdict.tree(bytes)
      let scan = Verdict.scan(bytes)
      #expect(tree == scan, "\(file)")
      if verdict == "y_" { #expect(tree == nil, "\(file)") }
      if verdict == "n_" { #expect(tree != nil, "\(file)") }
      guard tree == nil else { continue }
      var compacted: [UInt8] = []
      try JSONScan.compact(bytes.span.bytes, into: &compacted)
      #expect(try JSONValue(parsing: bytes).bytes == compacted, "\(file)")
    }
  }
}

import Diagnostics
import Foundation
import ProjectFiles
import TestSupport
import Testing

/// The files of a new project, changed as a test wants them, written into the test's own folder.
struct TestProject {
  var files: [String: String] = ProjectTemplate.texts

  /// Puts `new` in the place of the first `old` in a file; a test that changes nothing is a defect.
  mutating func change(
    _ file: String, _ old: String, to new: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let text = try #require(files[file], sourceLocation: sourceLocation)
    let range = try #require(text.range(of: old), "\(file) has no \(old)", sourceLocation: sourceLocation)
    files[file] = text.replacingCharacters(in: range, with: new)
  }

  /// A project changed in one place.
  static func changed(_ file: String, _ old: String, to new: String) throws -> TestProject {
    var project = TestProject()
    try project.change(file, old, to: new)
    return project
  }

  /// The line, from 1, in which a text stands.
  func line(of text: String, in file: String) -> Int? {
    guard let whole = files[file], let range = whole.range(of: text) else { return nil }
    return whole[..<range.lowerBound].count { $0 == "\n" } + 1
  }

  /// Writes the files; the same folder each time in one test.
  @discardableResult
  func write() throws -> String {
    let folder = TemporaryFolder.current.appendingPathComponent("project")
    try? FileManager.default.removeItem(at: folder)  // of an earlier write of this test
    for (path, text) in files {
      let file = folder.appendingPathComponent(path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    return folder.path
  }

  /// The project as it loads.
  func load(environment: ProcessEnvironment = ProcessEnvironment([:])) throws -> Project {
    try ProjectLoader.load(folder: try write(), environment: environment)
  }

  /// What is wrong with it; empty where it loads.
  func problems() throws -> [Failure] {
    let folder = try write()
    do throws(ProjectFailures) {
      _ = try ProjectLoader.load(folder: folder, environment: ProcessEnvironment([:]))
      return []
    } catch {
      return error.problems
    }
  }
}

/// A file of `Goldens/`, or the test's own text where goldens are rewritten.
enum Golden {
  static func matches(
    _ text: String, _ name: String, file: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let folder = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
    let golden = folder.appendingPathComponent("Goldens/\(name)")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDENS"] == "1" {
      try Data(text.utf8).write(to: golden)
    }
    let expected = String(decoding: try Data(contentsOf: golden), as: UTF8.self)
    #expect(text == expected, "UPDATE_GOLDENS=1 rewrites \(name)", sourceLocation: sourceLocation)
  }
}

package import Foundation
package import Testing

/// Gives each test a folder of its own, removed afterwards.
package struct TemporaryFolderTrait: TestTrait, SuiteTrait, TestScoping {
  package var isRecursive: Bool { true }

  package func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    guard testCase != nil else { return try await function() }
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("counterfoil-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }  // clean-up: a left-over folder harms nobody
    try await TemporaryFolder.$current.withValue(folder) { try await function() }
  }
}

/// The folder of the running test.
package enum TemporaryFolder {
  /// Set by the trait `.temporaryFolder`.
  @TaskLocal package static var current: URL = FileManager.default.temporaryDirectory
}

extension Trait where Self == TemporaryFolderTrait {
  /// A fresh folder for each test case, in `TemporaryFolder.current`.
  package static var temporaryFolder: Self { Self() }
}

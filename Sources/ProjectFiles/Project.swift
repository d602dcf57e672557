package import Decisions

/// Everything that the files of a project say, read and checked.
package struct Project: Sendable {
  package let file: ProjectFile
  package let rules: SyncRules
  /// The text of every file that decides, by its path in the project, for `config.loaded`.
  ///
  /// It holds no secret.
  package let texts: [String: String]
  /// What a person should know and that stops nothing.
  package let notes: [ProjectNote]
  /// The examples of `tests/`, in the order of their files.
  package let fixtures: [MappingFixture]
}

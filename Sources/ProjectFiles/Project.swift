package import Decisions

/// Everything that the files of a project say, read and checked.
package struct Project: Sendable {
  /// What `counterfoil.yaml` says.
  package let file: ProjectFile
  /// What mappings, crosswalks and matching rules say: the input of the decision core.
  package let rules: SyncRules
  /// What every file that decides says, by its path in the project, for `config.loaded`.
  ///
  /// It is YAML or CSV that reads back to the same values. It holds no comment, and of a secret its name.
  package let texts: [String: String]
  /// What a person should know and that stops nothing.
  package let notes: [ProjectNote]
  /// The examples of `tests/`, in the order of their files.
  package let fixtures: [MappingFixture]
}

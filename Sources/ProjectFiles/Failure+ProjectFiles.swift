package import Diagnostics

extension Failure.Code {
  /// There is no project here.
  package static let configMissing = Self("config-missing", exitCode: 2)
  /// A file is not what it should be: no YAML, or a value of another kind.
  package static let configMalformed = Self("config-malformed", exitCode: 2)
  /// A key that must be there is not.
  package static let configIncomplete = Self("config-incomplete", exitCode: 2)
  /// A key that means nothing here.
  package static let unknownKey = Self("unknown-key", exitCode: 2)
  /// A table, column, alias or field that nothing defines.
  package static let unknownField = Self("unknown-field", exitCode: 2)
  /// A crosswalk, entity or kind of reference that nothing defines.
  package static let unknownName = Self("unknown-name", exitCode: 2)
  /// Two things with one name.
  package static let duplicateName = Self("duplicate-name", exitCode: 2)
  /// Parts of the files that contradict each other.
  package static let configContradictory = Self("config-contradictory", exitCode: 2)
  /// A crosswalk in which a value cannot find its way back.
  package static let crosswalkAmbiguous = Self("crosswalk-ambiguous", exitCode: 2)
  /// A field that the other system demands is not mapped.
  package static let mandatoryFieldMissing = Self("mandatory-field-missing", exitCode: 2)
  /// A secret that the files name is found nowhere.
  package static let secretMissing = Self("secret-missing", exitCode: 2)
  /// A secret that others can read, or that stands where it must not.
  package static let secretExposed = Self("secret-exposed", exitCode: 2)
  /// The folder already holds a project.
  package static let projectExists = Self("project-exists", exitCode: 2)
  /// A file or folder of the project cannot be read.
  package static let projectUnreadable = Self("project-unreadable", exitCode: 3)
  /// A file or folder of the project cannot be written.
  package static let projectUnwritable = Self("project-unwritable", exitCode: 3)
  /// A folder, a pipe, a socket or a device where a file has to be.
  package static let noFile = Self("no-file", exitCode: 2)
  /// A file has more bytes than any that is meant here.
  package static let fileTooLarge = Self("file-too-large", exitCode: 2)
  /// What lies under the name of an output, or on the way to it, is never written to.
  package static let outputRefused = Self("output-refused", exitCode: 2)
  /// The key of the sealed state is missing or no key.
  package static let stateKeyMissing = Self("state-key-missing", exitCode: 3)
  /// An entry of the sealed state cannot be opened.
  package static let stateSealed = Self("state-sealed", exitCode: 3)
  /// Another process keeps an entry of the sealed state.
  package static let stateBusy = Self("state-busy", exitCode: 3)
}

extension Failure {
  static func malformed(_ message: String, at place: SourcePlace, remedy: String) -> Self {
    Self(.configMalformed, message, at: place.description, remedy: remedy)
  }

  static func configMissing(folder: String) -> Self {
    Self(
      .configMissing, "there is no counterfoil.yaml in \(folder)", at: nil,
      remedy: "run `counterfoil init` there, or name the project's folder with --project DIR")
  }

  static func unreadable(_ path: String, _ error: Int32) -> Self {
    Self(
      .projectUnreadable, "it cannot be read: \(systemText(error))", at: path,
      remedy: "give the user that runs counterfoil the right to read it")
  }

  static func noFile(_ path: String, _ kind: FileKind) -> Self {
    Self(
      .noFile, "here is \(kind.words), and a file is wanted", at: path,
      remedy: "take it away and put a file there, or name another one")
  }

  static func fileTooLarge(_ path: String, max: Int) -> Self {
    Self(
      .fileTooLarge, "the file has more than \(max) bytes, and none that is meant here comes near that",
      at: path, remedy: "look whether it is the right file; split it where it is")
  }

  static func outputRefused(_ path: String, _ objection: String, remedy: String) -> Self {
    Self(.outputRefused, "nothing is written here: \(objection)", at: path, remedy: remedy)
  }

  static func unwritable(_ path: String, _ error: Int32) -> Self {
    let remedy =
      switch error {
      case 28, 122: "make room on the disk (or raise the quota), then repeat"
      case 30: "the file system is mounted read-only: choose another folder, or mount it for writing"
      default: "choose a folder that you may write to, or ask its owner for the right"
      }
    return Self(
      .projectUnwritable, "it cannot be written: \(systemText(error))", at: path, remedy: remedy)
  }
}

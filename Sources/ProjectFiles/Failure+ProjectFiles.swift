import Diagnostics

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
      .projectUnreadable, "here is \(kind.words), and a file is wanted", at: path,
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

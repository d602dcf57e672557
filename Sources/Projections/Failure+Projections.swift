import Diagnostics
import EventLog
import Foundation
import GRDB

extension Failure {
  static func projectionDamaged(_ reason: String, at path: String? = nil) -> Failure {
    Failure(
      .projectionDamaged, "the projection is damaged: \(reason)", at: path,
      remedy: "run `counterfoil rebuild`: it is folded from the ledger again, and no fact is lost")
  }

  static func projectionAhead(of head: UInt64, position: UInt64, at path: String) -> Failure {
    Failure(
      .projectionAhead, "the projection has folded event \(position), but the log ends at \(head)", at: path,
      remedy: "run `counterfoil verify`; if the log is right as it is, run `counterfoil rebuild`")
  }

  static func newerEvent(_ kind: String, version: Int, at sequence: UInt64) -> Failure {
    Failure(
      .newerEvent, "\(kind) in version \(version) is not known to this program", at: "event \(sequence)",
      remedy: "use the program's version that wrote it, or a newer one")
  }

  static func logEndsEarly(at last: UInt64, wanted: UInt64) -> Failure {
    Failure(
      .logEndsEarly, "the log ends at event \(last), event \(wanted) was asked for",
      remedy: "run `counterfoil verify`, or ask for an event that is there")
  }

  /// What GRDB and SQLite throw, said as the house says it: the one place where they are translated.
  init(translating error: any Error, at path: String) {
    switch error {
    case let failure as Failure: self = failure
    case is CancellationError:
      self.init(
        .interrupted, "interrupted", remedy: "run the command again: it goes on where it stood")
    case let error as DatabaseError: self.init(sqlite: error, at: path)
    case let error as CocoaError: self.init(file: error, at: path)
    default: self = .projectionDamaged("\(type(of: error))", at: path)
    }
  }

  /// SQLite's result codes (sqlite.org/rescode.html) by what a person can do about them.
  ///
  /// Its messages name tables and files; the statement's arguments, which can be personal, stay out.
  private init(sqlite error: DatabaseError, at path: String) {
    let words = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_FULL:
      self.init(
        .diskFull, "no room for the projection", at: path,
        remedy: "make room on the disk; the ledger is not touched by this")
    case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
      self.init(
        .readOnly, "the projection cannot be opened for writing: \(words)", at: path,
        remedy: "give this account the right to write to the file and its folder")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(
        .projectionBusy, "another process is writing to the projection", at: path,
        remedy: "wait for it, or stop it")
    case .SQLITE_IOERR, .SQLITE_NOMEM, .SQLITE_NOLFS:
      self.init(
        .projectionUnreadable, "the disk refuses: \(words)", at: path,
        remedy: "look at the disk; the projection itself can be had again by `counterfoil rebuild`")
    case .SQLITE_INTERRUPT, .SQLITE_ABORT:
      self.init(
        .interrupted, "interrupted", at: path,
        remedy: "run the command again: it goes on where it stood")
    default: self = .projectionDamaged(words, at: path)
    }
  }

  /// What the file system answers to Foundation.
  private init(file error: CocoaError, at path: String) {
    switch error.code {
    case .fileWriteOutOfSpace:
      self.init(
        .diskFull, "no room for the projection", at: path,
        remedy: "make room on the disk; the ledger is not touched by this")
    case .fileWriteNoPermission, .fileWriteVolumeReadOnly, .fileReadNoPermission:
      self.init(
        .readOnly, "the projection's file or folder cannot be written to", at: path,
        remedy: "give this account the right to write to the file and its folder")
    default:
      self.init(
        .projectionUnreadable, "the disk refuses a call on a file (\(error.code.rawValue))", at: path,
        remedy: "look at the disk; the projection itself can be had again by `counterfoil rebuild`")
    }
  }

  /// Whether deleting the file and folding it again is the way out.
  var isProjectionDamage: Bool { code == .projectionDamaged }
}

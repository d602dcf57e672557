package import Diagnostics

extension Failure.Code {
  /// Another process writes to this ledger.
  package static let writerHeld = Self("writer-held", exitCode: 3)
  /// There is no ledger in the folder.
  package static let ledgerMissing = Self("ledger-missing", exitCode: 2)
  /// There is a ledger in the folder already.
  package static let ledgerExists = Self("ledger-exists", exitCode: 2)
  /// Bytes of the ledger are not what was written.
  package static let ledgerDamaged = Self("ledger-damaged", exitCode: 1)
  /// The ledger was written by a later version of the program.
  package static let newerFormat = Self("newer-format", exitCode: 2)
  /// No room is left on the disk.
  package static let diskFull = Self("disk-full", exitCode: 3)
  /// The folder may not be written to.
  package static let readOnly = Self("read-only", exitCode: 3)
  /// A file is not there.
  package static let fileMissing = Self("file-missing", exitCode: 1)
  /// The system refused a call on a file.
  package static let fileFailed = Self("file-failed", exitCode: 3)
  /// A write or a sync failed: what became of it is unknown until the ledger is opened again.
  package static let writerPoisoned = Self("writer-poisoned", exitCode: 3)
  /// The writer was closed.
  package static let writerClosed = Self("writer-closed", exitCode: 3)
  /// The machine's clock is far behind the last event.
  package static let clockBehind = Self("clock-behind", exitCode: 3)
  /// An event that the format does not allow.
  package static let badEvent = Self("bad-event", exitCode: 2)
  /// A ledger with a shape that the format does not allow.
  package static let badGeometry = Self("bad-geometry", exitCode: 2)
  /// The signing key is not the ledger's.
  package static let wrongKey = Self("wrong-key", exitCode: 2)
  /// An event that the log does not have.
  package static let eventMissing = Self("event-missing", exitCode: 2)
  /// No signed head is there that a proof could rest on.
  package static let headMissing = Self("head-missing", exitCode: 2)
  /// A signed head that the log contradicts.
  package static let checkpointInconsistent = Self("checkpoint-inconsistent", exitCode: 1)
}

extension Failure {
  static func writerHeld(by holder: String?, ledger: String) -> Self {
    Self(
      .writerHeld, "\(holder.map { "process \($0)" } ?? "another process") is writing to this ledger",
      at: ledger,
      remedy: "wait for it or stop it; reading needs no lock")
  }

  static func ledgerMissing(_ folder: String) -> Self {
    Self(
      .ledgerMissing, "no ledger here: the file LEDGER is missing", at: folder,
      remedy: "check the folder, or bring the ledger back from a backup; without one, begin anew elsewhere: "
        + "`counterfoil init --from` this project, in an empty folder")
  }

  static func ledgerExists(_ folder: String) -> Self {
    Self(
      .ledgerExists, "there is a ledger here already", at: folder,
      remedy: "choose another folder; a ledger is never overwritten")
  }

  /// Damage with the sequence numbers that can not be trusted, in words that name each range.
  static func ledgerDamaged(_ what: String, lost: [ClosedRange<UInt64>] = [], at place: String) -> Self {
    let numbers = lost.isEmpty ? "" : ": events \(lost.inWords)"
    return Self(
      .ledgerDamaged, what + numbers, at: place,
      remedy:
        "stop writing, restore the file from a backup, and run verify; events before the damage can be read")
  }

  static func newerFormat(_ format: String, at place: String) -> Self {
    Self(
      .newerFormat, "format \(format) is newer than this program knows (\(LedgerIdentity.format))", at: place,
      remedy: "use the version of the program that wrote this ledger, or a later one")
  }

  static func poisoned(by cause: Failure) -> Self {
    Self(
      .writerPoisoned, "whether the last append reached the disk is unknown: \(cause.message)",
      at: cause.place,
      remedy: "check the disk, then open the ledger again: what is durable will be there, whole")
  }

  static func badEvent(_ what: String, at place: String? = nil, remedy: String) -> Self {
    Self(.badEvent, what, at: place, remedy: remedy)
  }
}

extension [ClosedRange<UInt64>] {
  /// `17`, `17-20` or `17-20, 31`, as people and `repair` read it.
  var inWords: String {
    map { $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(
      separator: ", ")
  }
}

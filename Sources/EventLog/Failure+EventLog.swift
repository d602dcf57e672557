import Diagnostics

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

/// What a verification found out.
package struct VerificationReport: Sendable {
  /// What LEDGER says.
  package let identity: LedgerIdentity
  /// The last event that is whole.
  package internal(set) var last: UInt64 = 0
  /// The root of the tree over all of them; nil where an unreadable segment hides it.
  package internal(set) var root: TreeHash?
  /// Segments looked at, and how many of them are sealed.
  package internal(set) var segments = 0
  /// Of these, the sealed ones.
  package internal(set) var sealedSegments = 0
  /// Signed heads whose signature and root are right.
  package internal(set) var goodCheckpoints = 0
  /// Bytes of lines that were hashed.
  package internal(set) var bytes: UInt64 = 0
  /// Everything that is not as written: empty = the ledger is whole.
  package internal(set) var findings: [Finding] = []
  /// What is no damage but worth telling: a torn tail, an index that will be made again.
  package internal(set) var notes: [Finding] = []
  /// Lines whose body was erased, each named by its erasure event.
  package internal(set) var erased: [UInt64] = []

  /// Whether the log begins with the events of the head that was kept elsewhere; false where none was given.
  package internal(set) var continuesKept = false
  /// Whether the verification came to its end; it stops at `last` where its task was cancelled.
  package internal(set) var isFinished = true
  /// Changes of the key that signs.
  package internal(set) var rotations = 0

  /// Events that are lost, each named by the event that accepts it.
  package internal(set) var lost: [ClosedRange<UInt64>] = []

  /// Whether nothing was found.
  package var isClean: Bool { findings.isEmpty }

  /// What the next verification can go on from; nil where something is wrong.
  package var verifiedHead: VerifiedHead? {
    guard isClean, let root, last > 0 else { return nil }
    return VerifiedHead(size: last, root: root)
  }

  /// One thing that is not as written.
  package struct Finding: Hashable, Sendable, CustomStringConvertible {
    /// The file, below the ledger's folder.
    package let file: String
    /// The events concerned, nil where none is.
    package let sequences: ClosedRange<UInt64>?
    /// What is the matter: small first letter, no full stop.
    package let what: String

    /// One line for people.
    package var description: String {
      let numbers = sequences.map { ": events \([$0].inWords)" } ?? ""
      return "\(file): \(what)\(numbers)"
    }
  }
}

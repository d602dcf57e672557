package import Diagnostics

/// Makes proofs out of a ledger, for people who do not have it.
package struct LedgerProver: Sendable {
  private let folder: LedgerFolder
  private let survey: LogSurvey
  private let keys: LedgerKeys

  /// Looks at a ledger; no lock is needed.
  package init(at path: String, files: any LedgerFiles = DiskFiles()) throws(Failure) {
    folder = LedgerFolder(path: path, files: files)
    let identity = try LedgerIdentity.read(folder)
    keys = try LedgerKeys.read(folder, identity).keys
    var survey = LogSurvey(folder, identity)
    try survey.extend(syncing: true)
    self.survey = survey
  }

  /// The proof that an event is in the log, against the newest signed head.
  ///
  /// Throws `event-missing`, `head-missing` where no signed head holds it yet, `ledger-damaged`.
  package func inclusion(of sequence: UInt64) throws(Failure) -> InclusionProof {
    guard sequence >= 1, sequence <= survey.wholeThrough else {
      throw .eventMissing(sequence, last: survey.wholeThrough, at: folder.path)
    }
    guard let head = try CheckpointFolder.newest(in: folder, survey.identity), head.size >= sequence else {
      throw .headMissing("no signed head holds event \(sequence) yet", at: folder.checkpoints)
    }
    guard head.size <= survey.wholeThrough else { throw .otherTree(head.size, at: folder.path) }
    var tree = TreeReader(survey)
    let hashes = try MerkleProof.inclusion(of: sequence - 1, in: head.size) { range throws(Failure) in
      try tree.root(of: range)
    }
    let proof = InclusionProof(index: sequence - 1, hashes: hashes, checkpoint: head)
    guard proof.proves(try tree.leaf(sequence - 1), with: keys) else {
      throw .otherTree(head.size, at: folder.path)
    }
    return proof
  }

  /// The proof that the log of `newSize` events, a signed head, continues the one of `oldSize`.
  ///
  /// `newSize` is that of the newest signed head where none is given. Throws `event-missing`, `head-missing`,
  /// `ledger-damaged`.
  package func consistency(from oldSize: UInt64, to newSize: UInt64?) throws(Failure) -> ConsistencyProof {
    let head = try head(of: newSize)
    guard oldSize >= 1, oldSize <= head.size else {
      throw .eventMissing(oldSize, last: head.size, at: folder.path)
    }
    guard head.size <= survey.wholeThrough else { throw .otherTree(head.size, at: folder.path) }
    var tree = TreeReader(survey)
    let hashes = try MerkleProof.consistency(from: oldSize, to: head.size) { range throws(Failure) in
      try tree.root(of: range)
    }
    let proof = ConsistencyProof(oldSize: oldSize, hashes: hashes, checkpoint: head)
    guard proof.proves(try tree.root(of: 0..<oldSize), with: keys) else {
      throw .otherTree(head.size, at: folder.path)
    }
    return proof
  }

  private func head(of size: UInt64?) throws(Failure) -> Checkpoint {
    guard let size else {
      if let newest = try CheckpointFolder.newest(in: folder, survey.identity) { return newest }
      throw .headMissing("no head of this ledger is signed", at: folder.checkpoints)
    }
    let path = folder.checkpoint(size)
    guard try folder.files.exists(path), let head = try CheckpointFolder.head(of: size, in: folder, keys)
    else {
      let sizes = try folder.files.names(in: folder.checkpoints).compactMap { LedgerFolder.number($0) }
      let some = sizes.suffix(5).map(String.init).joined(separator: ", ")
      throw .headMissing("no good signed head of \(size) events; the newest are of \(some)", at: path)
    }
    return head
  }
}

extension Failure {
  static func eventMissing(_ sequence: UInt64, last: UInt64, at place: String) -> Self {
    Self(
      .eventMissing, "there is no event \(sequence)", at: place,
      remedy: last == 0 ? "the ledger is empty" : "name one of 1 to \(last)")
  }

  static func headMissing(_ what: String, at place: String) -> Self {
    Self(.headMissing, what, at: place, remedy: "sign the head with checkpoint, then prove it")
  }

  static func otherTree(_ size: UInt64, at place: String) -> Self {
    Self(
      .ledgerDamaged, "the log does not give the root of its signed head of \(size) events", at: place,
      remedy: "run verify, which names what is damaged")
  }
}

import Diagnostics
import Synchronization

/// Looks streams up in the index for the writer, and has the index made again where a page of it can not be believed.
final class HeadLookup: Sendable {
  private let index: HeadIndex
  private let folder: LedgerFolder
  private let identity: LedgerIdentity
  /// Events that the writer no longer remembers itself: the index must cover them before it is asked.
  private let forgotten: Mutex<UInt64>

  init(_ index: HeadIndex, _ folder: LedgerFolder, _ identity: LedgerIdentity) {
    self.index = index
    self.folder = folder
    self.identity = identity
    forgotten = Mutex(index.covered)
  }

  /// The last event of a stream among the sealed ones, 0 = none.
  ///
  /// A wrong answer would be a wrong `prev` for ever.
  func last(of stream: StreamHash) throws(Failure) -> UInt64 {
    do throws(Failure) {
      guard index.covered >= forgotten.withLock({ $0 }) else { throw Failure.lostIndex(folder.index) }
      return try index.last(of: stream)
    } catch  where error.code == .indexDamaged {
      try index.removeAll()
      var survey = LogSurvey(folder, identity)
      try survey.extend(syncing: false)
      try index.fill(
        from: Array(survey.segments.prefix { $0.isSealed }),
        SegmentSealing(folder: folder, identity: identity))
      guard index.covered >= forgotten.withLock({ $0 }) else { throw error }
      return try index.last(of: stream)
    }
  }

  /// How far the index has come since it was last asked, nil where it has not: the writer may forget up to there.
  func grown() -> UInt64? {
    let covered = index.covered
    return forgotten.withLock { forgotten in
      guard covered > forgotten else { return nil }
      forgotten = covered
      return covered
    }
  }
}

extension Failure {
  static func lostIndex(_ place: String) -> Self {
    Self(
      .indexDamaged, "the stream heads no longer cover the sealed events", at: place,
      remedy: "open the ledger again: they are made again from the log")
  }
}

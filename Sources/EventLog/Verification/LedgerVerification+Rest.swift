import Diagnostics
import JSONText

extension LedgerVerification {
  /// An erased line is only believed where an erasure event names it.
  mutating func verifyErasures() throws(Failure) {
    var cursor = EventCursor(survey)
    for (sequence, by) in erasures {
      let event = try cursor.event(by)
      // A body that is no JSON names nothing.
      let named = event.flatMap { try? JSONValue(parsing: $0.body) }?["seq"]?.number?.uint64
      if event?.kind == "event.erased", named == sequence {
        report.erased.append(sequence)
      } else {
        let file = folder.segment(identity.geometry.segmentFirst(of: sequence))
        find(file, "a line is marked as erased and no erasure event names it", sequence...sequence)
      }
    }
  }

  /// The index is disposable: what is wrong with it is told, and no damage.
  mutating func verifyIndex() throws(Failure) {
    for name in try folder.files.names(in: folder.index) where name.hasPrefix("heads-") {
      let path = folder.index + "/" + name
      do {
        guard let run = try HeadRun.open(path, in: folder.files, ledger: identity.id) else {
          note(path, "stream heads are not as written; they are made again from the log")
          continue
        }
        for page in 0..<run.pageCount { _ = try run.entries(ofPage: page) }
      } catch  where error.code == .indexDamaged {
        note(path, "stream heads are not as written; they are made again from the log")
      } catch  where error.code == .fileMissing {
        continue  // a writer has just merged it
      }
    }
  }
}

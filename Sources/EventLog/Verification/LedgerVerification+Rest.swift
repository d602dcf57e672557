import Diagnostics
import JSONText

extension LedgerVerification {
  /// LEDGER names the first key, and with that all others: it must be what the ledger's first event recorded.
  mutating func verifyIdentity() throws(Failure) {
    var cursor = EventCursor(survey)
    guard let event = try cursor.whole(1), !LostEvent.isOne(event), !event.body.isEmpty else { return }
    guard event.kind != LedgerIdentity.openedKind || event.body != identity.openedBody else { return }
    find("LEDGER", "it does not say what event 1 recorded when the ledger was made", 1...1)
  }

  /// An erased line is only believed where an erasure event names it.
  mutating func verifyErasures() throws(Failure) {
    var cursor = EventCursor(survey)
    for (sequence, by) in erasures {
      let event = try cursor.whole(by)
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

  /// Reads `keys/`, which tells who signs which heads.
  mutating func readKeys() throws(Failure) {
    guard try isFolder(folder.keys) else { return }
    let stored = try LedgerKeys.read(folder, identity)
    keys = stored.keys
    report.rotations = keys.rotations.count
    for name in stored.strangers {
      find("keys/" + name, "the change of keys is not as written, or does not follow the one before it")
    }
    for rotation in keys.rotations {
      heads[rotation.size, default: [:]][Self.file(of: rotation)] = rotation.root
    }
  }

  /// The log and `keys/` must tell of the same changes.
  mutating func verifyRotations() {
    var recorded = LedgerKeys(identity)
    for event in rotations {
      let file = folder.segment(identity.geometry.segmentFirst(of: event.seq))
      let rotation = KeyRotation(event, of: identity)
      // What is lost may have been a change before this one.
      if let rotation, hasLoss, !recorded.follows(rotation) { recorded.bridge(to: rotation, by: keys) }
      if let rotation, rotation.size < event.seq, recorded.follows(rotation) {
        recorded.append(rotation)
        guard !keys.rotations.contains(rotation) else { continue }
        find(Self.file(of: rotation), "it is missing or damaged; the next writer makes it again from the log")
      } else {
        find(file, "a change of keys is not signed with both keys, or does not follow", event.seq...event.seq)
      }
    }
    guard !hasLoss else { return }  // what is lost may have recorded it
    for rotation in keys.rotations where !recorded.rotations.contains(rotation) {
      find(Self.file(of: rotation), "no event of the log records this change of keys; the next writer does")
    }
  }

  private var hasLoss: Bool { hasGap || !report.lost.isEmpty || !lost.isEmpty }

  /// A head that the log remembers must still be there, and be that one.
  mutating func verifyRecordedHeads() throws(Failure) {
    for head in recordedHeads {
      guard let root = signedHeads[head.size] else {
        // A writer at work may have signed it since the folder was read.
        if try folder.files.exists(folder.checkpoint(head.size)) { continue }
        find(
          "checkpoints/" + LedgerFolder.digits(head.size), "it is missing, and event \(head.by) remembers it")
        continue
      }
      if let root, root != head.root {
        let file = folder.segment(identity.geometry.segmentFirst(of: head.by))
        find(file, "an event remembers another root for the signed head of its size", head.by...head.by)
      }
    }
  }

  private static func file(of rotation: KeyRotation) -> String {
    "keys/" + LedgerFolder.digits(rotation.size)
  }

  /// A head that rests on events whose loss was accepted can be checked no more; any other must be the log's.
  mutating func judgeContradictions() {
    for (file, size) in contradicted {
      let numbers = acceptances.first { $0.hides(size) }.map { [$0.numbers].inWords }
      switch numbers {
      case nil: find(file, "its root is not that of the log", 1...max(1, size))
      case let numbers? where file == Self.keptName:
        find(file, "whether this log continues it can no longer be shown: events \(numbers) are lost")
      case let numbers?: note(file, "its root rests on events \(numbers), whose loss was accepted")
      }
    }
  }

  /// A line that says that its event is lost is only believed where an event accepts the loss, and a loss that an event
  /// accepts where there are such lines: else it could hide that heads do not agree with the log.
  mutating func verifyLosses() {
    for loss in acceptances where report.isFinished || loss.numbers.upperBound <= report.last {
      guard !hasGap, let number = loss.numbers.first(where: { !isLost($0) }) else { continue }
      let file = folder.segment(identity.geometry.segmentFirst(of: number))
      find(file, "an event accepts the loss of events that are there", loss.numbers)
    }
    report.lost = acceptances.map(\.numbers)
    for sequence in lost.sorted() where !acceptances.contains(where: { $0.numbers.contains(sequence) }) {
      let file = folder.segment(identity.geometry.segmentFirst(of: sequence))
      find(file, "an event is lost, and no event accepts the loss", sequence...sequence)
    }
  }

  /// What recovery owes the log is a fact that stands nowhere else.
  mutating func verifyOwed() throws(Failure) {
    for file in try OwedEvents(folder: folder).damaged() {
      find(file, "an event that is owed to the log is not as written; the next writer records that")
    }
  }

  /// The index is disposable: what is wrong with it is told, and no damage.
  mutating func verifyIndex() throws(Failure) {
    let names: [String]
    do {
      names = try folder.files.names(in: folder.index)
    } catch  where error.code == .ledgerDamaged {
      return note(folder.index, "it is no folder; the next writer makes one")
    }
    for name in names where name.hasPrefix("heads-") {
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

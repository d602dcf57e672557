/// What one read shows of a write, already compared by the types of its fields: the ground of both judges.
package struct WriteSight: Hashable, Sendable {
  /// How the fields that were written stand, all of them together.
  package enum Values: String, Hashable, Sendable, CaseIterable {
    /// As written.
    case desired
    /// As a named normalisation of what was written, say with blanks cut off.
    case normalised
    /// As before the write; where some fields are as before and others as written, it is `other`.
    case before
    case other
  }

  /// Whose record it is, by our key and by the id that an answer named.
  package enum Identity: String, Hashable, Sendable, CaseIterable {
    case ours
    /// Our key on a record that is not this write's, or another key on the one that the answer named.
    case another
    /// Several records with our key.
    case several
    case nobody
  }

  package let identity: Identity
  package let values: Values
  /// The record's own time, in seconds since 1970; nil where it has none: 0, a day without time of day, or later
  /// than the server's.
  package let time: Int64?
  /// The server's `Date` of the read.
  package let readAt: Int64

  package init(identity: Identity = .ours, values: Values, time: Int64?, readAt: Int64) {
    self.identity = identity
    self.values = values
    self.time = time
    self.readAt = readAt
  }

  /// What a look says of a call that left at that second of the server's `Date`.
  ///
  /// The value from before means *not applied* only on a record that has not moved since the sending (law 5): on one
  /// that did, our write may have been there, and a person may have taken it back.
  package func finding(sentAt: Int64, isInsert: Bool) -> WriteFinding {
    switch identity {
    case .another: return .anotherRecord
    case .several: return .undecidable
    case .nobody: return isInsert ? .notApplied : .undecidable
    case .ours: break
    }
    return switch values {
    case .desired: .applied
    case .before: time.map { $0 < sentAt } ?? false ? .notApplied : .changed
    case .normalised, .other: .changed
    }
  }

  /// What a read-back says of a write that was answered with success, or that a look found; `ours` are the seconds
  /// in which the record's own time is our write's: the answer's in Zoho, those from the sending to the answer in
  /// JD Edwards; nil after a look.
  ///
  /// The identity is compared first, then whether the read is settled, then the values (law 4).
  package func readBack(ours: ClosedRange<Int64>?, isInsert: Bool, skew: Int64 = 1) -> WriteReadBack {
    switch identity {
    case .another: return .finding(.anotherRecord)
    case .several: return .finding(.undecidable)
    case .nobody: return .finding(isInsert ? .notSeenYet : .undecidable)
    case .ours: break
    }
    guard isSettled(skew: skew) else { return .finding(.unsettled) }
    let isEarlier = ours.map { ours in time.map { $0 < ours.lowerBound } ?? true } ?? false
    let isOurs = ours.map { ours in time.map { ours.contains($0) } ?? false } ?? false
    return switch values {
    case .desired: .confirmed(isNormalised: false)
    case .normalised where isOurs: .confirmed(isNormalised: true)
    case .before where isEarlier: .finding(.notSeenYet)
    case .before, .normalised, .other: .finding(.changed)
    }
  }

  /// Whether the record can no longer change in the second of its own time; `skew` is what answers to our own writes
  /// have shown between that time and the server's `Date`, at least 1.
  package func isSettled(skew: Int64 = 1) -> Bool {
    guard let time else { return true }
    return isSecondOver(time, readAt: readAt, skew: skew)
  }
}

/// What a read-back says.
package enum WriteReadBack: Hashable, Sendable {
  /// `write.confirmed`.
  case confirmed(isNormalised: Bool)
  /// `write.probed`.
  case finding(WriteFinding)
}

/// One read of a record: the record's own time, and whether that second was over.
package struct ReadTime: Hashable, Sendable {
  /// In seconds since 1970; nil where the record has none.
  package let time: Int64?
  package let isSettled: Bool

  package init(time: Int64?, isSettled: Bool) {
    self.time = time
    self.isSettled = isSettled
  }

  /// Whether a newer read shows an older state than this one did (law 3): it is recorded and decides nothing.
  package func isAhead(of read: ReadTime, hasSameContent: Bool) -> Bool {
    guard let time, let other = read.time else { return false }
    return other < time || (other == time && isSettled && !hasSameContent)
  }
}

/// Whether a record found by our key, by `DUPLICATE_DATA` or by a read-back is what our insert made (law 4).
package struct InsertedRecord: Hashable, Sendable {
  /// It was known before the insert was intended.
  package let wasKnownBefore: Bool
  /// Another subject holds it.
  package let isHeld: Bool
  /// Its marks (name, tax number, e-mail, place) are those of the row.
  package let hasOurMarks: Bool

  package init(wasKnownBefore: Bool, isHeld: Bool, hasOurMarks: Bool) {
    self.wasKnownBefore = wasKnownBefore
    self.isHeld = isHeld
    self.hasOurMarks = hasOurMarks
  }

  /// Ours only where nothing speaks against it.
  package var identity: WriteSight.Identity {
    !wasKnownBefore && !isHeld && hasOurMarks ? .ours : .another
  }
}

/// Whether a second is over by a server's `Date`, less the skew that answers have shown.
package func isSecondOver(_ second: Int64, readAt: Int64, skew: Int64 = 1) -> Bool {
  readAt - max(1, skew) > second
}

/// What happens to one write, without its JSON: whoever folds turns the bodies of the log into these.
package enum WriteEvent: Hashable, Sendable {
  /// `write.intended`; `isConditional`: it goes alone under a condition on the record's own time;
  /// `allowsCondition`: the target knows such conditions (Zoho does, JD Edwards does not).
  case intended(WriteIntended.Action, isConditional: Bool, allowsCondition: Bool = true)
  /// `call.sent` that carries it: the attempt's number from 1, and the last second in which it may land; nil where
  /// no end is known.
  case sent(attempt: Int, landsUntil: Int64?)
  /// `write.answered`: what the row of the answer says.
  case answered(WriteAnswer)
  /// `write.probed`: what a look or a read-back found, at that second of the target's `Date`.
  case probed(WriteFinding, at: Int64?)
  /// `write.confirmed`: read back.
  case confirmed
  /// `write.failed`: given up with the kind of trouble; nil where a person gave it up.
  case failed(ErrorClass?)
  /// `write.abandoned`: given up because something else is decided.
  case abandoned
  /// `write.settled`: a person's word, or a later success on the same record.
  case settled
  /// Its pairing ended, or the mapping that intended it moved.
  case superseded(by: WriteSuccessor)
}

/// What a system says of one row.
package enum WriteAnswer: Hashable, Sendable {
  /// Done; the record's own time after it, in seconds since 1970, where the answer shows it.
  case applied(time: Int64?)
  /// Not done.
  case refused(ErrorClass)
  /// A time-out, a lost connection, a 5xx, a 202.
  case unknown
}

/// What a read shows of a write, judged by the time of the record and by its key.
package enum WriteFinding: String, Hashable, Sendable, CaseIterable {
  /// The desired values are there.
  case applied
  /// The values from before, on a record that has not moved since the sending.
  case notApplied = "not_applied"
  /// The record moved since the sending and shows other values than the desired ones: its base is doubtful.
  case changed
  /// Our key stands on another record than the answer named, or another key on that one.
  case anotherRecord = "another_record"
  /// It cannot be said, say two records with our key.
  case undecidable
  /// After an answer of success: the value from before, and a time earlier than the answer's.
  case notSeenYet = "not_seen_yet"
  /// The record's own time is the second of the read: it may move in it once more.
  case unsettled
}

/// Why an open write is never sent again.
package enum WriteSuccessor: String, Hashable, Sendable, CaseIterable {
  /// Its pairing ended: another generation decides, and nothing of this one is confirmed.
  case generation
  /// A field that it writes is mapped otherwise now; what landed is still confirmed by the mapping that intended it.
  case mapping
}

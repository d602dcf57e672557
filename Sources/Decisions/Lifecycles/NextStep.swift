/// What a life cycle owes now; the caller does it and tells the life cycle by an event.
///
/// Times are whole seconds since 1970 by the clock of the system that is asked, as its `Date` header shows it, say
/// 1764633600.
package enum NextStep: Hashable, Sendable {
  /// The first attempt of a write may leave.
  case send(isConditional: Bool)
  /// A further attempt may leave, alone; an insert is matched by all keys first.
  case sendAgain(isConditional: Bool)
  /// Look what became of a call; not before that second, nil at once.
  case look(notBefore: Int64?)
  /// Read back what was answered with success; not before that second, nil at once.
  case readBack(notBefore: Int64?)
  /// Nothing before that second; nil is until the lane, a parent or an answer lets it go on.
  case wait(until: Int64?)
  /// Decide again from what both sides show now.
  case decideAgain
  /// It can no longer do anything: end it.
  case abandon
  /// A person is asked.
  case ask(QuestionReason)
  /// Nothing is owed.
  case nothing
}

/// Why a life cycle waits for a person.
package enum QuestionReason: Hashable, Sendable {
  /// The system refuses it; a change of the record or of the configuration helps as well.
  case refused(ErrorClass)
  /// Another record stands where ours was expected: rows were exchanged, or the id is a stranger's.
  case anotherRecord
  /// What is there says neither yes nor no, say two records with our key.
  case undecidable
  /// Answered with success and not shown, also after four looks.
  case notSeenYet
  /// No look can prove that the call no longer lands, say a queue that took it.
  case noKnownEnd
  /// An insert of a pairing that ended has made this record.
  case leftOver
  /// More would change in one run than its share: a plan is looked at first.
  case brake
  /// One of the questions that stand in the log.
  case question(QuestionSubject)
}

/// Under which reason the list of what is owed names a write, as `decision-core` spells it.
package enum WriteDuty: String, Hashable, Sendable, CaseIterable {
  /// Nobody knows what became of a call.
  case unknown
  /// Answered with success; the reads still show the value from before.
  case notSeenYet = "not_seen_yet"
  /// Five reads, and the record moved in the second of each.
  case keepsMoving = "keeps_moving"
  /// The system refuses it.
  case refused
  /// The lane takes no call now.
  case lane
  /// A person is asked.
  case question
}

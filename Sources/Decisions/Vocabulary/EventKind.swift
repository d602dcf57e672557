/// The vocabulary of the log: what can have happened, named in the past tense.
///
/// The raw value is the `kind` of an event's line. `ledger.opened`, `tail.quarantined` and `clock.jumped`
/// are appended by the log itself.
package enum EventKind: String, CaseIterable, Sendable {
  case ledgerOpened = "ledger.opened"
  case ledgerBound = "ledger.bound"
  case configLoaded = "config.loaded"
  case clockJumped = "clock.jumped"
  case dayTurned = "day.turned"

  case commandStarted = "command.started"
  case commandEnded = "command.ended"
  case planMade = "plan.made"
  case planApplied = "plan.applied"

  case pollStarted = "poll.started"
  case pollProgressed = "poll.progressed"
  case pollCompleted = "poll.completed"
  case watermarkMoved = "watermark.moved"

  case metadataRead = "metadata.read"
  case recordPolled = "record.polled"
  case recordFetched = "record.fetched"
  case recordDeleted = "record.deleted"
  case recordNotShown = "record.not_shown"
  case recordLeft = "record.left"

  case linkMade = "link.made"
  case linkRemoved = "link.removed"
  case linkReserved = "link.reserved"

  case subjectStated = "subject.stated"
  case questionAsked = "question.asked"
  case questionAnswered = "question.answered"
  case questionWithdrawn = "question.withdrawn"
  case decisionMade = "decision.made"

  case callSent = "call.sent"
  case callAnswered = "call.answered"

  case writeIntended = "write.intended"
  case writeAnswered = "write.answered"
  case writeProbed = "write.probed"
  case writeConfirmed = "write.confirmed"
  case writeFailed = "write.failed"
  case writeSettled = "write.settled"
  case writeAbandoned = "write.abandoned"

  case sessionOpened = "session.opened"
  case sessionLost = "session.lost"
  case breakerOpened = "breaker.opened"
  case breakerClosed = "breaker.closed"
  case streamStopped = "stream.stopped"
  case streamResumed = "stream.resumed"
  case tailQuarantined = "tail.quarantined"
}

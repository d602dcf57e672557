/// An event that cannot follow the state it meets, say an answer to a call that never left.
///
/// A fault changes nothing: the life cycle stays as it was. The fold writes it down and freezes the subject; tests
/// and worlds treat it as failure.
package enum LifecycleFault: String, Hashable, Sendable, CaseIterable {
  /// Nothing was begun that this could be about, say `write.sent` without `write.intended`.
  case notBegun = "not_begun"
  /// It is begun already, and open.
  case begunAlready = "begun_already"
  /// It ended for good, say a confirmed write.
  case endedAlready = "ended_already"
  /// Attempts and generations count up; this number does not follow.
  case outOfOrder = "out_of_order"
  /// An attempt may still land, or was not looked up: nothing is sent and nothing given up.
  case mayStillLand = "may_still_land"
  /// No call is out that this could answer.
  case notSent = "not_sent"
  /// The system has answered, or was looked at: a second answer, or a look that only an open call can need.
  case answeredAlready = "answered_already"
  /// Nobody knows yet that it was applied: nothing is to be read back or confirmed.
  case notApplied = "not_applied"
  /// The pairing of the write has ended, or its mapping moved: it is never sent again, nor confirmed for another.
  case superseded
  /// It waits for a decision or for a person, and goes on by neither of them.
  case waitsForAnother = "waits_for_another"
  /// A person said that the subject is not this record.
  case keptApart = "kept_apart"
  /// It is held by another than the one that asks.
  case anothersMatter = "anothers_matter"
}

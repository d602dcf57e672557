package import Diagnostics
package import JSONText

/// When an answer of success is read back, and how often: law 3 (a read is settled after the record's second) and
/// law 4 (a read that shows the value from before refutes nothing for a while).
package struct ReadBackPlan: Hashable, Sendable {
  /// Seconds after the answer's second: the first read at which the answer's second is surely over.
  package static let firstDelay: Int64 = 2
  /// Seconds to the next read after each that showed the value from before.
  package static let lagDelays: [Int64] = [2, 4, 8]
  /// Reads of a record that moved in the second of each, before it is listed as one that keeps moving.
  package static let looksMax = 5
  /// Seconds to the next read of a record that keeps moving: the length of Zoho's longest call, and no busier.
  package static let movingDelay: Int64 = 300

  /// The record's own time that the answer named; nil where none did, or a look found the write.
  package let answered: Int64?
  /// Reads that showed the value from before, with a time earlier than the answer's.
  package private(set) var notSeenYet = 0
  /// Reads in the record's own second, in a row.
  package private(set) var unsettled = 0
  /// The second of the next read; nil at once.
  package private(set) var notBefore: Int64?

  /// After an answer with that time, or a look at that second.
  package init(answered: Int64?, seen: Int64? = nil) {
    self.answered = answered
    notBefore = (answered ?? seen).map { $0 + Self.firstDelay }
  }

  /// The value from before was read too often to go on reading.
  package var isExhausted: Bool { notSeenYet > Self.lagDelays.count }

  /// Five reads, and no settled one.
  package var keepsMoving: Bool { unsettled >= Self.looksMax }

  /// The same answer, read from the beginning: a refused repeat has shown that the reads had lagged.
  package var anew: ReadBackPlan {
    var plan = ReadBackPlan(answered: answered)
    plan.notBefore = nil
    return plan
  }

  /// The same plan with other names for its seconds.
  func renamed(_ answer: (Int64) -> Int64, _ deadline: (Int64) -> Int64) -> ReadBackPlan {
    var plan = ReadBackPlan(answered: answered.map(answer))
    (plan.notSeenYet, plan.unsettled, plan.notBefore) = (notSeenYet, unsettled, notBefore.map(deadline))
    return plan
  }

  /// A read that showed the value from before.
  mutating func tookLag(at second: Int64?) {
    let delay = notSeenYet < Self.lagDelays.count ? Self.lagDelays[notSeenYet] : 0
    notSeenYet += 1
    unsettled = 0
    notBefore = (second ?? notBefore).map { $0 + delay }
  }

  /// A read in the record's own second.
  mutating func tookUnsettled(at second: Int64?) {
    unsettled = min(unsettled + 1, Self.looksMax)
    notBefore = (second ?? notBefore).map { $0 + (keepsMoving ? Self.movingDelay : Self.firstDelay) }
  }
}

/// When a call that found nothing is looked up again.
package struct LookPlan: Hashable, Sendable {
  /// Seconds between looks for a call without a known end: a minute, then four times as long each time, some 85
  /// minutes in all; after them a person is asked.
  package static let patience: [Int64] = [60, 240, 960, 3_840]

  /// Looks that found nothing, of a call without a known end.
  package private(set) var looks = 0
  /// The second of the next look; nil at once.
  package private(set) var notBefore: Int64?

  /// A look as soon as the calls of a window can no longer land.
  package init(after window: LandingWindow) {
    notBefore = window.firstSecondAfter
  }

  /// Nobody looks any more without a person's word.
  package var isExhausted: Bool { looks > Self.patience.count }

  /// The same plan with other names for its seconds.
  func renamed(_ rename: (Int64) -> Int64) -> LookPlan {
    var plan = self
    plan.notBefore = notBefore.map(rename)
    return plan
  }

  /// A look that found nothing of a call without a known end.
  mutating func tookNothing(at second: Int64?) {
    let delay = looks < Self.patience.count ? Self.patience[looks] : 0
    looks += 1
    notBefore = (second ?? notBefore).map { $0 + delay }
  }
}

extension ReadBackPlan {
  /// `{"answered":1764633600,"lags":1,"unsettled":2,"not_before":1764633604}`: without what is not known, or zero.
  package var json: JSONValue {
    var object = JSONObject()
    object["answered"] = answered.map { JSONValue(Int($0)) }
    if notSeenYet > 0 { object["lags"] = JSONValue(notSeenYet) }
    if unsettled > 0 { object["unsettled"] = JSONValue(unsettled) }
    object["not_before"] = notBefore.map { JSONValue(Int($0)) }
    return .object(object)
  }

  /// A plan read back from the projection.
  package init(json: JSONValue) throws(Failure) {
    guard json.object != nil else { throw .unreadableBody("plan") }
    answered = json["answered"]?.int.map(Int64.init)
    notSeenYet = json["lags"]?.int ?? 0
    unsettled = json["unsettled"]?.int ?? 0
    notBefore = json["not_before"]?.int.map(Int64.init)
  }
}

extension LookPlan {
  /// `{"looks":1,"not_before":1764633900}`: without what is not known, or zero.
  package var json: JSONValue {
    var object = JSONObject()
    if looks > 0 { object["looks"] = JSONValue(looks) }
    object["not_before"] = notBefore.map { JSONValue(Int($0)) }
    return .object(object)
  }

  /// A plan read back from the projection.
  package init(json: JSONValue) throws(Failure) {
    guard json.object != nil else { throw .unreadableBody("plan") }
    looks = json["looks"]?.int ?? 0
    notBefore = json["not_before"]?.int.map(Int64.init)
  }
}

package import Diagnostics
package import JSONText

/// The life of a write as the projection stores it: the state of a pure value, decided by nothing but its events.
extension WriteLife {
  /// `{"stage":"looked","insert":true,"attempts":1,"unanswered":1764633900,…}`: without what is not so, or zero.
  package var json: JSONValue {
    var object: JSONObject = ["stage": JSONValue(state)]
    stage.write(into: &object)
    if isInsert { object["insert"] = true }
    if isConditional { object["conditional"] = true }
    if allowsCondition { object["allows_condition"] = true }
    if mayHaveLanded { object["may_have_landed"] = true }
    if attempts > 0 { object["attempts"] = JSONValue(attempts) }
    object["successor"] = successor.map { JSONValue($0.rawValue) }
    object["unanswered"] = unanswered.json
    object["copies"] = copies.json
    object["repeated"] = repeated?.json
    return .object(object)
  }

  /// A life read back from the projection.
  package init(json: JSONValue) throws(Failure) {
    self.init()
    let reader = BodyReader(json)
    stage = try Stage(reader)
    isInsert = reader.flag("insert")
    isConditional = reader.flag("conditional")
    allowsCondition = reader.flag("allows_condition")
    mayHaveLanded = reader.flag("may_have_landed")
    attempts = json["attempts"]?.int ?? 0
    successor = try reader.optionalChoice("successor")
    unanswered = try LandingWindow(json: reader.member("unanswered"))
    copies = try LandingWindow(json: reader.member("copies"))
    repeated = try reader.member("repeated").map { json throws(Failure) in try ReadBackPlan(json: json) }
  }
}

extension WriteLife.Stage {
  fileprivate func write(into object: inout JSONObject) {
    switch self {
    case .looked(let plan): object["plan"] = plan.json
    case .applied(let plan): object["plan"] = plan.json
    case .refused(let trouble): object["class"] = JSONValue(trouble.rawValue)
    case .failed(let trouble): object["class"] = trouble.map { JSONValue($0.rawValue) }
    case .outdated(let isDoubtful): if isDoubtful { object["doubtful"] = true }
    case .asked(let reason):
      object["reason"] = JSONValue(reason.name)
      if case .refused(let trouble) = reason { object["class"] = JSONValue(trouble.rawValue) }
    case .unborn, .intended, .sent, .unknown, .spent, .confirmed, .abandoned, .settled: break
    }
  }

  fileprivate init(_ reader: BodyReader) throws(Failure) {
    switch try reader.text("stage") {
    case "unborn": self = .unborn
    case "intended": self = .intended
    case "sent": self = .sent
    case "unknown": self = .unknown
    case "looked": self = .looked(try LookPlan(json: reader.member("plan") ?? .null))
    case "applied": self = .applied(try ReadBackPlan(json: reader.member("plan") ?? .null))
    case "refused": self = .refused(try reader.choice("class"))
    case "outdated": self = .outdated(isDoubtful: reader.flag("doubtful"))
    case "asked": self = .asked(try QuestionReason(reader))
    case "spent": self = .spent
    case "confirmed": self = .confirmed
    case "failed": self = .failed(try reader.optionalChoice("class"))
    case "abandoned": self = .abandoned
    case "settled": self = .settled
    default: throw .unreadableBody("stage")
    }
  }
}

extension QuestionReason {
  /// The reason's name without what it carries: `another_record`.
  package var name: String {
    switch self {
    case .refused: "refused"
    case .anotherRecord: "another_record"
    case .undecidable: "undecidable"
    case .notSeenYet: "not_seen_yet"
    case .noKnownEnd: "no_known_end"
    case .leftOver: "left_over"
    case .brake: "brake"
    case .question(let subject): subject.rawValue
    }
  }

  /// The reasons that a write asks for, besides a refusal.
  private static let ofWrites: [QuestionReason] = [
    .anotherRecord, .undecidable, .notSeenYet, .noKnownEnd, .leftOver,
  ]

  fileprivate init(_ reader: BodyReader) throws(Failure) {
    let name = try reader.text("reason")
    if name == "refused" {
      self = .refused(try reader.choice("class"))
    } else if let reason = Self.ofWrites.first(where: { $0.name == name }) {
      self = reason
    } else {
      throw .unreadableBody("reason")
    }
  }
}

extension LandingWindow {
  /// A second, `"unbounded"`, or nothing where it is closed.
  fileprivate var json: JSONValue? {
    switch self {
    case .closed: nil
    case .until(let second): JSONValue(Int(second))
    case .unbounded: "unbounded"
    }
  }

  fileprivate init(json: JSONValue?) throws(Failure) {
    switch json {
    case nil: self = .closed
    case "unbounded"?: self = .unbounded
    case let value?:
      guard let second = value.int else { throw .unreadableBody("unanswered") }
      self = .until(Int64(second))
    }
  }
}

package import Diagnostics
package import JSONText

/// `question.asked`: a person must say something before it goes on; one question an id is open at a time, and a new one
/// takes the place of the one before.
///
/// `{"question":"customer/4242/credit","about":"conflict","reason":"both_moved","rests_on":{"jde":"10","zoho":"20"}}`.
package struct QuestionAsked: Hashable, Sendable {
  /// What kind of question it is.
  package enum About: String, Hashable, Sendable, CaseIterable {
    /// Both sides moved a field and the rule wants a person, or a value would be blanked.
    case conflict
    /// Which record this is, or that it is a new one.
    case match
    /// Name, tax number and place are all others than they were: whether it is still the same company.
    case identity
    /// The linked record is there no longer.
    case gone
  }

  package let question: QuestionID
  package let about: About
  /// Why it is asked: the row of the merge table, or `many_left`, `many_right`, `already_linked`, `keys_disagree`,
  /// `weak_only`, `country_differs`, `unreadable_key`, `key_again`, `taken_back`, `said_new`, `twin`, `unlinked`,
  /// `gone_in_zoho`, `unclear: …`.
  package let reason: String
  /// What an answer rests on: where that is another when it is given, the answer is about something else.
  package let restsOn: JSONObject
  /// What helps to answer and is no ground: the base of a conflict, the module of a match.
  package let shown: JSONObject
  /// Records that it could be, best first: `{"zoho_id":…,"name":…,"score":…,"keys":[…]}`.
  package let candidates: [JSONValue]

  /// A question from its parts.
  package init(
    _ question: QuestionID, about: About, reason: String, restsOn: JSONObject, shown: JSONObject = [:],
    candidates: [JSONValue] = []
  ) {
    self.question = question
    self.about = about
    self.reason = reason
    self.restsOn = restsOn
    self.shown = shown
    self.candidates = candidates
  }

  /// A question read back; throws `event-unreadable` where a member is missing.
  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    question = try reader.question()
    about = try reader.choice("about")
    reason = try reader.text("reason")
    guard let restsOn = reader.member("rests_on")?.object else { throw .unreadableBody("rests_on") }
    self.restsOn = restsOn
    shown = reader.member("shown")?.object ?? [:]
    candidates = reader.elements("candidates")
  }

  package var json: JSONValue {
    var object: JSONObject = [
      "question": JSONValue(question.text), "about": JSONValue(about.rawValue), "reason": JSONValue(reason),
      "rests_on": .object(restsOn),
    ]
    object["shown"] = shown.isEmpty ? nil : .object(shown)
    object["candidates"] = candidates.isEmpty ? nil : .array(candidates)
    return .object(object)
  }

  /// Whether asking this again would tell nothing new.
  package func isSame(as other: QuestionAsked) -> Bool {
    fingerprint(of: json) == fingerprint(of: other.json)
  }
}

/// `question.answered`: a statement in the same commit answers it, for all candidates that were shown.
package struct QuestionAnswered: Hashable, Sendable {
  package let question: QuestionID
  /// What the statement says.
  package let says: SubjectStated.Says
  /// Who said so.
  package let by: String

  /// An answer from its parts.
  package init(_ question: QuestionID, says: SubjectStated.Says, by: String) {
    self.question = question
    self.says = says
    self.by = by
  }

  /// An answer read back; throws `event-unreadable` where a member is missing.
  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    question = try reader.question()
    says = try reader.choice("says")
    by = try reader.text("by")
  }

  package var json: JSONValue {
    ["question": JSONValue(question.text), "says": JSONValue(says.rawValue), "by": JSONValue(by)]
  }
}

/// `question.withdrawn`: nobody answered, and nobody need: the question no longer arises.
package struct QuestionWithdrawn: Hashable, Sendable {
  package let question: QuestionID
  /// `agreed`, `no_longer_arises`.
  package let why: String

  /// A withdrawal from its parts.
  package init(_ question: QuestionID, why: String) {
    self.question = question
    self.why = why
  }

  /// A withdrawal read back; throws `event-unreadable` where a member is missing.
  package init(json: JSONValue) throws(Failure) {
    let reader = BodyReader(json)
    question = try reader.question()
    why = try reader.text("why")
  }

  package var json: JSONValue { ["question": JSONValue(question.text), "why": JSONValue(why)] }
}

extension BodyReader {
  /// The member `question`; throws `event-unreadable` where it names no record.
  fileprivate func question() throws(Failure) -> QuestionID {
    guard let question = QuestionID(try text("question")) else { throw .unreadableBody("question") }
    return question
  }
}

extension QuestionAsked {
  /// A question about a field whose two sides are shown.
  package static func conflict(_ subject: SubjectKey, _ outcome: FieldOutcome) -> QuestionAsked {
    var ground = JSONObject()
    ground["jde"] = outcome.jde.value.json
    ground["zoho"] = outcome.zoho.json
    var shown = JSONObject()
    shown["base"] = outcome.base?.json
    return QuestionAsked(
      QuestionID(subject, field: outcome.field), about: .conflict, reason: outcome.rule.rawValue,
      restsOn: ground, shown: shown)
  }

  /// A question about which record of `module` a subject is; `ground` is what of the subject it rests on.
  package static func match(
    _ subject: SubjectKey, module: String, reason: String, ground: JSONObject, candidates: [JSONValue]
  ) -> QuestionAsked {
    QuestionAsked(
      QuestionID(subject), about: reason == Self.goneReason ? .gone : .match, reason: reason, restsOn: ground,
      shown: ["module": JSONValue(module)], candidates: candidates)
  }

  /// A question whether a record whose marks are all others is still the same company.
  package static func identity(
    _ subject: SubjectKey, module: String, before: KeptMarks, now: KeptMarks, candidates: [JSONValue]
  ) -> QuestionAsked {
    QuestionAsked(
      QuestionID(subject), about: .identity, reason: About.identity.rawValue,
      restsOn: now.json.object ?? [:], shown: ["module": JSONValue(module), "before": before.json],
      candidates: candidates)
  }

  /// Why a linked record is asked about of which JDE shows a row no longer: `not_shown: F03012 has no row`.
  package static func notShown(_ what: String) -> String { "not_shown: \(what)" }

  /// The table whose row shows no longer, where that is asked about: `F0101`.
  package var hiddenTable: String? {
    let start = Self.notShown("")
    guard reason.hasPrefix(start) else { return nil }
    return reason.dropFirst(start.count).prefix { $0 != " " }.description
  }

  /// Why a linked record that is there no longer is asked about.
  package static let goneReason = "gone_in_zoho"

  /// The record was gone, or not shown, or became another one: whether it is still the same is not said.
  package var doubtsRecord: Bool {
    about == .gone || about == .identity || reason.hasPrefix(Self.notShown(""))
  }

  /// The two values that a conflict rests on.
  package var values: FieldPair { FieldPair(json: .object(restsOn)) }

  /// The module whose records are meant; empty where none was said.
  package var module: String { shown["module"]?.string ?? "" }
}

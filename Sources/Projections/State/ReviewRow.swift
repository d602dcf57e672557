package import Decisions
import Diagnostics
package import JSONText

/// A question about a pairing that a person was asked, and the answer.
package struct ReviewRow: Hashable, Sendable {
  /// How far a question is.
  package enum State: String, Hashable, Sendable {
    case open
    case answered
    /// Not to be asked again until the record's content changes after `answeredSequence`.
    case ignored
  }

  package let entity: String
  package let key: String
  package let module: String
  package let state: State
  /// `many_left`, `many_right`, `already_linked`, `keys_disagree`, `weak_only`, `country_differs`, `unreadable_key`, `gone_in_zoho`, or `unclear: …`.
  package let reason: String
  /// Ranked, best first.
  package let candidates: [JSONValue]
  package let fingerprint: String
  package let askedSequence: UInt64
  /// What was said; `create` stands until a link is made, so it allows one create.
  package let answer: LinkSettled.Answer?
  package let zohoID: String?
  /// Who said so; nil where a link made the question needless.
  package let answeredBy: String?
  package let answeredSequence: UInt64?
}

/// A key that a create holds.
package struct ReservationRow: Hashable, Sendable {
  package let stream: String
  package let entity: String
  package let key: String
  /// The pairing that the create leads to.
  package let generation: Int
  /// False once it was released.
  package let isHeld: Bool
  /// When it was reserved.
  package let sequence: UInt64
}

extension ReviewRow {
  static let columns = """
    entity, key, module, state, reason, candidates, fingerprint, asked_seq, answer, zoho_id, answered_by, \
    answered_seq
    """

  init(_ cells: inout CellReader) throws(Failure) {
    entity = try cells.text()
    key = try cells.text()
    module = try cells.text()
    state = try cells.choice()
    reason = try cells.text()
    candidates = try cells.json().array ?? []
    fingerprint = try cells.text()
    askedSequence = try cells.sequence()
    answer = try cells.optionalText().flatMap(LinkSettled.Answer.init)
    zohoID = try cells.optionalText()
    answeredBy = try cells.optionalText()
    answeredSequence = try cells.optionalSequence()
  }
}

extension ReservationRow {
  static let columns = "stream, entity, key, generation, state, seq"

  init(_ cells: inout CellReader) throws(Failure) {
    stream = try cells.text()
    entity = try cells.text()
    key = try cells.text()
    generation = try cells.count()
    isHeld = try cells.text() == "reserved"
    sequence = try cells.sequence()
  }
}

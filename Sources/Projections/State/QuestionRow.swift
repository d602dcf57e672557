package import Decisions
import Diagnostics
import JSONText

/// The newest question under an id, and what became of it.
package struct QuestionRow: Hashable, Sendable {
  /// How far a question is.
  package enum State: String, Hashable, Sendable {
    case open
    case answered
    /// It arises no longer.
    case withdrawn
  }

  /// What was asked.
  package let asked: QuestionAsked
  package let state: State
  package let askedSequence: UInt64
  /// What was said; nil while it is open, and where a pairing made it needless.
  package let says: SubjectStated.Says?
  /// Who said so; nil where nobody did.
  package let answeredBy: String?
  /// When it was answered or withdrawn; nil while it is open.
  package let endedSequence: UInt64?

  /// The entity of the record: `customer`.
  package var entity: String { asked.question.subject.entity }
  /// The key of the record: `4242`.
  package var key: String { asked.question.subject.key }
  /// The field that it is about; nil for the whole record.
  package var field: String? { asked.question.field }
}

extension QuestionRow {
  static let columns =
    "question, about, reason, rests_on, shown, candidates, state, asked_seq, says, answered_by, ended_seq"

  init(_ cells: inout CellReader) throws(Failure) {
    let name = try cells.text()
    guard let question = QuestionID(name) else {
      throw .projectionDamaged("\"\(name)\" is no name of a question")
    }
    asked = QuestionAsked(
      question, about: try cells.choice(), reason: try cells.text(),
      restsOn: try cells.json().object ?? [:], shown: try cells.json().object ?? [:],
      candidates: try cells.json().array ?? [])
    state = try cells.choice()
    askedSequence = try cells.sequence()
    says = try cells.optionalText().flatMap(SubjectStated.Says.init)
    answeredBy = try cells.optionalText()
    endedSequence = try cells.optionalSequence()
  }
}

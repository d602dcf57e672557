import Decisions
import EventLog
import JSONText

/// What a person can say of a record as a whole.
package enum PairingAnswer: Hashable, Sendable {
  /// It is the record of Zoho with this id.
  case link(String)
  /// It is a new one.
  case create
  /// It is none of these records of Zoho.
  case keepApart([String])
  /// Leave it until it changes.
  case ignore
  /// The pair was wrong.
  case unlink
  /// It is still the same company.
  case same
  /// The row that shows no longer is gone for good.
  case gone
  /// The row that shows no longer is only hidden, or comes back: the pair stays as it is.
  case keep
  /// What the event said holds no longer; nil is what was said last.
  case takeBack(UInt64?)
}

/// What one person says of one record, gathered for one commit.
struct PersonsCommit {
  let subject: SubjectKey
  /// Who says so.
  let by: String
  let because: String?
  /// The event that opened the command: the cause.
  let run: UInt64
  let isPersonal: Bool
  private(set) var drafts: [Draft] = []

  init(subject: SubjectKey, by: String, because: String?, run: UInt64, isPersonal: Bool) {
    self.subject = subject
    self.by = by
    self.because = because
    self.run = run
    self.isPersonal = isPersonal
  }

  /// Adds a statement.
  mutating func say(_ says: SubjectStated.Says, _ about: SubjectStated.About = .subject) {
    let stated = SubjectStated(subject: subject, says: says, about: about, by: by, because: because)
    add(.subjectStated, stated.json)
  }

  /// Adds that a question is answered by what was said last in this commit.
  mutating func answer(_ question: QuestionID, _ says: SubjectStated.Says) {
    let cause = drafts.lastIndex { $0.kind == .subjectStated }
    add(
      .questionAnswered, QuestionAnswered(question, says: says, by: by).json,
      cause: cause.map(EventReference.inCommit))
  }

  /// Adds what follows from what was said.
  mutating func add(
    _ kind: EventKind, _ body: JSONValue, on stream: String? = nil, cause: EventReference? = nil
  ) {
    drafts.append(
      Draft(
        kind: kind, stream: stream ?? StreamKey.link(subject.entity, subject.key), body: body,
        cause: cause ?? .sequence(run), isPersonal: isPersonal))
  }
}

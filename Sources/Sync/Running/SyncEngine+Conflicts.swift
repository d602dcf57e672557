package import Decisions
package import Diagnostics
import EventLog
import JSONText
import ProjectFiles
import Projections

extension SyncEngine {
  /// Records whose value a person says that a field holds where both sides moved; the next run carries it out.
  ///
  /// It is about the two values that stand there now. A group goes as one: taking a side answers for each of its fields
  /// that is asked about. `seen` is the event of the question that the person had before them; nil is the newest. Throws
  /// `answer-stale` where the values are others than those that were asked about, or it was asked anew,
  /// `clear-not-allowed` where the mapping protects the field, and `answer-refused` where it cannot be. Tells whether the
  /// value has to be entered in JD Edwards first: what was written in Zoho alone would never be taken over.
  @discardableResult
  package func resolve(
    _ subject: SubjectKey, field: String, takes: FieldWord.Takes, seen: UInt64? = nil,
    by user: String? = nil, because: String? = nil
  ) async throws(Failure) -> Bool {
    guard let mapping = project.rules.mapping(subject.entity), let mapped = mapping.field(field) else {
      throw .noConflict(field, of: subject.text)
    }
    let open = try await journal.state.openQuestions(entity: subject.entity, keys: [subject.key])[subject.key]
    let members = mapping.fields.filter { $0.group != nil && $0.group == mapped.group }.map(\.id) + [field]
    let asked = (open ?? []).filter { question in question.field.map(members.contains) ?? false }
    guard asked.contains(where: { $0.field == field }) else { throw .noConflict(field, of: subject.text) }
    if case .value = takes, let group = mapped.group {
      throw .valueOfGroup(field, of: subject.text, group: group)
    }
    for question in asked {
      if let seen, question.field == field, question.askedSequence != seen {
        throw .askedAnew(question.asked.question, seen: seen, now: question.askedSequence)
      }
      try await requireGround(of: question, mapping)
    }
    try check(takes, mapped, about: asked.map(\.asked.values), of: subject)
    var commit = commit(subject, by: user, because: because)
    for question in asked {
      guard let field = question.field else { continue }
      let about = question.asked.values
      switch takes {
      case .side(let side):
        commit.say(.takeSide, .side(field: field, side, about))
        commit.answer(question.asked.question, .takeSide)
      case .value(let value):
        commit.say(.takeValue, .value(field: field, value, about))
        commit.answer(question.asked.question, .takeValue)
      }
    }
    try await journal.note(commit.drafts)
    guard case .value(let value) = takes, let shown = asked.first?.asked.values.jde else { return false }
    return jdeForm(of: value, field: mapped, present: shown, crosswalks: project.rules.crosswalks) != shown
  }

  /// A person's word does not overrule the mapping: it would be asked again at once.
  private func check(
    _ takes: FieldWord.Takes, _ field: MappedField, about pairs: [FieldPair], of subject: SubjectKey
  ) throws(Failure) {
    let place = field.place.description
    switch takes {
    case .side(let side):
      let winners = pairs.map { side == .jde ? $0.jde : $0.zoho }
      let losers = pairs.map { side == .jde ? $0.zoho : $0.jde }
      let clears = winners.allSatisfy { $0 == .blank } && !losers.allSatisfy { $0 == .blank }
      guard clears, !field.allowsClear else { return }
    case .value(let value):
      if value != .blank || field.allowsClear {
        let form = jdeForm(
          of: value, field: field, present: pairs.first?.jde ?? .blank,
          crosswalks: project.rules.crosswalks)
        guard form != .absent, field.isReversible else {
          throw .noWayBack(field.id, of: subject.text, at: place)
        }
        return
      }
    }
    throw .clearNotAllowed(field.id, of: subject.text, at: place)
  }

  /// An answer rests on what was asked about; where that has moved, it is refused and asked again at once.
  func requireGround(of question: QuestionRow, _ mapping: EntityMapping) async throws(Failure) {
    let id = question.asked.question
    // What a refused write raised is about that write, which nobody has dealt with yet.
    guard question.asked.restsOn["operation"] == nil,
      let now = try await evaluation(of: id.subject, mapping, matches: nil)
    else { return }
    if let field = id.field {
      guard case .merge(let outcomes) = now.verdict,
        let outcome = outcomes.first(where: { $0.field == field })
      else { return }
      let asked = question.asked.values
      let shown = FieldPair(jde: outcome.jde.value, zoho: outcome.zoho)
      guard asked != shown, shown.jde != .absent, shown.zoho != .absent else { return }
      let moved = [
        asked.jde == shown.jde ? nil : "JD Edwards", asked.zoho == shown.zoho ? nil : "Zoho",
      ].compactMap(\.self).joined(separator: " and ")
      try await askAgain(QuestionAsked.conflict(id.subject, outcome))
      throw .staleAnswer(id, moved: "\(moved) shows another \(field)")
    }
    if question.asked.about == .identity {
      guard case .identity = now.verdict, now.shownMarks.json.object != question.asked.restsOn,
        let again = now.question(mapping)
      else { return }
      try await askAgain(again)
      throw .staleAnswer(id, moved: "name, tax number or place of the record are others")
    }
    guard now.ground != question.asked.restsOn else { return }
    let matches = try await MatchBook(mapping: mapping, evaluator: evaluator(), progress: progress)
    let again = try await evaluation(of: id.subject, mapping, matches: matches)?.question(mapping)
    try await askAgain(
      again
        ?? QuestionAsked.match(
          id.subject, module: mapping.zoho.module, reason: question.asked.reason, ground: now.ground,
          candidates: question.asked.candidates))
    throw .staleAnswer(id, moved: "name, keys or place of the record are others")
  }

  private func askAgain(_ question: QuestionAsked) async throws(Failure) {
    let subject = question.question.subject
    try await journal.note([
      Draft(
        kind: .questionAsked, stream: StreamKey.link(subject.entity, subject.key), body: question.json,
        cause: .sequence(journal.run), isPersonal: personal.covers(entity: subject.entity))
    ])
  }

  /// What would be decided about a record by what the ledger knows of it; nil while a write of it is under way.
  private func evaluation(
    of subject: SubjectKey, _ mapping: EntityMapping, matches: MatchBook?
  ) async throws(Failure) -> Evaluation? {
    guard let number = number(ofKey: subject.key) else { return nil }
    if today.isEmpty { today = try await journal.state.settings().jdeDay?.value ?? localDay }
    if hidden.isEmpty { hidden = try await knownFacts().hidden }
    return try await evaluator().evaluate(mapping, numbers: [number], matches: matches)
      .first { $0.key == subject.key }
  }

  /// What Zoho said of its fields when it was asked last.
  private func knownFacts() async throws(Failure) -> SystemFacts {
    var fields: [String: [JSONValue]] = [:]
    for module in Set(project.rules.mappings.map(\.zoho.module)) {
      let known = try await journal.state.metadata(StreamKey.metadata("zoho", "fields.\(module)"))
      fields[module] = known?.answer.array ?? []
    }
    return SystemFacts(users: [], fields: fields, crosswalks: project.rules.crosswalks)
  }
}

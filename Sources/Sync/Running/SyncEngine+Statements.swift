package import Decisions
package import Diagnostics
import EventLog
import JSONText
import ProjectFiles
import Projections

extension SyncEngine {
  /// Records what a person says of a record: which one it is, that it is new, or that two are not the same.
  ///
  /// A statement and the answer to the open question about the record are one commit. `user` is who says so, nil who runs
  /// the program, and `seen` the event of the question that they had before them, nil the newest. Throws `answer-stale`
  /// where the question was about something else than what is there now, or was asked anew, and `answer-refused` where it
  /// cannot be.
  package func answer(
    _ subject: SubjectKey, _ answer: PairingAnswer, seen: UInt64? = nil, by user: String? = nil,
    because: String? = nil
  ) async throws(Failure) {
    guard let mapping = project.rules.mapping(subject.entity) else { throw .unknownRecord(subject.text) }
    if answer == .create {
      let question = try await journal.state.question(QuestionID(subject))
      try await requireReadable(subject.key, mapping, isAsked: question?.state == .open)
    }
    let standing = try await standing(of: subject)
    let asked = standing.asked
    if let seen, let asked, asked.askedSequence != seen {
      throw .askedAnew(asked.asked.question, seen: seen, now: asked.askedSequence)
    }
    try requireUnanswered(standing, seen: seen, answer)
    if let asked, !answer.isAboutFormerWords { try await requireGround(of: asked, mapping) }
    var commit = commit(subject, by: user, because: because)
    let says = try await say(answer, standing, mapping, in: &commit)
    if let asked, let says { commit.answer(asked.asked.question, says) }
    if answer != .ignore, says != nil {
      try await endAskedWrites(of: subject, behind: asked, in: &commit)
    }
    try await journal.note(commit.drafts)
  }

  /// A sheet is as old as the question that it was made from: what was said, or decided, since then stands.
  private func requireUnanswered(
    _ standing: AnswerStanding, seen: UInt64?, _ answer: PairingAnswer
  ) throws(Failure) {
    guard let seen, standing.asked == nil, let last = standing.last else { return }
    let newest = max(last.endedSequence ?? 0, standing.said.all.map(\.sequence).max() ?? 0)
    guard newest > seen else { return }
    // The same sheet once more says nothing new.
    if case .link(let id) = answer, standing.pair?.zohoID == id { return }
    throw .answeredMeanwhile(last.asked.question, seen: seen, at: newest)
  }

  /// A write that waits for a person's word about its record is over once that is given: what was said decides.
  ///
  /// So is a refused one that the question was about, or whose pairing has ended: it would park its record for ever.
  private func endAskedWrites(
    of subject: SubjectKey, behind question: QuestionRow?, in commit: inout PersonsCommit
  ) async throws(Failure) {
    let about = question?.asked.restsOn["operation"]?.string
    let writes = try await journal.state.operations(entity: subject.entity, keys: [subject.key])
    for write in writes {
      let isAnswered = write.operation == about || write.life.successor == .generation
      guard write.state == .asked || write.state == .failed && isAnswered else { continue }
      let ended = WriteEnded(
        operation: write.operation, entity: write.entity, key: write.key, generation: write.generation,
        errorClass: nil, message: "a person has said what becomes of its record", by: commit.by,
        because: commit.because)
      commit.add(.writeAbandoned, ended.json, on: StreamKey.operation(write.operation))
    }
  }

  /// What of a record an answer depends on.
  private struct AnswerStanding {
    let link: LinkState?
    /// The newest question about the record as a whole, open or not.
    let last: QuestionRow?
    let said: Statements
    /// The number that a new pairing gets.
    let nextGeneration: Int

    /// The open question about the record as a whole.
    var asked: QuestionRow? { last.flatMap { $0.state == .open ? $0 : nil } }
    /// The pairing that holds.
    var pair: LinkState? { link.flatMap { $0.state == .linked ? $0 : nil } }
  }

  private func standing(of subject: SubjectKey) async throws(Failure) -> AnswerStanding {
    let store = try await journal.state
    let (entity, keys) = (subject.entity, [subject.key])
    let link = try await store.links(entity: entity, keys: keys)[subject.key]
    let question = try await store.question(QuestionID(subject))
    let said = try await store.statements(entity: entity, keys: keys)[subject.key] ?? Statements()
    let reserved = try await store.reservations(entity: entity, keys: keys)[subject.key]
    let held = try await store.held(entity: entity, keys: keys)[subject.key]
    // A create that a crash has cut off stands in the ledger before its link does, and so does what was only found; of any
    // other a system must have shown a row.
    if link == nil, question == nil, reserved == nil, held == nil, said.all.isEmpty {
      try await requireKnown([subject])
    }
    return AnswerStanding(
      link: link, last: question, said: said,
      nextGeneration: max(link?.generation ?? 0, reserved?.generation ?? 0) + 1)
  }

  func commit(_ subject: SubjectKey, by user: String?, because: String?) -> PersonsCommit {
    PersonsCommit(
      subject: subject, by: user ?? environment.user, because: because, run: journal.run,
      isPersonal: personal.covers(entity: subject.entity))
  }

  /// Puts the statements and what follows from them into the commit; gives what the open question is answered with.
  private func say(
    _ answer: PairingAnswer, _ standing: AnswerStanding, _ mapping: EntityMapping,
    in commit: inout PersonsCommit
  ) async throws(Failure) -> SubjectStated.Says? {
    let subject = commit.subject
    switch answer {
    case .link(let id):
      try await requirePresent(id, mapping)
      try await requireFree(id, for: subject)
      try await link(id, standing, mapping, in: &commit)
      return .theseTwo
    case .create:
      if let pair = standing.pair {
        guard standing.asked?.asked.about == .gone else {
          throw .pairedAlready(subject.text, with: pair.zohoID)
        }
        unlink(pair, in: &commit)
      }
      commit.say(.isNew)
      return .isNew
    case .keepApart(let ids):
      for id in ids {
        guard id != standing.pair?.zohoID else { throw .pairedAlready(subject.text, with: id) }
        try await requireKnown(id, mapping)
        commit.say(.apart, .record(.zoho, id))
      }
      return .apart
    case .ignore:
      commit.say(.notUntilChanged)
      return .notUntilChanged
    case .unlink:
      guard let pair = standing.pair else { throw .notLinked(subject.text) }
      unlink(pair, in: &commit)
      return .apart
    case .same:
      guard standing.asked?.asked.about == .identity else {
        throw .nothingAsked(subject.text, about: "the identity")
      }
      commit.say(.sameCompany)
      return .sameCompany
    case .gone:
      try await requireHidden(standing.pair, standing.last?.asked, subject, mapping)
      commit.say(.isGone)
      return .isGone
    case .keep:
      try await requireHidden(standing.pair, standing.last?.asked, subject, mapping)
      commit.say(.notUntilChanged)
      return .notUntilChanged
    case .takeBack(let sequence):
      let statement = sequence.map { sequence in standing.said.all.first { $0.sequence == sequence } }
      guard let statement = statement ?? standing.said.all.last else {
        throw .nothingSaid(subject.text, statement: sequence)
      }
      takeBack(statement, standing, in: &commit)
      return nil
    }
  }

  /// The pair was wrong: it is apart from that record from now on.
  private func unlink(_ pair: LinkState, in commit: inout PersonsCommit) {
    commit.say(.apart, .record(.zoho, pair.zohoID))
    end(pair, in: &commit)
  }

  /// What was said holds no longer: nor does the pair that it made, nor what it said of other records in the same breath.
  private func takeBack(
    _ statement: Statements.Statement, _ standing: AnswerStanding, in commit: inout PersonsCommit
  ) {
    commit.say(.takenBack, .statement(statement.sequence))
    // One commit holds what is apart, then what is one, then the pairing (`link`).
    guard statement.says == .theseTwo, let pair = standing.pair,
      pair.madeSequence == statement.sequence + 1
    else { return }
    var first = statement.sequence
    for other in standing.said.all.reversed() where other.says == .apart && other.sequence == first - 1 {
      commit.say(.takenBack, .statement(other.sequence))
      first = other.sequence
    }
    end(pair, in: &commit)
  }

  /// The pairing holds no longer, because of what was said last in this commit.
  private func end(_ pair: LinkState, in commit: inout PersonsCommit) {
    commit.add(
      .linkRemoved,
      LinkRemoved(
        entity: pair.entity, key: pair.key, generation: pair.generation, module: pair.module,
        zohoID: pair.zohoID, by: commit.by, reason: commit.because
      ).json, cause: .inCommit(commit.drafts.count - 1))
  }

  private func link(
    _ id: String, _ standing: AnswerStanding, _ mapping: EntityMapping, in commit: inout PersonsCommit
  ) async throws(Failure) {
    // Law 1: these two are the same, so the former one is not.
    if let former = standing.pair?.zohoID, former != id { commit.say(.apart, .record(.zoho, former)) }
    let shown = try await journal.state.shownKeys(
      module: mapping.zoho.module, field: mapping.zoho.key, values: [commit.subject.key])
    for other in (shown[commit.subject.key]?.bearers ?? [:]).keys.sorted()
    where other != id && other != standing.pair?.zohoID {
      commit.say(.apart, .record(.zoho, other))
    }
    commit.say(.theseTwo, .record(.zoho, id))
    guard standing.pair?.zohoID != id else { return }
    commit.add(
      .linkMade,
      LinkMade(
        entity: commit.subject.entity, key: commit.subject.key, generation: standing.nextGeneration,
        module: mapping.zoho.module, zohoID: id, how: LinkMade.person,
        explanation: ["by": JSONValue(commit.by), "reason": JSONValue(commit.because)]
      ).json, cause: .inCommit(commit.drafts.count - 1))
  }

  /// A statement is about a record that is there.
  private func requirePresent(_ id: String, _ mapping: EntityMapping) async throws(Failure) {
    let module = mapping.zoho.module
    guard try await journal.state.zohoRecords(module: module, ids: [id])[id]?.state == .present else {
      throw .unknownZohoRecord(id, module: module)
    }
  }

  /// That two are apart can be said of one that is gone as well: it may come back.
  private func requireKnown(_ id: String, _ mapping: EntityMapping) async throws(Failure) {
    let module = mapping.zoho.module
    guard try await journal.state.zohoRecords(module: module, ids: [id])[id] != nil else {
      throw .unknownZohoRecord(id, module: module)
    }
  }

  /// A record that another one holds is refused, and the other one is named.
  private func requireFree(_ id: String, for subject: SubjectKey) async throws(Failure) {
    guard let holder = try await journal.state.holders(entity: subject.entity, zohoIDs: [id])[id],
      holder != subject.key
    else { return }
    throw .alreadyLinked(id, to: "\(subject.entity)/\(holder)")
  }
}

extension PairingAnswer {
  /// It takes something back, which rests on nothing but what was said.
  fileprivate var isAboutFormerWords: Bool {
    guard case .takeBack = self else { return false }
    return true
  }
}

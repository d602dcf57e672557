import Decisions
import EventLog
import GRDB
import JSONText

extension EventFold {
  /// `subject.stated`: the newest statement about the same thing holds; what was held is decided again.
  func subjectStated(_ event: StoredEvent) throws {
    let stated = try SubjectStated(json: event.json())
    let (entity, key) = (stated.subject.entity, stated.subject.key)
    if case .statement(let former) = stated.about {
      // The row stays, as what says that something was taken back: it wakes its record.
      try database.run(
        """
        UPDATE statements SET says = ?, body = ?, seq = ?, used_seq = NULL, overtaken_seq = NULL
        WHERE entity = ? AND key = ? AND seq = ?
        """, [stated.says.rawValue, event.bodyText, event.seq.cell, entity, key, former.cell])
    } else if let slot = stated.about.slot(stated.says) {
      memory.fills(.statements)
      try database.run(
        """
        INSERT INTO statements (entity, key, about, says, body, seq) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (entity, key, about) DO UPDATE SET says = excluded.says, body = excluded.body,
        seq = excluded.seq, used_seq = NULL, overtaken_seq = NULL
        """, [entity, key, slot, stated.says.rawValue, event.bodyText, event.seq.cell])
    }
    try clearHeld(entity, key, before: event.seq)
  }

  /// `question.asked`: a new question takes the place of the one before; one about a field says that what was said of it
  /// is about other values.
  func questionAsked(_ event: StoredEvent) throws {
    let asked = try QuestionAsked(json: event.json())
    let subject = asked.question.subject
    try database.run(
      """
      INSERT INTO questions (question, entity, key, field, about, reason, rests_on, shown, candidates, state, asked_seq)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', ?)
      ON CONFLICT (question) DO UPDATE SET about = excluded.about, reason = excluded.reason,
      rests_on = excluded.rests_on, shown = excluded.shown, candidates = excluded.candidates, state = 'open',
      asked_seq = excluded.asked_seq, says = NULL, answered_by = NULL, why = NULL, ended_seq = NULL
      """,
      [
        asked.question.text, subject.entity, subject.key, asked.question.field, asked.about.rawValue,
        asked.reason, JSONValue.object(asked.restsOn).text, JSONValue.object(asked.shown).text,
        JSONValue.array(asked.candidates).text, event.seq.cell,
      ])
    guard let field = asked.question.field else { return }
    try database.run(
      """
      UPDATE statements SET overtaken_seq = ?
      WHERE entity = ? AND key = ? AND about = 'field/' || ? AND used_seq IS NULL
      """, [event.seq.cell, subject.entity, subject.key, field])
  }

  /// `question.answered`: the statement of the same commit says what was said.
  func questionAnswered(_ event: StoredEvent) throws {
    let answered = try QuestionAnswered(json: event.json())
    if answered.says == .sameCompany || answered.says == .theseTwo {
      try takeIdentity(answered.question, event)
    }
    try database.run(
      """
      UPDATE questions SET state = 'answered', says = ?, answered_by = ?, why = NULL, ended_seq = ?
      WHERE question = ? AND state = 'open'
      """, [answered.says.rawValue, answered.by, event.seq.cell, answered.question.text])
  }

  /// A person said of a pair that it is the same company as before, by whatever it is known now: that holds until all of
  /// it changes again (law 7).
  private func takeIdentity(_ question: QuestionID, _ event: StoredEvent) throws {
    let subject = question.subject
    let found = try database.first(
      """
      SELECT questions.rests_on, marks.jde, marks.zoho FROM questions
      JOIN marks ON marks.entity = questions.entity AND marks.key = questions.key
      JOIN links ON links.entity = questions.entity AND links.key = questions.key
      WHERE question = ? AND questions.state = 'open' AND about = 'identity' AND links.state = 'linked'
      AND links.made_seq < asked_seq
      """, [question.text]
    ) { cells in
      (now: try cells.json(), before: KeptMarks(json: ["jde": try cells.json(), "zoho": try cells.json()]))
    }
    guard let found else { return }
    let marks = found.before.after(sameCompany: KeptMarks(json: found.now))
    try database.run(
      "UPDATE marks SET jde = ?, zoho = ?, seq = ? WHERE entity = ? AND key = ?",
      [marks.jde.json.text, marks.zoho.json.text, event.seq.cell, subject.entity, subject.key])
  }

  /// `question.withdrawn`: it arises no longer.
  func questionWithdrawn(_ event: StoredEvent) throws {
    let withdrawn = try QuestionWithdrawn(json: event.json())
    try database.run(
      """
      UPDATE questions SET state = 'withdrawn', why = ?, ended_seq = ? WHERE question = ? AND state = 'open'
      """, [withdrawn.why, event.seq.cell, withdrawn.question.text])
  }

  /// What a decision does to what was said: an operation that carries a person's word out uses it up, and a field on which
  /// both sides agree needs none.
  func useStatements(_ decision: DecisionMade, _ event: StoredEvent) throws {
    guard try !memory.isEmpty(.statements, in: database) else { return }
    if decision.outcome == .write {
      for field in decision.fields where MergeRule(rawValue: field.rule)?.isPersonsWord == true {
        guard field.action == "write", field.to == .zoho else { continue }
        try database.run(
          "UPDATE statements SET used_seq = ? WHERE entity = ? AND key = ? AND about = 'field/' || ?",
          [event.seq.cell, decision.entity, decision.key, field.id])
      }
    }
    guard !decision.base.isEmpty else { return }
    let said = try database.all(
      "SELECT about FROM statements WHERE entity = ? AND key = ? AND about >= 'field/' AND about < 'field0'",
      [decision.entity, decision.key]
    ) { cells in try cells.text() }
    for about in said where decision.base[String(about.dropFirst("field/".count))] != nil {
      try database.run(
        "DELETE FROM statements WHERE entity = ? AND key = ? AND about = ?",
        [decision.entity, decision.key, about])
    }
  }

  /// A write that was refused has carried nothing out: what was said holds again.
  func freeStatements(ofDecisionBehind write: WriteRow) throws {
    guard let decision = write.decisionSequence, try !memory.isEmpty(.statements, in: database) else {
      return
    }
    try database.run(
      "UPDATE statements SET used_seq = NULL WHERE used_seq = ? AND entity = ? AND key = ?",
      [decision.cell, write.subject.entity, write.subject.key])
  }

  /// What a pairing ends: "new" and "not until it changes" are about a record without one, a kept apart pair that is made
  /// is none, and what was said of fields is about the pair that stood before.
  func endStatements(with link: LinkMade, _ event: StoredEvent) throws {
    // What the former account was known by, or one that is being made, says nothing of another one.
    try database.run(
      """
      UPDATE marks SET zoho = '{}' WHERE entity = ?1 AND key = ?2
      AND (EXISTS (SELECT 1 FROM links WHERE entity = ?1 AND key = ?2 AND zoho_id <> ?3)
      OR ?4 AND NOT EXISTS (SELECT 1 FROM links WHERE entity = ?1 AND key = ?2))
      """, [link.entity, link.key, link.zohoID, link.how == LinkMade.person])
    guard try !memory.isEmpty(.statements, in: database) else { return }
    try database.run(
      """
      DELETE FROM statements WHERE entity = ?1 AND key = ?2 AND seq < ?3
      AND (about IN ('pairing', 'waiting') OR about = 'zoho/' || ?4 AND says = 'apart')
      """, [link.entity, link.key, event.seq.cell, link.zohoID])
    try database.run(
      """
      DELETE FROM statements WHERE entity = ?1 AND key = ?2 AND about >= 'field/' AND about < 'field0'
      AND NOT EXISTS (SELECT 1 FROM links
      WHERE entity = ?1 AND key = ?2 AND state = 'linked' AND zoho_id = ?3)
      """, [link.entity, link.key, link.zohoID])
  }
}

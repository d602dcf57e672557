import Decisions
import EventLog
import GRDB
import JSONText

extension EventFold {
  /// `link.made`: opens the pairing.
  ///
  /// The same pair made once more takes up what it agreed on, however long ago it was taken apart (law 6); any other
  /// begins without a base. It answers an open question about the record, ends what was held, and what was said of a
  /// record without a pairing.
  func linkMade(_ event: StoredEvent) throws {
    let link = try LinkMade(json: event.json())
    try endStatements(with: link, event)
    let present = try database.first(
      "SELECT zoho_id, state = 'linked', base FROM links WHERE entity = ? AND key = ?",
      [link.entity, link.key]
    ) { cells in (id: try cells.text(), holds: try cells.count() == 1, base: Base(json: try cells.json())) }
    let isHeld = present?.holds == true && present?.id == link.zohoID
    if present?.holds == true, !isHeld { try endPair(link.entity, link.key, event) }
    // Who was never paired has no pair to go on from.
    let former =
      try present == nil
      ? nil
      : database.first(
        "SELECT \(FormerBase.columns) FROM pairs p WHERE \(FormerBase.isEnded) AND p.key = ? AND p.zoho_id = ?",
        [link.entity, link.key, link.zohoID], FormerBase.init)
    let base = (isHeld ? present?.base : former?.base) ?? [:]
    // What it was marked with as it left is known as long as nothing else took its place.
    let isAgain = present?.id == link.zohoID && former?.wasOthers != true
    try database.run(
      """
      INSERT INTO links (entity, key, module, zoho_id, state, how, made_seq, base, base_seq, generation)
      VALUES (?1, ?2, ?3, ?4, 'linked', ?5, ?6, ?7, ?6, ?8)
      ON CONFLICT (entity, key) DO UPDATE SET
      base = excluded.base, base_seq = CASE WHEN ?9 THEN base_seq ELSE excluded.base_seq END,
      generation = excluded.generation, module = excluded.module, zoho_id = excluded.zoho_id,
      state = 'linked', how = excluded.how, made_seq = excluded.made_seq, removed_seq = NULL,
      left_reason = CASE WHEN ?10 THEN left_reason END, left_policy = CASE WHEN ?10 THEN left_policy END,
      left_marks = CASE WHEN ?10 THEN left_marks END, left_seq = CASE WHEN ?10 THEN left_seq END
      """,
      [
        link.entity, link.key, link.module, link.zohoID, link.how, event.seq.cell, base.json.text,
        link.generation, isHeld, isAgain,
      ])
    try database.run(
      """
      INSERT INTO pairs (entity, key, zoho_id, module, first_seq, made_seq, base) VALUES (?1, ?2, ?3, ?4, ?5, ?5, '{}')
      ON CONFLICT (entity, key, zoho_id) DO UPDATE SET made_seq = excluded.made_seq, ended_seq = NULL
      """, [link.entity, link.key, link.zohoID, link.module, event.seq.cell])
    try database.run(
      """
      UPDATE questions SET state = 'answered', says = 'these_two', ended_seq = ?
      WHERE entity = ? AND key = ? AND field IS NULL AND state = 'open'
      """, [event.seq.cell, link.entity, link.key])
    try clearHeld(link.entity, link.key, before: event.seq)
    // A pairing that an insert makes takes its base from what confirms it.
    if link.how != LinkMade.created { try doubtWhatMayHaveLanded(link, event) }
    try supersede(link.entity, link.key, before: link.generation, event)
  }

  /// Where an insert of ours may have made the record, what stands there otherwise was edited since: without a base
  /// `first` would overrule that person.
  private func doubtWhatMayHaveLanded(_ link: LinkMade, _ event: StoredEvent) throws {
    let inserts = try writes.rows(of: Subject(link.entity, link.key), in: database).filter(\.life.mayHaveMade)
    for insert in inserts.sorted(by: { $0.intendedSequence > $1.intendedSequence }) {
      guard let intent = try writes.intent(of: insert, in: database) else { continue }
      return try database.run(
        "UPDATE links SET base = ? WHERE entity = ? AND key = ? AND base = '{}'",
        [intent.doubtfulPairs.json.text, link.entity, link.key])
    }
  }

  /// A pairing holds no longer: what it agreed on is kept with the pair.
  private func endPair(_ entity: String, _ key: String, _ event: StoredEvent) throws {
    try database.run(
      """
      UPDATE pairs SET ended_seq = ?3, base = links.base FROM links
      WHERE links.entity = ?1 AND links.key = ?2 AND links.state = 'linked'
      AND pairs.entity = links.entity AND pairs.key = links.key AND pairs.zoho_id = links.zoho_id
      """, [entity, key, event.seq.cell])
  }

  /// `link.removed`: the pairing holds no longer, and nothing about it is in conflict.
  func linkRemoved(_ event: StoredEvent) throws {
    let removed = try LinkRemoved(json: event.json())
    try supersede(removed.entity, removed.key, before: removed.generation + 1, event)
    try endPair(removed.entity, removed.key, event)
    try database.run(
      "UPDATE links SET state = 'removed', removed_seq = ? WHERE entity = ? AND key = ? AND state = 'linked'",
      [event.seq.cell, removed.entity, removed.key])
    try database.run(
      """
      UPDATE questions SET state = 'withdrawn', why = 'unlinked', ended_seq = ?
      WHERE entity = ? AND key = ? AND field IS NOT NULL AND state = 'open'
      """, [event.seq.cell, removed.entity, removed.key])
    try database.run(
      "DELETE FROM statements WHERE entity = ? AND key = ? AND about >= 'field/' AND about < 'field0'",
      [removed.entity, removed.key])
    try clearHeld(removed.entity, removed.key, before: event.seq)
  }

  /// `record.left`: marks the link; what follows from the policy are events of their own.
  func recordLeft(_ event: StoredEvent) throws {
    let left = try RecordLeft(json: event.json())
    try database.run(
      """
      UPDATE links SET left_reason = ?, left_policy = ?, left_marks = ?, left_seq = ? WHERE entity = ? AND key = ?
      """,
      [
        left.reason, left.policy, JSONValue.array(left.marks.map(\.json)).text, event.seq.cell, left.entity,
        left.key,
      ])
  }

  /// Its record is in the scope again, and that was dealt with.
  ///
  /// `after` is the newest decision's action; nil asks for none.
  func endLeaving(_ entity: String, _ key: String, after action: String? = nil) throws {
    try database.run(
      """
      UPDATE links SET left_reason = NULL, left_policy = NULL, left_marks = NULL, left_seq = NULL
      WHERE entity = ?1 AND key = ?2 AND left_seq IS NOT NULL AND (?3 IS NULL
      OR EXISTS (SELECT 1 FROM decisions WHERE entity = ?1 AND key = ?2 AND action = ?3))
      """, [entity, key, action])
  }

  /// `link.reserved`: a create holds this key.
  func linkReserved(_ event: StoredEvent) throws {
    let reserved = try LinkReserved(json: event.json())
    try database.run(
      """
      INSERT INTO reservations (stream, entity, key, generation, seq) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (stream) DO UPDATE SET entity = excluded.entity, key = excluded.key,
      generation = excluded.generation, seq = excluded.seq
      """, [event.stream, reserved.entity, reserved.key, reserved.generation, event.seq.cell])
  }

  /// Moves a link's base, field by field.
  ///
  /// A base without a link is nobody's: a link comes before what is agreed about it.
  /// A write of another pairing than today's (`generation`) moves nothing.
  func moveBase(
    _ pairs: Base, _ entity: String, _ key: String, generation: Int? = nil, _ event: StoredEvent
  ) throws {
    guard !pairs.isEmpty else { return }
    // A new pairing has nothing to be merged with.
    try database.run(
      """
      UPDATE links SET base = ?1, base_seq = ?2
      WHERE entity = ?3 AND key = ?4 AND state = 'linked' AND base = '{}' AND generation = coalesce(?5, generation)
      """, [pairs.json.text, event.seq.cell, entity, key, generation])
    guard database.changesCount == 0 else { return }
    let known = try database.first(
      "SELECT base, generation FROM links WHERE entity = ? AND key = ? AND state = 'linked'", [entity, key]
    ) { cells in (base: try cells.json(), generation: try cells.count()) }
    guard let known, generation == nil || generation == known.generation else { return }
    let stored = known.base
    let base = Base(json: stored).merging(pairs) { _, new in new }
    try database.run(
      "UPDATE links SET base = ?, base_seq = ? WHERE entity = ? AND key = ?",
      [base.json.text, event.seq.cell, entity, key])
  }
}

import JSONText

/// What a look at the target says of a write whose outcome is not known.
package enum ProbeVerdict: String, Hashable, Sendable, CaseIterable {
  /// What was written is there: it is read back like an answered write.
  case applied
  /// The values from before are there, on a record that has not moved since the sending, or no record shows the key of
  /// an insert: it may be sent again once the newest attempt can no longer land.
  case notApplied = "not_applied"
  /// The record moved, or something else is there: the base of the written fields is doubtful (`doubtfulPairs`), and
  /// the subject is decided again.
  case changed
  /// What shows our key is not what the insert made, or the target carries another key: a person is asked.
  case anotherRecord = "another_record"
  /// The record to update is not there.
  case gone
  /// What was written cannot be read: nothing is concluded, and nothing sent again.
  case unreadable
}

/// What is known of a record beside what it shows.
package struct ProbeGround: Hashable, Sendable {
  /// The record's own time in seconds since 1970; nil where it has none.
  package let recordTime: Int64?
  /// The server's date when the newest attempt was sent.
  package let sentAt: Int64
  /// Inserts: the record was observed, by whatever means, before the intent.
  package let wasKnown: Bool
  /// Inserts: another subject is paired with it or has reserved it.
  package let isHeld: Bool

  /// What is known of a record.
  package init(recordTime: Int64?, sentAt: Int64, wasKnown: Bool = false, isHeld: Bool = false) {
    self.recordTime = recordTime
    self.sentAt = sentAt
    self.wasKnown = wasKnown
    self.isHeld = isHeld
  }

  /// What follows from what the record shows: the judge of the exhaustive world is this one.
  fileprivate func verdict(
    _ identity: WriteSight.Identity, _ values: WriteSight.Values, isInsert: Bool
  ) -> ProbeVerdict {
    let sight = WriteSight(identity: identity, values: values, time: recordTime, readAt: sentAt)
    return switch sight.finding(sentAt: sentAt, isInsert: isInsert) {
    case .applied: .applied
    case .notApplied: .notApplied
    case .anotherRecord: .anotherRecord
    case .undecidable: .gone
    case .changed, .notSeenYet, .unsettled: .changed
    }
  }
}

/// Judges a write whose outcome is not known by a look at its target: never sent again without one (law 5).
///
/// A look that finds the value from before proves nothing where the record was edited since: a person may have set it
/// back after ours arrived. A record that carries our key is what our insert made only if it was not there before,
/// nobody else holds it, and its marks are the row's: somebody may have typed the key on a stranger (law 4).
/// - Parameters:
///   - intent: The write.
///   - seen: The record as it stands: of an insert the one that shows our key; nil where there is none.
///   - ground: What is known of it.
///   - mapping: The entity.
///   - country: The ISO code of the record's country; nil where not known.
/// - Returns: What became of the write as far as the look can say.
package func judgeProbe(
  of intent: WriteIntended, seen: ZohoRecord?, ground: ProbeGround, mapping: EntityMapping,
  country: String? = nil
) -> ProbeVerdict {
  switch intent.action {
  case .insert:
    guard let seen else { return ground.verdict(.nobody, .before, isInsert: true) }
    let isOurs = identity(of: intent, target: seen.id, seen: seen, mapping: mapping)
    if case .unreadable = isOurs { return .unreadable }
    guard case .same = isOurs else { return .anotherRecord }
    let marks = identityMarks(row: intent.row, mapping: mapping)
    let made = InsertedRecord(
      wasKnownBefore: ground.wasKnown, isHeld: ground.isHeld,
      hasOurMarks: marks.fit(identityMarks(zoho: seen, mapping: mapping)))
    return ground.verdict(made.identity, .desired, isInsert: true)
  case .update, .clearKey:
    guard let seen else { return ground.verdict(.nobody, .before, isInsert: false) }
    if case .another = identity(of: intent, target: intent.target.id ?? seen.id, seen: seen, mapping: mapping)
    {
      return .anotherRecord
    }
    return judgeUpdate(intent, seen: seen, ground: ground, mapping: mapping, country: country)
  }
}

/// The pairs that the base takes where a look said `changed`: what each side shows, doubtful.
///
/// - Parameters:
///   - intent: The write.
///   - seen: The record that was looked at.
///   - mapping: The entity.
/// - Returns: One pair for each written field that can be read.
package func doubtfulPairs(of intent: WriteIntended, seen: ZohoRecord, mapping: EntityMapping) -> Base {
  var pairs: Base = [:]
  for (field, pair) in writtenFields(of: intent, mapping: mapping) {
    let shown = seen.value(of: field)
    if shown != .absent {
      pairs[field.id] = FieldPair(jde: pair.jde, zoho: shown, mapping: pair.mapping).doubtful
    }
  }
  return pairs
}

private func judgeUpdate(
  _ intent: WriteIntended, seen: ZohoRecord, ground: ProbeGround, mapping: EntityMapping, country: String?
) -> ProbeVerdict {
  func agree(_ left: FieldValue, _ right: FieldValue, _ field: MappedField) -> Bool {
    valuesAgree(type: field.type, lengthMax: nil, jde: left, zoho: right, country: country)
  }
  let written = writtenFields(of: intent, mapping: mapping).map { field, pair in
    (field: field, value: pair.zoho, shown: seen.value(of: field))
  }
  let plain = plainMembers(of: intent, mapping: mapping)
  let isHidden =
    written.contains { $0.shown == .absent } || plain.contains { seen.record[$0.key.value] == nil }
  let isThere =
    written.allSatisfy { $0.shown == .absent || agree($0.value, $0.shown, $0.field) }
    && plain.allSatisfy { member in
      seen.record[member.key.value].map { shows(member.value, $0) } ?? true
    }
  let isSeen = written.contains { $0.shown != .absent } || plain.contains { seen.record[$0.key.value] != nil }
  guard isSeen else { return .unreadable }
  let isAsBefore = written.allSatisfy {
    $0.shown == .absent || agree(intent.before[$0.field.id] ?? .blank, $0.shown, $0.field)
  }
  let values: WriteSight.Values = isThere ? .desired : isAsBefore ? .before : .other
  let verdict = ground.verdict(.ours, values, isInsert: false)
  return verdict == .notApplied && isHidden ? .unreadable : verdict
}

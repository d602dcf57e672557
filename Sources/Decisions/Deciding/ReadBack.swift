import JSONText

/// What a read-back says of one value that was written.
package enum FieldReadBack: Hashable, Sendable {
  /// The value is there, whenever the record says that it was edited.
  case asWritten
  /// A named form of it is there: `case` (`namedNormalisation`).
  case normalised(String)
  /// The value from before is there, and the record's time does not say that it is from after our write: the read may
  /// lag, and refutes nothing.
  case notSeenYet
  /// Something else is there, from before our write: the field is decided again, its base stays.
  case changed
  /// Our write, or a later one, left neither the value nor a named form of it: the base is doubtful.
  case doubtful
  /// It is not shown or cannot be read: that confirms nothing, and its base stays.
  case unreadable

  /// The name in `write.confirmed`: `as_written`, `normalised:case`, `not_seen_yet`, `changed`, `doubtful`,
  /// `unreadable`.
  package var name: String {
    switch self {
    case .asWritten: "as_written"
    case .normalised(let form): "normalised:" + form
    case .notSeenYet: "not_seen_yet"
    case .changed: "changed"
    case .doubtful: "doubtful"
    case .unreadable: "unreadable"
    }
  }
}

/// What a read-back says of a whole write.
package struct ReadBack: Hashable, Sendable {
  /// What follows.
  package enum Conclusion: String, Hashable, Sendable, CaseIterable {
    /// Everything that can be read is as written or a named form of it: the base takes `pairs`.
    case confirmed
    /// Something is as it was before: the read is repeated, and nothing is concluded from it.
    case lookAgain = "look_again"
    /// Something else is there: the operation ends, the base takes `pairs`, and the subject is decided again.
    case decideAgain = "decide_again"
    /// Our key or the id is another: the answer was about something else. Nothing is linked or confirmed, the real
    /// effect is looked up by key, and a person is asked.
    case anotherRecord = "another_record"
    /// The record is not there.
    case gone
    /// Neither our key nor a value can be read: nothing is linked or confirmed.
    case unreadable
  }

  /// What follows of all fields together: `confirmed`.
  package let conclusion: Conclusion
  /// The mapped fields of the row, by id.
  package let fields: [String: FieldReadBack]
  /// What the row holds beside them (our key, `Owner`, the mark of a record that left its scope), by API name.
  package let plain: [String: FieldReadBack]
  /// What the base takes, with the mapping that intended it: what is confirmed, and as doubtful what was refuted.
  ///
  /// A doubtful pair holds what each side was seen to show, so that it is a whole one; neither side counts as standing
  /// there.
  package let pairs: Base

  /// A conclusion about the whole record.
  init(_ conclusion: Conclusion) {
    self.init(conclusion, fields: [:], plain: [:], pairs: [:])
  }

  init(
    _ conclusion: Conclusion, fields: [String: FieldReadBack], plain: [String: FieldReadBack], pairs: Base
  ) {
    self.conclusion = conclusion
    self.fields = fields
    self.plain = plain
    self.pairs = pairs
  }

  /// The fields whose pair is a named form, by id, with its name: `["name": "case"]`.
  package var normalised: [String: String] { pairs.compactMapValues(\.normalised) }
}

/// What values are compared by.
package struct ReadBackRules: Hashable, Sendable {
  /// The entity, as it was mapped when the write was intended.
  package let mapping: EntityMapping
  /// By name.
  package let crosswalks: [String: Crosswalk]
  /// The ISO code of the record's country; nil where not known.
  package let country: String?
  /// What the target says of its fields, by field id; empty where nothing is known.
  package let targets: [String: TargetField]

  /// Rules from their parts.
  package init(
    mapping: EntityMapping, crosswalks: [String: Crosswalk], country: String? = nil,
    targets: [String: TargetField] = [:]
  ) {
    self.mapping = mapping
    self.crosswalks = crosswalks
    self.country = country
    self.targets = targets
  }
}

/// Compares what was read back with what was written; a read-back can refute (law 4).
///
/// To be asked of a *settled* read only (law 3), after each look. `confirmed`, `decideAgain`, `anotherRecord` and `gone`
/// end the wait; after the last look that said `lookAgain` the write's life cycle says how it goes on.
/// - Parameters:
///   - intent: The write, with its row, its pairs and what was shown before.
///   - target: The id that the answer named.
///   - seen: The record with that id; nil where there is none.
///   - time: The record's own time against the answer's.
///   - rules: What values are compared by: the mapping that intended the write.
/// - Returns: What is confirmed, what is not, and what follows.
package func judgeReadBack(
  of intent: WriteIntended, target: String, seen: ZohoRecord?, time: RecordTime, rules: ReadBackRules
) -> ReadBack {
  guard let seen else { return ReadBack(.gone) }
  switch identity(of: intent, target: target, seen: seen, mapping: rules.mapping) {
  case .another: return ReadBack(.anotherRecord)
  case .unreadable: return ReadBack(.unreadable)
  case .same: break
  }
  var fields: [String: FieldReadBack] = [:]
  var pairs: Base = [:]
  let written = writtenFields(of: intent, mapping: rules.mapping)
  for (field, pair) in written {
    let shown = seen.value(of: field)
    let state = judgeWritten(
      pair.zoho, before: intent.before[field.id] ?? .blank, shown: shown, time: time, field: field,
      rules: rules
    )
    fields[field.id] = state
    // Of a record that we made nothing older is known: without this pair `first` would overrule whoever edited it.
    let isFirst = intent.action == .insert && state == .changed
    pairs[field.id] = moved(pair, to: shown, isFirst ? .doubtful : state, field: field, rules: rules)
  }
  // What an insert left out and both sides show as blank is agreed as well.
  for field in rules.mapping.fields where fields[field.id] == nil {
    guard let pair = intent.pairs[field.id] else { continue }
    let shown = seen.value(of: field)
    if agree(pair.zoho, shown, field, rules) {
      pairs[field.id] = moved(pair, to: shown, .asWritten, field: field, rules: rules)
    }
  }
  var plain: [String: FieldReadBack] = [:]
  for member in plainMembers(of: intent, mapping: rules.mapping) {
    plain[member.key.value] = judgePlain(member.value, named: member.key.value, seen: seen, time: time)
  }
  return ReadBack(
    conclusion(of: Array(fields.values) + Array(plain.values)), fields: fields, plain: plain, pairs: pairs)
}

/// Judges one value of a write by what the target shows, on whichever side it is.
///
/// - Parameters:
///   - written: What the write carried, in the target's form.
///   - before: What the target showed before; blank for a new record.
///   - shown: What it shows now.
///   - time: The record's own time against the answer's.
///   - field: The field.
///   - rules: What values are compared by.
/// - Returns: Whether it is confirmed, refuted, or neither.
package func judgeWritten(
  _ written: FieldValue, before: FieldValue, shown: FieldValue, time: RecordTime, field: MappedField,
  rules: ReadBackRules
) -> FieldReadBack {
  if shown == .absent { return .unreadable }
  if agree(written, shown, field, rules) { return .asWritten }
  switch time {
  case .earlier, .none: return agree(before, shown, field, rules) ? .notSeenYet : .changed
  case .ours:
    let form = namedNormalisation(
      of: written, shown: shown, field: field, country: rules.country,
      target: rules.targets[field.id] ?? .unknown)
    return form.map(FieldReadBack.normalised) ?? .doubtful
  case .later: return .doubtful
  }
}

/// Which record it is that an answer named.
enum SeenIdentity {
  case same
  case another
  case unreadable
}

/// Our key and the target's id are compared before any value.
///
/// A record that an insert made shows our key or is another one; of a record that was linked before our key may have
/// been taken off, but no other key stands there.
func identity(
  of intent: WriteIntended, target: String, seen: ZohoRecord, mapping: EntityMapping
) -> SeenIdentity {
  guard seen.id == target, intent.target.id.map({ $0 == target }) ?? true else { return .another }
  let key = seen.key(mapping)
  if key == .value(intent.key) { return .same }
  switch (intent.action, key) {
  // Our key was to come off: whatever stands there now, it is the record that was meant.
  case (.clearKey, _): return .same
  case (_, .value), (.insert, .blank): return .another
  case (.insert, .absent): return .unreadable
  case (.update, .blank), (.update, .absent): return .same
  }
}

private func agree(
  _ left: FieldValue, _ right: FieldValue, _ field: MappedField, _ rules: ReadBackRules
) -> Bool {
  valuesAgree(type: field.type, lengthMax: nil, jde: left, zoho: right, country: rules.country)
}

/// The pair that the base takes of one field; nil where it takes none.
private func moved(
  _ pair: FieldPair, to shown: FieldValue, _ state: FieldReadBack, field: MappedField, rules: ReadBackRules
) -> FieldPair? {
  func hash(_ zoho: FieldValue) -> String {
    mappingHash(of: field, in: rules.mapping, crosswalks: rules.crosswalks, jde: pair.jde, zoho: zoho)
  }
  // The lines of a crosswalk are those of the value that is shown; a mapping that moved meanwhile is not taken up.
  let isToday = pair.mapping == hash(pair.zoho)
  let mapping = isToday ? hash(shown) : pair.mapping
  switch state {
  case .asWritten: return FieldPair(jde: pair.jde, zoho: shown, mapping: mapping)
  case .normalised(let form):
    return FieldPair(jde: pair.jde, zoho: shown, mapping: mapping, normalised: form)
  case .doubtful: return FieldPair(jde: pair.jde, zoho: shown, mapping: mapping).doubtful
  case .notSeenYet, .changed, .unreadable: return nil
  }
}

/// A plain value; what stood there before is not known, so an earlier read refutes nothing.
private func judgePlain(
  _ written: JSONValue, named name: String, seen: ZohoRecord, time: RecordTime
) -> FieldReadBack {
  let shown = seen.record[name]
  if shows(written, shown) { return .asWritten }
  guard let shown, !(shown.isNull && seen.hidden.contains(name)) else { return .unreadable }
  return time == .earlier || time == .none ? .notSeenYet : .doubtful
}

private func conclusion(of states: [FieldReadBack]) -> ReadBack.Conclusion {
  if states.contains(.notSeenYet) { return .lookAgain }
  if states.contains(.changed) || states.contains(.doubtful) { return .decideAgain }
  return states.allSatisfy { $0 == .unreadable } ? .unreadable : .confirmed
}

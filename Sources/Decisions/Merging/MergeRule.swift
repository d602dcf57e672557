/// The rows of the merge table by name: why a field is what it is.
///
/// `why` prints them, tests count them.
package enum MergeRule: String, Hashable, Sendable, CaseIterable {
  /// A side was not observed: no decision.
  case sideAbsent = "side_absent"
  /// Owner `none`: recorded, never written.
  case recordedOnly = "recorded_only"
  /// Owner `initial`: copied once, at create.
  case initialOnly = "initial_only"

  /// Both sides show the same, and the base knows it.
  case unchanged
  /// Both sides show the same and the base does not know it yet.
  case converged
  /// J=B and Z=B, though they differ through the mapping: nobody moved.
  case nobodyMoved = "nobody_moved"

  /// J=B and Z=B, and the mapping that made B is another: the base takes both values where they agree through today's,
  /// else the owner's value is written, and for `both` `first` decides or a person.
  case mappingMoved = "mapping_moved"
  /// The field is mapped to another field of Zoho or to other columns than B was; owner `jde`.
  case otherFieldOwnerJDE = "other_field_owner_jde"
  /// The same, owner `zoho`.
  case otherFieldOwnerZoho = "other_field_owner_zoho"
  /// The same, owner `both`: nobody is first, a person decides.
  case otherFieldUndecided = "other_field_undecided"

  /// B is doubtful; owner `jde`.
  case doubtfulOwnerJDE = "doubtful_owner_jde"
  /// B is doubtful; owner `zoho`.
  case doubtfulOwnerZoho = "doubtful_owner_zoho"
  /// B is doubtful, and the owner's value was written too often without staying.
  case doubtfulDamped = "doubtful_damped"
  /// B is doubtful; owner `both`: there is no tie, because nobody knows who moved.
  case doubtfulUndecided = "doubtful_undecided"

  /// No base and one side blank: it is filled from the other, whoever owns it.
  case blankFilled = "blank_filled"
  /// No base, owner `jde`.
  case firstByOwnerJDE = "first_by_owner_jde"
  /// No base, owner `zoho`.
  case firstByOwnerZoho = "first_by_owner_zoho"
  /// No base, owner `both`, `first: jde`.
  case firstJDE = "first_jde"
  /// No base, owner `both`, `first: zoho`.
  case firstZoho = "first_zoho"
  /// No base, owner `both`, and the mapping does not say who is first.
  case firstUndecided = "first_undecided"

  /// Only JDE moved, and may.
  case jdeMoved = "jde_moved"
  /// Only Zoho moved, and may.
  case zohoMoved = "zoho_moved"
  /// The side that does not own the field moved: that is reported.
  case foreignEditReported = "foreign_edit_reported"
  /// The side that does not own the field moved: its edit is put back.
  case foreignEditReverted = "foreign_edit_reverted"
  /// It was put back too often: somebody means it.
  case revertDamped = "revert_damped"

  /// Both moved, apart; owner `jde`.
  case bothMovedOwnerJDE = "both_moved_owner_jde"
  /// Both moved, apart; owner `zoho`.
  case bothMovedOwnerZoho = "both_moved_owner_zoho"
  /// Both moved, apart; `tie: jde`.
  case tieJDE = "tie_jde"
  /// Both moved, apart; `tie: zoho`.
  case tieZoho = "tie_zoho"
  /// Both moved, apart; `tie: newer`, and JDE's edit is the later one.
  case newerJDE = "newer_jde"
  /// Both moved, apart; `tie: newer`, and Zoho's edit is the later one.
  case newerZoho = "newer_zoho"
  /// Both moved, apart; `tie: newer`, but the times are not known or too close.
  case newerUndecided = "newer_undecided"
  /// Both moved, apart; `tie: review`.
  case conflict

  /// A person said that JDE's value holds.
  case personTookJDE = "person_took_jde"
  /// A person said that Zoho's value holds.
  case personTookZoho = "person_took_zoho"
  /// A person said which value holds.
  case personGaveValue = "person_gave_value"
  /// A person let the value of the side stand that does not own the field: both stay as they are.
  case personLeftApart = "person_left_apart"
  /// What a person said was about other values than the two that differ now: asked again.
  case answerOvertaken = "answer_overtaken"

  /// A blank would go over a value, and the field does not allow that.
  case clearNotAllowed = "clear_not_allowed"
  /// The value would go to JDE, and the mapping has no way back.
  case oneWay = "one_way"
  /// The value would go to JDE, and no code stands for it.
  case valueWithoutCode = "value_without_code"

  /// A create carries every field that has a value, whoever owns it.
  case created
  /// A create has nothing for the field.
  case nothingToCreate = "nothing_to_create"
  /// Zoho refuses a record without the field.
  case mandatoryMissing = "mandatory_missing"
  /// The mapping parks records with a code that its crosswalk does not know.
  case codeUnknown = "code_unknown"
  /// What it hangs on is paired with another record than before, and people of the other side made this one.
  case parentMoved = "parent_moved"
  /// The record waits until another one is linked.
  case linkAwaited = "link_awaited"

  /// Whether a write by this row counts for the damper, so that the third one of a field within its window asks.
  package var isDamped: Bool {
    switch self {
    case .foreignEditReverted, .doubtfulOwnerJDE, .doubtfulOwnerZoho: true
    default: false
    }
  }
}

extension MergeRule {
  /// Whether a person's word decided: an operation that carries it out uses it up.
  package var isPersonsWord: Bool {
    switch self {
    case .personTookJDE, .personTookZoho, .personGaveValue: true
    default: false
    }
  }
}

import JSONText

/// Everything that a decision about one record may look at; whatever is not in here cannot matter.
package struct DecisionInputs: Sendable {
  /// The pairing of the record, as the log has it.
  package struct Link: Hashable, Sendable {
    /// Counts the pairings of the record, from 1.
    package let generation: Int
    package let zohoID: String
    package let base: Base
    /// The event that the base last moved with; 0 before any.
    package let baseSequence: UInt64
    /// It left its scope, and that was dealt with.
    package let hasLeft: Bool
    /// What its record was marked with when it left, and what stood there before.
    package let marks: [LeavingMark]
    /// Our own create made its record; false where people did.
    package let isMade: Bool

    package init(
      generation: Int, zohoID: String, base: Base, baseSequence: UInt64, hasLeft: Bool,
      marks: [LeavingMark] = [], isMade: Bool = true
    ) {
      self.generation = generation
      self.zohoID = zohoID
      self.base = base
      self.baseSequence = baseSequence
      self.hasLeft = hasLeft
      self.marks = marks
      self.isMade = isMade
    }
  }

  package let composite: CompositeRecord
  package let link: Link?
  /// The linked record as Zoho showed it last; nil where it is not linked or gone.
  package let zoho: ZohoRecord?
  /// What persons said of it.
  package let statements: Statements
  /// By what both sides were known at the last decision.
  package let marks: KeptMarks
  /// It was gone or not shown since the decision that `marks` are of, and nobody has said that it is the same.
  package let wasGone: Bool
  /// Records of Zoho that show the record's key; the linked one may be among them.
  package let bearers: [KeyBearer]
  /// What its ended pairs had agreed on, by the id of Zoho's record: made again, a pair goes on from there (law 6).
  package let former: [String: Base]
  /// Fields of which Zoho shows nothing of the records that this one may be: marked private, or hidden from our user.
  package let unseen: Set<String>
  /// What a person is asked about records that are like it, and has not answered; nil where nothing is.
  package let asked: OpenMatch?
  /// What an insert carried that may have made the record which it is matched to; empty where there was none.
  package let written: Base
  /// A person took its last pair apart, and none was made since.
  package let wasUnlinked: Bool
  /// The record of its last pair, on which our key came to stand because of a word that was taken back; nil elsewhere.
  package let takenBackID: String?
  /// Zoho says that the record of its last pair was deleted.
  package let isBereft: Bool
  /// The newest event that changed the record, or the linked one of Zoho; 0 where that is not known.
  package let newestChange: UInt64
  /// The newest event that changed JDE's side of the record, what it hangs on included; 0 where that is not known.
  package let newestOwnChange: UInt64
  /// The newest event that changed one of the records which it is matched with; 0 where there is none.
  package let newestFoundChange: UInt64
  /// The accounts (or other records) that the record hangs on, still without a pairing; empty where none.
  package let waitsFor: [String]
  /// When each side changed last, in seconds since 1970 (for the tie rule `newer`); nil where unknown.
  package let times: EditTimes
  /// How often a foreign edit of each field was put back within `DecisionInputs.damperSeconds`.
  package let reverts: [String: Int]

  /// The window of the damper: the third revert of one field within a day stops and asks.
  package static let damperSeconds: Int64 = 86_400

  package init(
    composite: CompositeRecord, link: Link?, zoho: ZohoRecord?, statements: Statements = Statements(),
    marks: KeptMarks = KeptMarks(), wasGone: Bool = false,
    bearers: [KeyBearer] = [], former: [String: Base] = [:], unseen: Set<String> = [],
    asked: OpenMatch? = nil,
    written: Base = [:],
    wasUnlinked: Bool = false,
    takenBackID: String? = nil,
    isBereft: Bool = false,
    newestChange: UInt64 = 0,
    newestOwnChange: UInt64 = 0,
    newestFoundChange: UInt64 = 0,
    waitsFor: [String],
    times: EditTimes, reverts: [String: Int] = [:]
  ) {
    self.composite = composite
    self.link = link
    self.zoho = zoho
    self.statements = statements
    self.marks = marks
    self.wasGone = wasGone
    self.bearers = bearers
    self.former = former
    self.unseen = unseen
    self.asked = asked
    self.written = written
    self.wasUnlinked = wasUnlinked
    self.takenBackID = takenBackID
    self.isBereft = isBereft
    self.newestChange = newestChange
    self.newestOwnChange = newestOwnChange
    self.newestFoundChange = newestFoundChange
    self.waitsFor = waitsFor
    self.times = times
    self.reverts = reverts
  }
}

/// An open question whether one is a record that is like it.
package struct OpenMatch: Hashable, Sendable {
  /// Why it was asked: `weak_only`.
  package let reason: String
  /// Those of its candidates that stand there as they did, are linked to nobody, and were not said to be others.
  package let candidates: [MatchCandidate]

  /// A question from its parts.
  package init(reason: String, candidates: [MatchCandidate]) {
    self.reason = reason
    self.candidates = candidates
  }
}

extension DecisionInputs {
  /// Our marks that the linked record still shows, although its record is in the scope again.
  ///
  /// What stood there before comes back; a value that somebody has written since stays, and so does one that JDE's now is.
  package func marksToTakeBack(_ mapping: EntityMapping) -> [LeavingMark] {
    guard let link, link.hasLeft, let zoho, !isLeftAlone, !showsAnothersKey(mapping),
      composite.presence == .inScope
    else { return [] }
    return link.marks.filter { mark in
      FieldValue(json: zoho.record[mark.field]) == .value(mark.mark)
        && !mapping.fields.contains {
          $0.zoho == mark.field && composite.field($0.id).mapped == .value(mark.mark)
        }
    }
  }

  /// The linked record shows the key of another one: it may be that one's, and nothing is written to it (law 4: our key
  /// and the target's id come first).
  package func showsAnothersKey(_ mapping: EntityMapping) -> Bool {
    zoho?.key(mapping).text.map { $0 != composite.key } ?? false
  }

  /// By what both sides are known now; `found` is the record that it is being linked to.
  package func shownMarks(_ mapping: EntityMapping, found: ZohoRecord? = nil) -> KeptMarks {
    KeptMarks(
      jde: identityMarks(jde: composite, mapping: mapping),
      zoho: (zoho ?? found).map { identityMarks(zoho: $0, mapping: mapping) } ?? IdentityMarks())
  }

  /// A person said of what is there now that it is still the same company.
  package var isSaidSame: Bool { statements.sameCompany.map { newestChange <= $0 } ?? false }

  /// A person said that the row which shows no longer is gone for good, JDE has shown nothing else since, and no newer
  /// word leaves the record alone.
  package var isSaidGone: Bool {
    guard let said = statements.isGone, !isLeftAlone else { return false }
    return newestOwnChange <= said
  }

  /// By what both sides are known once this is decided; `found` is the record that it is linked to by that.
  package func marksAfter(_ mapping: EntityMapping, found: ZohoRecord? = nil) -> KeptMarks {
    let now = shownMarks(mapping, found: found)
    return isSaidSame ? marks.after(sameCompany: now) : marks.after(decision: now)
  }

  /// What follows from the other records that show our key.
  package var keyStanding: KeyStanding {
    KeyStanding(bearers, linkedID: link?.zohoID, statements: statements)
  }

  /// A person said that it is left alone until it changes, nothing of it has changed since, and nobody has said anything
  /// newer about it.
  package var isLeftAlone: Bool {
    guard let said = statements.notUntilChanged, said == statements.all.last?.sequence else { return false }
    return newestChange <= said
  }
}

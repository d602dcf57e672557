/// A record of Zoho that shows the key of a record and is not the one that it is linked to.
package struct KeyBearer: Hashable, Sendable {
  package let id: String
  /// As Zoho shows it; nil where it shows none.
  package let name: String?
  /// The event since which it shows the key.
  package let since: UInt64
  /// The key of another record that it is linked to; nil where there is none.
  package let holder: String?
  /// Its `Modified_Time`, under which the key may be taken off it; nil where it is not known.
  package let modifiedTime: String?
  /// The newest operation that took our key off it; nil where none was intended.
  package let clearedSequence: UInt64?

  /// A record from its parts.
  package init(
    id: String, name: String?, since: UInt64, holder: String? = nil, modifiedTime: String? = nil,
    clearedSequence: UInt64? = nil
  ) {
    self.id = id
    self.name = name
    self.since = since
    self.holder = holder
    self.modifiedTime = modifiedTime
    self.clearedSequence = clearedSequence
  }

  /// The record as a candidate of a question.
  package var candidate: MatchCandidate {
    MatchCandidate(
      ref: id, name: name, similarity: 0, hasSamePostalCode: false, hasSameCity: false,
      sharedKeys: [MatchKey.Kind.reference.name], isLinked: holder != nil, rivals: holder.map { [$0] } ?? [])
  }
}

/// What follows from the records of Zoho that show our key and are not the linked one.
///
/// Law 1: only a change after a statement contradicts it. A record that showed our key when a person said that it is not
/// this one, or that this one is new, is owed: nothing is created, nothing is asked, and our key is taken off it, once. One
/// that began to show it later is a question.
package struct KeyStanding: Hashable, Sendable {
  /// A record on which our key stands although a person said that it is not this one.
  package struct Owed: Hashable, Sendable {
    package let bearer: KeyBearer
    /// The statement that says so.
    package let statement: UInt64

    /// Our key is still to be taken off: no operation of this statement was made yet.
    package var isToBeCleared: Bool { (bearer.clearedSequence ?? 0) < statement }
  }

  /// In the order of their ids.
  package let owed: [Owed]
  /// Records that a person must say something about, in the order of their ids.
  package let asked: [KeyBearer]

  /// Judges the records that show the key of a record which is linked to `linkedID`, by what persons said.
  package init(_ bearers: [KeyBearer], linkedID: String?, statements: Statements) {
    let apart = statements.apart
    var owed: [Owed] = []
    var asked: [KeyBearer] = []
    for bearer in bearers.sorted(by: { $0.id < $1.id }) where bearer.id != linkedID {
      let said = [apart[bearer.id], statements.isNew].compactMap(\.self).max()
      if let said, bearer.since <= said {
        owed.append(Owed(bearer: bearer, statement: said))
      } else if said != nil || linkedID != nil {
        asked.append(bearer)
      }
    }
    self.owed = owed
    self.asked = asked
  }

  /// Why the records in `asked` are asked about, where there are any.
  package func reason(_ statements: Statements) -> MatchReviewReason? {
    guard !asked.isEmpty else { return nil }
    if asked.contains(where: { $0.holder != nil }) { return .alreadyLinked }
    let apart = statements.apart
    let isSaid = statements.isNew != nil || asked.contains { apart[$0.id] != nil }
    return isSaid ? .keyAgain : .manyRight
  }
}

/// How unlinked records of one entity find each other (`matching.yaml`).
package struct MatchingRules: Hashable, Sendable {
  /// The keys in order of trust, after the stored cross-reference.
  package let keys: [MatchKeyRule]
  /// What ranks candidates and never links alone.
  package let rank: [RankRule]
  /// E-mail domains that are no key for accounts, in lower case.
  package let freeMail: Set<String>
  /// A key on more records of a side than this is none.
  package let placeholderRecords: Int

  /// Rules from their parts.
  package init(keys: [MatchKeyRule], rank: [RankRule], freeMail: Set<String>, placeholderRecords: Int) {
    self.keys = keys
    self.rank = rank
    self.freeMail = freeMail
    self.placeholderRecords = placeholderRecords
  }
}

/// One key that can link two records.
package enum MatchKeyRule: Hashable, Sendable {
  /// The tax id in this field, within the country that this column holds (nil: tax id alone).
  case taxID(field: String, country: ColumnName?)
  /// The e-mail in this field. `unique`: only where one record of each side has it; `withinAccount`: only among
  /// the contacts of the linked account.
  case email(field: String, unique: Bool, withinAccount: Bool)
}

/// What ranks candidates for a person.
package enum RankRule: String, Hashable, Sendable, CaseIterable {
  case name
  case postalCode = "postal_code"
  case city
}

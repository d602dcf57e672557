import JSONText

/// Zoho's unlinked records whose key, match keys or name cannot be read.
///
/// Missing is not "no": one of them may be the record that would be created. Whoever stands at the same place, or hangs on
/// the same account, is asked about; of the others nothing speaks for them.
package struct UnreadRecords: Sendable {
  private static let candidatesMax = 5
  private var places: [String: [(id: String, profile: MatchProfile)]] = [:]

  /// None.
  package init() {}

  /// One more, by its id.
  package mutating func add(_ id: String, _ profile: MatchProfile) {
    for place in Self.places(of: profile, account: profile.account) {
      places[place, default: []].append((id, profile))
    }
  }

  /// The question that a record must be asked about before it is created; nil where none of these can be it.
  ///
  /// `account` is the id in Zoho of the account that it hangs on.
  package func candidates(for jde: MatchProfile, account: String?) -> MatchOutcome? {
    guard !places.isEmpty else { return nil }
    var seen: Set<String> = []
    let found = Self.places(of: jde, account: account).flatMap { places[$0] ?? [] }.filter {
      seen.insert($0.id).inserted
    }
    guard !found.isEmpty else { return nil }
    return .review(
      .unreadableKey,
      found.prefix(Self.candidatesMax).map { id, profile in
        MatchCandidate(
          ref: id, name: profile.name, similarity: 0,
          hasSamePostalCode: jde.postalCode != nil && jde.postalCode == profile.postalCode,
          hasSameCity: jde.city != nil && jde.city == profile.city, sharedKeys: [], isLinked: false,
          rivals: [])
      })
  }

  private static func places(of profile: MatchProfile, account: String?) -> [String] {
    [
      profile.postalCode.map { "code:" + folded($0) }, profile.city.map { "city:" + folded($0) },
      account.map { "account:" + $0 },
    ].compactMap(\.self)
  }

  /// Without case, accents and punctuation.
  private static func folded(_ text: String) -> String { NormalisedName(text, isPerson: false).text }
}

/// Whether a record of Zoho shows a key or a name that cannot be read: masked, hidden from our user, a name that is no
/// text, or none where Zoho insists on one.
package func hasUnreadableKey(_ zoho: ZohoRecord, mapping: EntityMapping) -> Bool {
  let keys = mapping.matching.keys.compactMap { rule in
    switch rule {
    case .taxID(let field, _), .email(let field, _, _): mapping.field(field)
    }
  }
  let names = ZohoModule.nameFields(mapping.zoho.module)
  let fields = keys + mapping.fields.filter { names.contains($0.zoho) }
  let mandatory = ZohoModule.mandatoryFields(mapping.zoho.module)
  return zoho.reading(named: mapping.zoho.key).reason != nil
    || fields.contains { zoho.reading(of: $0).reason != nil || zoho.hides($0) }
    || names.contains { mandatory.contains($0) && zoho.value(named: $0) == .blank }
    || names.contains { zoho.record.value(named: $0).map { !$0.isNull && $0.string == nil } ?? false }
}

import Decisions
import Diagnostics
import Projections

/// Unlinked records of Zoho that have the tax number of a linked one, or its e-mail address at one account: two records
/// of one company or person, of which only one is kept in agreement.
///
/// Matching asks about several that fit before a pair is made; what came or was found later is found here, by every
/// reading of both sides that is whole.
struct TwinBook: Sendable {
  /// Zoho's records by the key of JD Edwards' record, sorted by their ids.
  let twins: [String: [String]]

  /// What says that two records are the same.
  private struct Trait: Hashable {
    let key: MatchKey
    /// The account of a contact: an address speaks only among its people.
    let account: String?
  }

  /// Reads every record of the entity on both sides.
  init(mapping: EntityMapping, evaluator: Evaluator) async throws(Failure) {
    var unlinked: [Trait: [String]] = [:]
    let account = mapping.fields.first { $0.source.linkedEntity != nil }
    try await evaluator.eachShown(mapping) { record, holder in
      guard holder == nil else { return }
      let traits = Self.traits(
        of: matchProfile(zoho: record, mapping: mapping),
        account: account.flatMap { record.value(of: $0).text })
      for trait in traits { unlinked[trait, default: []].append(record.id) }
    }
    guard !unlinked.isEmpty else {
      twins = [:]
      return
    }
    var found: [String: [String]] = [:]
    try await evaluator.eachScopePage(mapping) { (page) throws(Failure) in
      for record in page.records where record.zohoID != nil {
        let profile = matchProfile(jde: record.composite, mapping: mapping)
        let ids = Self.traits(of: profile, account: record.account).compactMap { unlinked[$0] }
          // A key on more records than a placeholder may have tells nobody apart.
          .filter { $0.count <= mapping.matching.placeholderRecords }.flatMap(\.self)
        if !ids.isEmpty { found[record.key] = Set(ids).sorted() }
      }
    }
    twins = found
  }

  private static func traits(of profile: MatchProfile, account: String?) -> [Trait] {
    profile.keys.compactMap { key in
      switch key.key.kind {
      case .taxID: Trait(key: key.key, account: nil)
      case .email: profile.isPerson ? account.map { Trait(key: key.key, account: $0) } : nil
      case .reference, .taxIDAlone, .taxNumber, .taxForm: nil
      }
    }
  }
}

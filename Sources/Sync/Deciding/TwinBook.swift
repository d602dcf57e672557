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
    let store = evaluator.store
    var lastID: String?
    while true {
      let page = try await store.zohoRecords(module: mapping.zoho.module, afterID: lastID, limit: 1_000)
      guard let newest = page.last else { break }
      lastID = newest.record.id
      let holders = try await store.holders(entity: mapping.entity, zohoIDs: page.map(\.record.id))
      for shown in page where shown.state == .present && holders[shown.record.id] == nil {
        let record = shown.record.hiding(evaluator.hidden[mapping.zoho.module] ?? [])
        let account = mapping.fields.first { $0.source.linkedEntity != nil }.flatMap {
          record.value(of: $0).text
        }
        for trait in Self.traits(of: matchProfile(zoho: record, mapping: mapping), account: account) {
          unlinked[trait, default: []].append(record.id)
        }
      }
    }
    guard !unlinked.isEmpty else {
      twins = [:]
      return
    }
    var found: [String: [String]] = [:]
    var lastNumber: Int?
    while true {
      let numbers = try await store.numbers(
        inTable: mapping.jde.root, after: lastNumber, limit: numbersPerPage)
      guard let newest = numbers.last else { break }
      lastNumber = newest
      let rows = try await store.rows(ofNumbers: numbers)
      let upstream = try await evaluator.linkedIDs(for: mapping, numbers: numbers)
      let candidates = numbers.flatMap {
        StatePage.candidates(number: $0, rows: rows[$0] ?? [], paired: [], mapping: mapping)
      }
      let paired = try await store.pairedIDs(entity: mapping.entity, keys: candidates.map(\.key))
      for candidate in candidates where paired[candidate.key] != nil {
        let composite = evaluator.composite(of: candidate, mapping: mapping, upstream: upstream)
        guard composite.presence == .inScope else { continue }
        let account = mapping.fields.lazy.compactMap(\.source.linkedEntity)
          .compactMap { upstream["\($0)/\(candidate.number)"] }.first
        let ids = Set(
          Self.traits(of: matchProfile(jde: composite, mapping: mapping), account: account)
            // A key on more records than a placeholder may have tells nobody apart.
            .compactMap { unlinked[$0] }.filter { $0.count <= mapping.matching.placeholderRecords }
            .flatMap(\.self))
        if !ids.isEmpty { found[candidate.key] = ids.sorted() }
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

import Decisions
import Diagnostics
import Projections

/// Records of JD Edwards that are in the scope of their entity, as many as are read at once.
struct ScopePage {
  /// One of them.
  struct Record {
    let key: String
    let composite: CompositeRecord
    /// The id of Zoho's record that it is linked to; nil where it is to none.
    let zohoID: String?
    /// The id of Zoho's record that the one is linked to on which it hangs; nil where it hangs on none, or that is to none.
    let account: String?
  }

  let records: [Record]
}

extension Evaluator {
  /// Goes through every record of a mapping's module that shows, each with the key of the record that it is linked to.
  func eachShown(
    _ mapping: EntityMapping, _ body: (ZohoRecord, _ holder: String?) -> Void
  ) async throws(Failure) {
    let hidden = hidden[mapping.zoho.module] ?? []
    var last: String?
    while true {
      let page = try await store.zohoRecords(module: mapping.zoho.module, afterID: last, limit: 1_000)
      guard let newest = page.last else { return }
      last = newest.record.id
      let holders = try await store.holders(entity: mapping.entity, zohoIDs: page.map(\.record.id))
      for shown in page where shown.state == .present {
        body(shown.record.hiding(hidden), holders[shown.record.id])
      }
    }
  }

  /// Goes through every record of JD Edwards that is in the scope of an entity, page by page.
  func eachScopePage(
    _ mapping: EntityMapping, _ body: (ScopePage) async throws(Failure) -> Void
  ) async throws(Failure) {
    let links = mapping.fields.compactMap(\.source.linkedEntity)
    var last: Int?
    while true {
      let numbers = try await store.numbers(inTable: mapping.jde.root, after: last, limit: numbersPerPage)
      guard let newest = numbers.last else { return }
      last = newest
      let rows = try await store.rows(ofNumbers: numbers)
      let upstream = try await linkedIDs(for: mapping, numbers: numbers)
      let candidates = numbers.flatMap {
        StatePage.candidates(number: $0, rows: rows[$0] ?? [], paired: [], mapping: mapping)
      }
      let paired = try await store.pairedIDs(entity: mapping.entity, keys: candidates.map(\.key))
      try await body(
        ScopePage(
          records: candidates.compactMap { candidate in
            let composite = composite(of: candidate, mapping: mapping, upstream: upstream)
            guard composite.presence == .inScope else { return nil }
            return ScopePage.Record(
              key: candidate.key, composite: composite, zohoID: paired[candidate.key],
              account: links.lazy.compactMap { upstream["\($0)/\(candidate.number)"] }.first)
          }))
    }
  }
}

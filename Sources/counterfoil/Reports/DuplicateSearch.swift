import Decisions
import Diagnostics
import Projections

/// Records of one system that share a tax number or an e-mail address, or a name at one place.
struct DuplicateSearch {
  let view: ProjectView
  let rules: SyncRules
  /// JDE's date: it decides which address counts.
  let today: String

  /// Address numbers that are joined at once.
  private static let numbersAtOnce = 500
  private static let recordsAtOnce = 1_000

  /// What some records have in common.
  private struct Trait: Hashable {
    let kind: String
    let value: String
  }

  /// Who has a trait: ids with their names.
  private typealias Holders = [Trait: [(id: String, name: String)]]

  /// One row for each record of each group.
  func csv() async throws(Failure) -> String {
    var text = CSVText.line(["entity", "system", "same", "value", "record", "name"])
    var members: [String: Set<String>] = [:]
    for mapping in rules.mappings {
      var jde: Holders = [:]
      members[mapping.entity] = try await gatherJDE(mapping, members: members, into: &jde)
      text += rows(jde, mapping: mapping, system: "jde")
      var zoho: Holders = [:]
      try await gatherZoho(mapping, into: &zoho)
      text += rows(zoho, mapping: mapping, system: "zoho")
    }
    return text
  }

  /// A key on more records than a placeholder may have tells nobody apart.
  private func rows(_ holders: Holders, mapping: EntityMapping, system: String) -> String {
    var text = ""
    let groups = holders.filter {
      $0.value.count > 1 && $0.value.count <= mapping.matching.placeholderRecords
    }
    .sorted { ($0.key.kind, $0.key.value) < ($1.key.kind, $1.key.value) }
    for (trait, records) in groups {
      for record in records {
        text += CSVText.line([mapping.entity, system, trait.kind, trait.value, record.id, record.name])
      }
    }
    return text
  }

  /// Takes in the records of JD Edwards that are in scope, and gives their address numbers.
  private func gatherJDE(
    _ mapping: EntityMapping, members: [String: Set<String>], into holders: inout Holders
  ) async throws(Failure) -> Set<String> {
    var inScope: Set<String> = []
    var last: Int?
    while true {
      let numbers = try await view.store.numbers(
        inTable: mapping.jde.root, after: last, limit: Self.numbersAtOnce)
      guard let newest = numbers.last else { return inScope }
      let rows = try await view.store.rows(ofNumbers: numbers)
      for number in numbers {
        let own = (rows[number] ?? []).map(\.row)
        if let parent = mapping.jde.memberOf, members[parent]?.contains("\(number)") != true { continue }
        for key in keys(of: number, rows: own, mapping: mapping) {
          let record = compositeRecord(
            key: key, rows: own, mapping: mapping, crosswalks: rules.crosswalks, today: today,
            linkedID: { _, _ in nil })
          guard record.presence == .inScope else { continue }
          inScope.insert("\(number)")
          take(matchProfile(jde: record, mapping: mapping), id: key, into: &holders)
        }
      }
      last = newest
    }
  }

  private func keys(of number: Int, rows: [TableRow], mapping: EntityMapping) -> [String] {
    guard mapping.jde.isKeyedByLine else { return ["\(number)"] }
    return rows.filter { $0.table == mapping.jde.root }.compactMap { row in
      row.cell("IDLN").text.map { "\(number).\($0)" }
    }
  }

  private func gatherZoho(_ mapping: EntityMapping, into holders: inout Holders) async throws(Failure) {
    var last: String?
    while true {
      let records = try await view.store.zohoRecords(
        module: mapping.zoho.module, afterID: last, limit: Self.recordsAtOnce)
      guard let newest = records.last else { return }
      for record in records where record.state == .present {
        take(matchProfile(zoho: record.record, mapping: mapping), id: record.record.id, into: &holders)
      }
      last = newest.record.id
    }
  }

  private func take(_ profile: MatchProfile, id: String, into holders: inout Holders) {
    var traits: Set<Trait> = []
    for key in profile.keys {
      switch key.key.kind {
      case .taxID, .taxNumber, .taxIDAlone: traits.insert(Trait(kind: "tax_id", value: key.key.value))
      case .email: traits.insert(Trait(kind: "email", value: key.key.value))
      case .reference, .taxForm: break
      }
    }
    // People share names; companies at one postal code do not.
    if !profile.isPerson, !profile.normalisedName.isEmpty, let code = profile.postalCode {
      traits.insert(Trait(kind: "name and postal code", value: "\(profile.normalisedName) \(code)"))
    }
    for trait in traits { holders[trait, default: []].append((id, profile.name ?? "")) }
  }
}

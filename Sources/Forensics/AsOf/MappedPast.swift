import Decisions
import Diagnostics
import EventLog
import JSONText
import Projections

/// Maps what was seen then, by the rules of today.
struct MappedPast {
  let past: PastReader
  let rules: SyncRules
  /// JDE's date then: it decides which address counted.
  let today: String

  /// Every mapped field of these records.
  func fields(
    of pairings: [PairingAsOf], rows streams: [String], zoho: [ObservationAsOf]
  ) throws(Failure) -> [FieldAsOf] {
    var rows: [Int: [TableRow]] = [:]
    for stream in streams {
      guard let seen = try past.observation(of: stream, written: []), seen.state == .present else { continue }
      guard let number = StreamKey.parts(of: stream).dropFirst(2).first.flatMap({ Int($0) }) else { continue }
      rows[number, default: []].append(TableRow(table: seen.kind, record: seen.record))
    }
    var fields: [FieldAsOf] = []
    for pairing in pairings {
      guard let mapping = rules.mapping(pairing.record.entity), let number = pairing.record.number else {
        continue
      }
      let linked = try linkedIDs(mapping, number: number)
      let composite = compositeRecord(
        key: pairing.record.key, rows: rows[number] ?? [], mapping: mapping, crosswalks: rules.crosswalks,
        today: today, linkedID: { entity, key in linked["\(entity)/\(key)"] })
      let record = zohoRecord(of: pairing, among: zoho)
      for field in mapping.fields {
        let shown = composite.field(field.id)
        fields.append(
          FieldAsOf(
            record: pairing.record, field: field.id, jde: shown.value, mapped: shown.mapped,
            zoho: record?.value(of: field) ?? .absent))
      }
    }
    return fields
  }

  /// The Zoho ids, then, of the records that an entity's lookups point to.
  private func linkedIDs(_ mapping: EntityMapping, number: Int) throws(Failure) -> [String: String] {
    var ids: [String: String] = [:]
    for field in mapping.fields {
      guard case .link(let entity) = field.source else { continue }
      let pairing = try past.pairing(of: SubjectKey(entity: entity, key: String(number)))
      if pairing.isLinked { ids["\(entity)/\(number)"] = pairing.zohoID }
    }
    return ids
  }

  private func zohoRecord(of pairing: PairingAsOf, among zoho: [ObservationAsOf]) -> ZohoRecord? {
    guard pairing.isLinked, let module = pairing.module, let id = pairing.zohoID else { return nil }
    guard let seen = zoho.first(where: { $0.stream == StreamKey.zoho(module, id) }) else { return nil }
    return ZohoRecord(id: id, modifiedTime: seen.values["Modified_Time"]?.string, record: seen.values)
  }
}

import Decisions
import Diagnostics

/// A mapping as one file says it, before it is held against the other files: what it refers to keeps its place.
struct MappingDraft {
  let entity: String
  let place: SourcePlace
  let jde: JDEShape
  let zoho: ZohoShape
  let createsInZoho: Bool
  let createsInJDE: String?
  let orchestration: String?
  let fields: [MappedField]
  let columns: ColumnResolver
  /// Entities that this one hangs on (`of:`, `link:`).
  let entityUses: [PlacedText]
  let crosswalkUses: [CrosswalkUse]
  /// False where something in the file is wrong: what others miss in it may only be unreadable.
  let isWhole: Bool

  func mapping(matching: MatchingRules) -> EntityMapping {
    EntityMapping(
      entity: entity, jde: jde, zoho: zoho, createsInZoho: createsInZoho, createsInJDE: createsInJDE,
      orchestration: orchestration, fields: fields, matching: matching)
  }
}

extension MappingDraft {
  /// Whether JDE shows numbers in a column: the table says so, or a field reads it as one.
  func isNumber(_ column: String, in table: String) -> Bool {
    TableKeys.isNumber(table: table, column: column)
      || fields.contains { field in
        (field.type == .money || field.type == .integer)
          && field.source.columns.contains { $0.column == column && columns.sources[$0.source] == table }
      }
  }
}

/// Where a mapping uses a crosswalk.
struct CrosswalkUse: Hashable {
  let name: PlacedText
  /// Whether values go from Zoho to JD Edwards through it.
  let flowsBack: Bool
}

import Decisions
import Diagnostics
import Instants
import JSONText
import ProjectFiles
import Projections

/// A record of JD Edwards and those of Zoho that it could be, field by field, as they were seen last.
struct SideBySide {
  /// One record of Zoho beside it.
  private struct Other {
    let zohoID: String
    let edited: String
    /// Field's id, name in Zoho, both values, and whether they agree.
    let fields: [(id: String, zohoName: String, jde: FieldValue, zoho: FieldValue, agrees: Bool)]
  }

  private let edited: String
  private let others: [Other]

  /// Reads what was seen of a record and of the candidates of its question.
  init(
    _ question: QuestionRow, _ mapping: EntityMapping, rules: SyncRules, store: ProjectionStore
  ) async throws(Failure) {
    let key = question.key
    let number = RecordKey(key).number ?? 0
    let rows = (try await store.rows(ofNumbers: [number])[number] ?? []).map(\.row)
    var linked: [String: String] = [:]
    for entity in Set(mapping.fields.compactMap(\.source.linkedEntity)) {
      for (key, id) in try await store.pairedIDs(entity: entity, keys: ["\(number)"]) {
        linked["\(entity)/\(key)"] = id
      }
    }
    let record = compositeRecord(
      key: key, rows: rows, mapping: mapping, crosswalks: rules.crosswalks,
      today: try await store.settings().jdeDay?.value ?? "", linkedID: { linked["\($0)/\($1)"] })
    // A customer's own rows are those of no line and of line 0, a contact's those of its line.
    let own = rows.filter { ($0.lineNumber ?? "0") == RecordKey(key).line ?? "0" }
    edited = EditorText.of(own.max { ($0.editedAt ?? "") < ($1.editedAt ?? "") })
    let ids = question.asked.candidates.compactMap { $0["zoho_id"]?.string }
    let shown = try await store.zohoRecords(module: mapping.zoho.module, ids: ids)
    others = ids.compactMap { id in
      guard let zoho = shown[id]?.record else { return nil }
      return Other(
        zohoID: id, edited: EditorText.of(zoho),
        fields: mapping.fields.map { field in
          let (ours, theirs) = (record.field(field.id).mapped, zoho.value(of: field))
          let agrees = valuesAgree(
            type: field.type, lengthMax: field.crosswalk == nil ? field.lengthMax : nil, jde: ours,
            zoho: theirs, country: record.location.country)
          return (field.id, field.zoho, ours, theirs, agrees)
        })
    }
  }

  var lines: [String] {
    others.flatMap { other in
      var table = TextTable()
      table.add(["", "", "JDE, \(edited)", "Zoho \(other.zohoID), \(other.edited)"])
      for field in other.fields where field.jde.text != nil || field.zoho.text != nil {
        table.add([field.agrees ? "  " : "≠ ", field.zohoName, field.jde.shown, field.zoho.shown])
      }
      return table.lines.map { "    " + $0 }
    }
  }

  var json: JSONValue {
    .array(
      others.map { other in
        [
          "zoho_id": JSONValue(other.zohoID), "jde_edited": JSONValue(edited),
          "zoho_edited": JSONValue(other.edited),
          "fields": .array(
            other.fields.map { field in
              [
                "id": JSONValue(field.id), "zoho": JSONValue(field.zohoName),
                "jde": field.jde.json ?? .null, "shown": field.zoho.json ?? .null,
                "agrees": JSONValue(field.agrees),
              ]
            }),
        ]
      })
  }
}

/// Who edited a record last, and when, as the record says it.
enum EditorText {
  /// The newest of a record's rows: `edited 2026-12-03 09:14:07 by ADA`, in the enterprise server's own time.
  static func of(_ row: TableRow?) -> String {
    guard let row, let text = row.editedAt else { return "nobody says when it was edited" }
    let digits = Array(text)
    let day = "\(String(digits[0..<4]))-\(String(digits[4..<6]))-\(String(digits[6..<8]))"
    let time = "\(String(digits[8..<10])):\(String(digits[10..<12])):\(String(digits[12..<14]))"
    return "edited \(day) \(time)" + (row.cell("USER").text.map { " by \($0)" } ?? "")
  }

  /// `edited 2026-12-03 08:14:07Z by Ada Lovelace`.
  static func of(_ record: ZohoRecord) -> String {
    guard let seconds = record.modifiedSeconds else { return "nobody says when it was edited" }
    let by = record.value(named: "Modified_By").text.map { " by \($0)" } ?? ""
    return "edited \(RFC3339.text(seconds: seconds).shortInstant)" + by
  }
}

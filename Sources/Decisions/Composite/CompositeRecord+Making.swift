/// Joins the rows of one address number into the record `key` of an entity.
///
/// A row that is not there makes its columns blank, a column that is not there makes its field absent.
/// - Parameters:
///   - key: `4242`, or `4242.1` for an entity of the who's-who.
///   - rows: All rows of the address number, in any order.
///   - mapping: The entity.
///   - crosswalks: By name, those of all entities.
///   - today: JDE's date, `yyyyMMdd`: it decides which address counts.
///   - parent: Whether the record's number belongs to the entity that `of:` names; nil where that is not asked.
///   - linkedID: The Zoho id of the record that `key` of `entity` is linked to; nil while there is none.
/// - Returns: The record, also where it is out of scope or unclear.
package func compositeRecord(
  key: String, rows: [TableRow], mapping: EntityMapping, crosswalks: [String: Crosswalk], today: String,
  parent: Presence? = nil, linkedID: (_ entity: String, _ key: String) -> String?
) -> CompositeRecord {
  let selection = RowSelection(key: key, rows: rows, shape: mapping.jde, today: today)
  let addressNumber = RecordKey(key).addressNumber
  var links: [String: String] = [:]
  for case .link(let entity) in mapping.fields.lazy.map(\.source) {
    links[entity] = linkedID(entity, addressNumber)
  }
  let reader = FieldReader(
    addressNumber: addressNumber, selection: selection, shape: mapping.jde, crosswalks: crosswalks,
    links: links)
  var fields: [String: JDEField] = [:]
  fields.reserveCapacity(mapping.fields.count)
  for field in mapping.fields { fields[field.id] = reader.read(field) }
  let reference = mapping.jde.reference.map { reader.cell($0) }
  return CompositeRecord(
    key: key, presence: presence(of: key, selection: selection, mapping: mapping, parent: parent),
    fields: fields, name: name(of: fields, selection: selection, mapping: mapping),
    earliestFutureDay: selection.earliestFutureDay,
    location: location(of: fields, selection: selection, mapping: mapping),
    owner: mapping.zoho.owner.flatMap { reader.owner($0) },
    reference: reference?.value.text, referenceUnreadable: reference?.reason,
    ownerUnreadable: mapping.zoho.owner?.from.flatMap { reader.cell($0).reason })
}

/// Whether an address number belongs to an entity, asked about records that hang on it.
///
/// `rows` are rows of the number, of any table; `today` is JDE's date, `yyyyMMdd`.
package func presence(
  ofNumber number: Int, rows: [TableRow], mapping: EntityMapping, today: String
) -> Presence {
  let key = String(number)
  let selection = RowSelection(key: key, rows: rows, shape: mapping.jde, today: today)
  return presence(of: key, selection: selection, mapping: mapping, parent: nil)
}

private func presence(
  of key: String, selection: RowSelection, mapping: EntityMapping, parent: Presence?
) -> Presence {
  let shape = mapping.jde
  // A row that is missing from a read is no proof that the record is gone: row security hides rows.
  guard let root = selection.root else { return .notShown("\(shape.root) has no row") }
  for rule in shape.scope {
    let cell = root.cell(rule.column)
    if cell == .absent { return .unclear("\(shape.root).\(rule.column) is not shown") }
    if cell == .blank, !rule.isExcluding, !rule.values.contains(where: { RowSelection.shows($0, in: cell) }) {
      // Nobody takes a record out of its scope by leaving the column empty.
      return .unclear("\(shape.root).\(rule.column) is blank")
    }
    let isListed = rule.values.contains { RowSelection.shows($0, in: cell) }
    if isListed == rule.isExcluding { return .outOfScope("\(rule.column) is \(cell.text ?? "blank")") }
  }
  if let entity = shape.memberOf {
    let number = RecordKey(key).addressNumber
    switch parent {
    case nil, .some(.inScope): break
    case .some(.outOfScope(let reason)): return .outOfScope("\(entity) \(number) is not in scope: \(reason)")
    case .some(.unclear(let reason)): return .unclear("\(entity) \(number) is unclear: \(reason)")
    case .some(.notShown), .some(.behind): return .behind("\(entity) \(number)")
    }
  }
  if let ambiguity = selection.ambiguity { return .unclear(ambiguity) }
  for join in shape.joins where join.isRequired && selection.rows[join.alias] == nil {
    if selection.doubts[join.alias] != nil {
      return .unclear("a row of \(join.table) does not show whether it belongs to the record")
    }
    let companies =
      join.companies.isEmpty ? "" : " for the companies \(join.companies.joined(separator: ", "))"
    return .notShown("\(join.table) has no row\(companies)")
  }
  return .inScope
}

private func name(of fields: [String: JDEField], selection: RowSelection, mapping: EntityMapping) -> String? {
  let names = ZohoModule.nameFields(mapping.zoho.module).compactMap { api in
    mapping.fields.first { $0.zoho == api }.flatMap { fields[$0.id]?.mapped.text }
  }
  if !names.isEmpty { return names.joined(separator: " ") }
  return selection.root?.cell(mapping.jde.isKeyedByLine ? "MLNM" : "ALPH").text
}

private func location(
  of fields: [String: JDEField], selection: RowSelection, mapping: EntityMapping
) -> RecordLocation {
  let row = mapping.jde.joins.first { $0.table == "F0116" }.flatMap { selection.rows[$0.alias] }
  func part(_ column: String) -> String? {
    if let text = row?.cell(column).text { return text }
    return mapping.field(showing: column).flatMap { fields[$0.id]?.mapped.text }
  }
  // The form that Zoho shows has gone through the mapping's crosswalk: JDE's codes need not be ISO's.
  let shown = mapping.field(showing: "CTR").flatMap { fields[$0.id]?.mapped.text }
  return RecordLocation(
    postalCode: part("ADDZ"), city: part("CTY1"), country: (shown ?? part("CTR")).map(countryCode(of:)))
}

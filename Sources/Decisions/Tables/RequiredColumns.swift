/// The columns to read of each table, sorted: keys, audit columns, and everything that mapping, scope, owner and
/// matching use.
package func requiredColumns(of mappings: [EntityMapping]) -> [String: [String]] {
  var columns: [String: Set<String>] = [:]
  func need(_ table: String, _ names: [String]) { columns[table, default: []].formUnion(names) }
  for mapping in mappings {
    let shape = mapping.jde
    let tables = Dictionary(shape.joins.map { ($0.alias, $0.table) }, uniquingKeysWith: { first, _ in first })
    func needColumn(_ name: ColumnName) {
      need(name.source == shape.root ? shape.root : tables[name.source] ?? name.source, [name.column])
    }
    need(shape.root, shape.scope.map(\.column))
    need(shape.root, [shape.isKeyedByLine ? "MLNM" : "ALPH"])
    for join in shape.joins {
      need(join.table, Array(join.pick.keys))
      if join.table == "F0116" { need(join.table, ["ADDZ", "CTY1", "CTR"]) }
    }
    for field in mapping.fields { field.source.columns.forEach(needColumn) }
    [shape.reference, mapping.zoho.owner?.from].compactMap(\.self).forEach(needColumn)
    for case .taxID(_, let country?) in mapping.matching.keys { needColumn(country) }
  }
  // Which records are customers at all is asked of the master file, whoever's record it is.
  need("F0101", ["AT1"])
  for table in columns.keys {
    need(table, TableKeys.columns(of: table))
    need(table, TableKeys.auditColumns(of: table) + TableKeys.editorColumns(of: table))
  }
  return columns.mapValues { $0.sorted() }
}

extension FieldSource {
  /// The columns that a value comes from, in order.
  package var columns: [ColumnName] {
    switch self {
    case .columns(let columns, _), .firstOf(let columns): columns
    case .constant, .link: []
    }
  }
}

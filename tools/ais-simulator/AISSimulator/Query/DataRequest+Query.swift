import SimulatedCompanies

extension DataRequest {
  /// Reads the GET form: `$filter`, `$filterType`, `$field`, `$sort`, `$limit`.
  init(table name: String, parameters: [(name: String, value: String)], context: Context) throws(Problem) {
    guard let table = JDETable.all.first(where: { $0.name == name }) else { throw .unknownTable(name) }
    self.table = table
    columns = []
    var parts: [Condition] = []
    var matchesAny = false
    for (name, value) in parameters {
      switch name {
      case "$field":
        guard let position = table.position(controlID: value) else { throw .unknownColumn(value) }
        columns.append(position)
      case "$filter": parts.append(.leaf(try Self.filter(value, table: table, context: context)))
      case "$filterType": matchesAny = value == "MATCH_ANY"
      case "$sort": try addSort(String(value.drop { "+- ".contains($0) }), isDescending: value.hasPrefix("-"))
      case "$limit": pageSize = max(1, min(Int(value) ?? 100, context.fetchLimit))
      default: break
      }
    }
    if columns.isEmpty { columns = Array(table.columns.indices) }
    condition = matchesAny && !parts.isEmpty ? .any(parts) : .all(parts)
  }

  private static func filter(
    _ text: String, table: JDETable, context: Context
  ) throws(Problem) -> Condition.Leaf {
    let words = text.split(separator: " ", maxSplits: 2).map(String.init)
    guard words.count >= 2 else { throw .unreadable("$filter \(text)") }
    guard let position = table.position(controlID: words[0]) else { throw .unknownColumn(words[0]) }
    let comparisons: [String: Condition.Comparison] = [
      "EQ": .equal, "NE": .notEqual, "LT": .less, "LE": .lessOrEqual, "GT": .greater, "GE": .greaterOrEqual,
      "STARTSWITH": .startsWith, "ENDSWITH": .endsWith, "CONTAINS": .contains,
    ]
    guard let comparison = comparisons[words[1]] else { throw .unreadable("$filter operator \(words[1])") }
    var content = words.count > 2 ? words[2] : ""
    var special = "LITERAL"
    if let last = content.split(separator: " ").last, last.hasPrefix("TODAY") {
      special = String(last)
      content = String(content.split(separator: " ").first ?? "")
    }
    let value = try value(content, special: special, kind: table.columns[position].kind, context: context)
    return try leaf(table: table, position: position, comparison: comparison, values: [value])
  }
}

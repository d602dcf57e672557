import JSONText
import SimulatedCompanies

/// A request to the data service, understood.
struct DataRequest: Sendable {
  var table: JDETable
  var service = Service.browse
  /// The columns to give, by position.
  var columns: [Int]
  /// The columns as they were asked for, for next-links.
  var returnControlIDs = ""
  var condition = Condition.all([])
  var sort: [Sort] = []
  var aggregation: JSONValue?
  var pageSize = 100
  var givesNextPages = false
  var gridForm = GridForm.gridData
  /// What security lets the caller see of the table.
  var sight = Sight()

  enum Service: String, Sendable { case browse = "BROWSE", count = "COUNT", aggregation = "AGGREGATION" }
  enum GridForm: String, Sendable { case gridData = "GRID_DATA", version1 = "VERSION1" }

  /// A key of the order.
  struct Sort: Sendable {
    let position: Int
    let isDescending: Bool
  }

  /// Why a request cannot be answered.
  enum Problem: Error {
    case unreadable(String)
    case unknownTable(String)
    case unknownColumn(String)
    case wrongValue(String)
  }

  /// Whether the rows come in the order of the primary key, so that none need sorting.
  var followsKey: Bool {
    sort.count <= table.key.count
      && zip(sort, table.key).allSatisfy { $0.position == $1 && !$0.isDescending }
  }
}

extension DataRequest {
  /// Reads the body of a POST; `fetchLimit` is what the server gives at most.
  init(_ json: JSONValue, context: Context) throws(Problem) {
    guard let name = json["targetName"]?.string else { throw .unreadable("targetName is missing") }
    guard json["targetType"]?.string.map({ $0 == "table" }) ?? true,
      let table = JDETable.all.first(where: { $0.name == name })
    else { throw .unknownTable(name) }
    self.table = table
    if let text = json["dataServiceType"]?.string {
      guard let service = Service(rawValue: text) else { throw .unreadable("dataServiceType \(text)") }
      self.service = service
    }
    columns = Array(table.columns.indices)
    if let list = json["returnControlIDs"]?.string, !list.isEmpty {
      returnControlIDs = list
      columns = []
      for part in list.split(separator: "|") {
        guard let position = table.position(controlID: String(part)) else {
          throw .unknownColumn(String(part))
        }
        if !columns.contains(position) { columns.append(position) }
      }
    }
    if let query = json["query"] { condition = try Self.condition(query, table: table, context: context) }
    for key in json["aggregation"]?["orderBy"]?.array ?? [] {
      try addSort(key["column"]?.string ?? "", isDescending: key["direction"]?.string == "DESC")
    }
    aggregation = json["aggregation"]
    pageSize = Self.pageSize(json["maxPageSize"], context: context)
    let next = json["enableNextPageProcessing"]
    givesNextPages = next?.bool == true || next?.string?.lowercased() == "true"
    if json["outputType"]?.string == "VERSION1" { gridForm = .version1 }
  }

  /// What a request is read against.
  struct Context: Sendable {
    let today: CivilDate
    let user: String
    let fetchLimit: Int
  }

  mutating func addSort(_ column: String, isDescending: Bool) throws(Problem) {
    guard let position = table.position(controlID: column) else { throw .unknownColumn(column) }
    sort.append(Sort(position: position, isDescending: isDescending))
  }

  private static func pageSize(_ value: JSONValue?, context: Context) -> Int {
    guard let value else { return min(100, context.fetchLimit) }
    if let size = value.int ?? value.string.flatMap({ Int($0) }) {
      return max(1, min(size, context.fetchLimit))
    }
    return context.fetchLimit  // "No Max"
  }

  private static func condition(
    _ query: JSONValue, table: JDETable, context: Context
  ) throws(Problem) -> Condition {
    var parts: [Condition] = []
    for condition in query["condition"]?.array ?? [] {
      parts.append(.leaf(try leaf(condition, table: table, context: context)))
    }
    var result: Condition =
      query["matchType"]?.string == "MATCH_ANY" && !parts.isEmpty ? .any(parts) : .all(parts)
    guard let complex = query["complexQuery"]?.array, !complex.isEmpty else { return result }
    var joined: Condition?
    for element in complex {
      guard let inner = element["query"] else { throw .unreadable("complexQuery without query") }
      let next = try Self.condition(inner, table: table, context: context)
      guard let left = joined else {
        joined = next
        continue
      }
      joined = element["andOr"]?.string == "OR" ? .any([left, next]) : .all([left, next])
    }
    if let joined { result = parts.isEmpty ? joined : .all([result, joined]) }
    return result
  }

  private static func leaf(
    _ condition: JSONValue, table: JDETable, context: Context
  ) throws(Problem) -> Condition.Leaf {
    let name = condition["controlId"]?.string ?? ""
    guard let position = table.position(controlID: name) else { throw .unknownColumn(name) }
    let sign = condition["operator"]?.string ?? ""
    guard let comparison = Condition.Comparison(rawValue: sign) else { throw .unreadable("operator \(sign)") }
    var values: [String] = []
    for value in condition["value"]?.array ?? [] {
      values.append(
        try self.value(
          value["content"]?.string ?? value["content"]?.number?.digits ?? "",
          special: value["specialValueId"]?.string ?? "LITERAL", kind: table.columns[position].kind,
          context: context))
    }
    return try leaf(table: table, position: position, comparison: comparison, values: values)
  }

  static func leaf(
    table: JDETable, position: Int, comparison: Condition.Comparison, values: [String]
  ) throws(Problem) -> Condition.Leaf {
    let needed = comparison == .between ? 2 : comparison == .blank || comparison == .notBlank ? 0 : 1
    guard values.count >= needed else { throw .unreadable("\(comparison.rawValue) without its values") }
    let kind = table.columns[position].kind
    var numbers: [Int]?
    if kind == .number {
      var found: [Int] = []
      for value in values {
        guard let number = value.isEmpty ? 0 : Int(value) else { throw .wrongValue(value) }
        found.append(number)
      }
      numbers = found
    }
    return Condition.Leaf(
      position: position, kind: kind, comparison: comparison, values: values, numbers: numbers,
      isAddressNumber: table.columns[position].alias == "AN8")
  }

  /// A value as the database has it.
  static func value(
    _ content: String, special: String, kind: JDETable.Kind, context: Context
  ) throws(Problem) -> String {
    switch special {
    case "LITERAL", "":
      guard kind == .date, !content.allSatisfy({ $0 == " " }) else { return trimmed(content) }
      // Only the user's own pattern, MM/dd/yyyy, is known to be understood.
      let parts = content.split(separator: "/")
      guard parts.count == 3, parts[0].count == 2, parts[1].count == 2, parts[2].count == 4,
        let date = CivilDate(compact: "\(parts[2])\(parts[0])\(parts[1])")
      else { throw .wrongValue(content) }
      return date.compact
    case "LOGIN_USER": return context.user
    case "TODAY": return context.today.compact
    default:
      guard let count = Int(content) else { throw .wrongValue(content) }
      switch special {
      case "TODAY_PLUS_DAY": return context.today.adding(days: count).compact
      case "TODAY_MINUS_DAY": return context.today.adding(days: -count).compact
      case "TODAY_PLUS_MONTH": return context.today.adding(months: count).compact
      case "TODAY_MINUS_MONTH": return context.today.adding(months: -count).compact
      case "TODAY_PLUS_YEAR": return context.today.adding(months: 12 * count).compact
      case "TODAY_MINUS_YEAR": return context.today.adding(months: -12 * count).compact
      default: throw .unreadable("specialValueId \(special)")
      }
    }
  }

  private static func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}

import SimulatedCompanies

/// Tells which records fulfil a condition, and how two stand to each other in an order.
struct COQLMatcher: Sendable {
  private let module: ZohoModule

  init(_ module: ZohoModule) { self.module = module }

  /// The names in a query that the module does not have.
  func unknownNames(_ query: COQLQuery) -> [String] {
    let names =
      query.fields + query.order.map(\.field) + (query.condition?.leaves.map(\.field) ?? [])
    return names.filter { name in
      let first = name.split(separator: ".").first.map(String.init) ?? name
      return module.source(first) == nil
    }
  }

  func isFulfilled(_ condition: COQLCondition, by record: ZohoRecord) -> Bool {
    switch condition {
    case .and(let left, let right): isFulfilled(left, by: record) && isFulfilled(right, by: record)
    case .or(let left, let right): isFulfilled(left, by: record) || isFulfilled(right, by: record)
    case .compare(let field, let comparison, let values): isFulfilled(field, comparison, values, record)
    }
  }

  private func isFulfilled(
    _ field: String, _ comparison: COQLCondition.Comparison, _ values: [String], _ record: ZohoRecord
  ) -> Bool {
    let found = value(of: field, in: record)
    switch comparison {
    case .isNull: return found == nil
    case .isNotNull: return found != nil
    default: break
    }
    guard let found else {
      return comparison == .notEqual || comparison == .isNotIn || comparison == .notLike
    }
    func order(_ index: Int) -> Int { found.order(to: Value(values[index], like: found)) }
    switch comparison {
    case .equal: return order(0) == 0
    case .notEqual: return order(0) != 0
    case .less: return order(0) < 0
    case .lessOrEqual: return order(0) <= 0
    case .greater: return order(0) > 0
    case .greaterOrEqual: return order(0) >= 0
    case .between: return order(0) >= 0 && order(1) <= 0
    case .isIn: return values.indices.contains { order($0) == 0 }
    case .isNotIn: return !values.indices.contains { order($0) == 0 }
    case .like: return isLike(found, values[0])
    case .notLike: return !isLike(found, values[0])
    case .isNull, .isNotNull: return false
    }
  }

  /// -1, 0 or 1: how two records stand to each other by one field; empty ones come first.
  func order(_ left: ZohoRecord, _ right: ZohoRecord, by field: String) -> Int {
    let (one, two) = (value(of: field, in: left), value(of: field, in: right))
    guard let one else { return two == nil ? 0 : -1 }
    guard let two else { return 1 }
    return one.order(to: two)
  }

  /// A value that can be compared.
  private enum Value {
    case number(Double)
    case instant(Int)
    case id(UInt64)
    case text(String)

    init(_ text: String, like other: Value) {
      switch other {
      case .number: self = .number(Double(text) ?? .nan)
      case .instant: self = .instant(WallTime(iso: text)?.seconds ?? Int.max)
      case .id: self = .id(UInt64(text) ?? 0)
      case .text: self = .text(text)
      }
    }

    func order(to other: Value) -> Int {
      switch (self, other) {
      case (.number(let one), .number(let two)): one < two ? -1 : one == two ? 0 : 1
      case (.instant(let one), .instant(let two)): one < two ? -1 : one == two ? 0 : 1
      case (.id(let one), .id(let two)): one < two ? -1 : one == two ? 0 : 1
      case (.text(let one), .text(let two)): one < two ? -1 : one == two ? 0 : 1
      default: 1
      }
    }
  }

  private func value(of field: String, in record: ZohoRecord) -> Value? {
    let name = field.hasSuffix(".id") ? String(field.dropLast(3)) : field
    switch module.source(name) {
    case .id: return .id(record.id)
    case .created: return .instant(record.created)
    case .modified: return .instant(record.modified)
    case .owner: return .id(ZohoUser.all[Int(record.owner)].id)
    case .createdBy: return .id(ZohoUser.all[Int(record.createdBy)].id)
    case .modifiedBy: return .id(ZohoUser.all[Int(record.modifiedBy)].id)
    case .locked: return .text(record.isLocked ? "true" : "false")
    case .recordStatus: return .text("Available")
    case .tag, nil: return nil
    case .cell(let position): return value(at: position, in: record)
    }
  }

  private func value(at position: Int, in record: ZohoRecord) -> Value? {
    let kind = module.fields[position].kind
    guard let text = record[position] else { return kind == .boolean ? .text("false") : nil }
    switch kind {
    case .currency, .double, .percent, .integer: return .number(Double(text) ?? .nan)
    case .lookup, .userLookup: return .id(UInt64(text) ?? 0)
    case .datetime: return .instant(record.string(position).flatMap { WallTime(iso: $0) }?.seconds ?? 0)
    default: return record.string(position).map { .text($0) }
    }
  }

  /// `%` at the beginning and at the end stands for anything.
  private func isLike(_ value: Value, _ pattern: String) -> Bool {
    guard case .text(let text) = value else { return false }
    var middle = pattern[...]
    let (opens, closes) = (middle.hasPrefix("%"), middle.hasSuffix("%"))
    if opens { middle = middle.dropFirst() }
    if closes { middle = middle.dropLast() }
    let (one, two) = (text.lowercased(), middle.lowercased())
    switch (opens, closes) {
    case (true, true): return one.contains(two)
    case (true, false): return one.hasSuffix(two)
    case (false, true): return one.hasPrefix(two)
    case (false, false): return one == two
    }
  }
}

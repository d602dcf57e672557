/// What a row must be like to be found.
indirect enum Condition: Sendable {
  case all([Condition])
  case any([Condition])
  case leaf(Leaf)

  /// One comparison.
  struct Leaf: Sendable {
    let position: Int
    let kind: JDETable.Kind
    let comparison: Comparison
    /// Trimmed on the right; dates as `yyyyMMdd`.
    let values: [String]
    /// The values as numbers, where the column holds numbers.
    let numbers: [Int]?
    let isAddressNumber: Bool
  }

  /// The operators of the data service.
  enum Comparison: String, Sendable {
    case equal = "EQUAL"
    case notEqual = "NOT_EQUAL"
    case less = "LESS"
    case lessOrEqual = "LESS_EQUAL"
    case greater = "GREATER"
    case greaterOrEqual = "GREATER_EQUAL"
    case between = "BETWEEN"
    case list = "LIST"
    case startsWith = "STR_START_WITH"
    case endsWith = "STR_END_WITH"
    case contains = "STR_CONTAIN"
    case blank = "STR_BLANK"
    case notBlank = "STR_NOT_BLANK"
  }

  /// Whether a row fulfils the condition.
  func isFulfilled(by row: JDERow) -> Bool {
    switch self {
    case .all(let parts): parts.allSatisfy { $0.isFulfilled(by: row) }
    case .any(let parts): parts.contains { $0.isFulfilled(by: row) }
    case .leaf(let leaf): leaf.isFulfilled(by: row.cells[leaf.position])
    }
  }

  /// The address numbers that rows fulfilling this can have.
  var addressNumbers: NumberRanges {
    switch self {
    case .all(let parts): parts.reduce(.all) { $0.intersection($1.addressNumbers) }
    case .any(let parts): parts.reduce(NumberRanges([])) { $0.union($1.addressNumbers) }
    case .leaf(let leaf): leaf.addressNumbers
    }
  }
}

extension Condition.Leaf {
  func isFulfilled(by cell: String) -> Bool {
    switch comparison {
    case .blank: return cell.allSatisfy { $0 == " " }
    case .notBlank: return !cell.allSatisfy { $0 == " " }
    case .startsWith: return values.contains { cell.hasPrefix($0) }
    case .endsWith: return values.contains { cell.hasSuffix($0) }
    case .contains: return values.contains { cell.contains($0) }
    case .list: return values.indices.contains { order(cell, $0) == 0 }
    case .between: return order(cell, 0) >= 0 && order(cell, 1) <= 0
    case .equal: return order(cell, 0) == 0
    case .notEqual: return order(cell, 0) != 0
    case .less: return order(cell, 0) < 0
    case .lessOrEqual: return order(cell, 0) <= 0
    case .greater: return order(cell, 0) > 0
    case .greaterOrEqual: return order(cell, 0) >= 0
    }
  }

  private func order(_ cell: String, _ index: Int) -> Int {
    if let numbers {
      let number = cell.isEmpty ? 0 : Int(cell) ?? 0
      return number < numbers[index] ? -1 : number > numbers[index] ? 1 : 0
    }
    return JDERow.compare(cell, values[index], kind)
  }

  var addressNumbers: NumberRanges {
    guard isAddressNumber, let numbers, let first = numbers.first else { return .all }
    switch comparison {
    case .equal: return NumberRanges([first...first])
    case .list: return NumberRanges(numbers.map { $0...$0 })
    case .between: return NumberRanges(first <= numbers[1] ? [first...numbers[1]] : [])
    case .less: return NumberRanges([Int.min...first - 1])
    case .lessOrEqual: return NumberRanges([Int.min...first])
    case .greater: return NumberRanges([first + 1...Int.max])
    case .greaterOrEqual: return NumberRanges([first...Int.max])
    default: return .all
    }
  }
}

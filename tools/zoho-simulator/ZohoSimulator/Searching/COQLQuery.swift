/// A COQL query, understood as far as the simulator goes.
struct COQLQuery: Sendable {
  var fields: [String] = []
  var module = ""
  var condition: COQLCondition?
  var order: [(field: String, isDescending: Bool)] = []
  var limit = 200
  var offset = 0
}

/// A condition of a COQL query.
indirect enum COQLCondition: Sendable {
  case and(COQLCondition, COQLCondition)
  case or(COQLCondition, COQLCondition)
  case compare(field: String, Comparison, [String])

  /// The operators.
  enum Comparison: String, Sendable {
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case like = "like"
    case notLike = "not like"
    case isIn = "in"
    case isNotIn = "not in"
    case isNull = "is null"
    case isNotNull = "is not null"
    case between = "between"
  }

  /// Every comparison in it.
  var leaves: [(field: String, comparison: Comparison, values: [String])] {
    switch self {
    case .and(let left, let right), .or(let left, let right): left.leaves + right.leaves
    case .compare(let field, let comparison, let values): [(field, comparison, values)]
    }
  }

  /// The values that a field must have one of, where the condition says so for every record it lets pass.
  func necessaryValues(of field: String) -> [String]? {
    switch self {
    case .and(let left, let right): left.necessaryValues(of: field) ?? right.necessaryValues(of: field)
    case .or(let left, let right):
      left.necessaryValues(of: field).flatMap { one in right.necessaryValues(of: field).map { one + $0 } }
    case .compare(let name, .equal, let values) where name == field: values
    case .compare(let name, .isIn, let values) where name == field: values
    case .compare: nil
    }
  }
}

/// Why a query is refused.
enum COQLProblem: Error {
  case syntax(near: String)
  case bracketsMissing
  case limit(String, Int)
}

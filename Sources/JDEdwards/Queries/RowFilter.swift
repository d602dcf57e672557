/// Which rows of a table are meant: comparisons, all or any of them, nested at will.
package indirect enum RowFilter: Hashable, Sendable {
  /// One column against values: two for `between`, any number for `list`, none for the blank tests, else one.
  case compare(String, Operator, [Value])
  /// Every one of these.
  case all([RowFilter])
  /// At least one of these.
  case any([RowFilter])

  /// The comparisons of the data service that are used.
  package enum Operator: String, Hashable, Sendable, CaseIterable {
    case equal = "EQUAL"
    case lessEqual = "LESS_EQUAL"
    case greater = "GREATER"
    case greaterEqual = "GREATER_EQUAL"
    case between = "BETWEEN"
    case list = "LIST"
    case contains = "STR_CONTAIN"
    case isBlank = "STR_BLANK"
  }

  /// A value to compare with.
  package enum Value: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    /// As it stands: a number in digits, a code.
    case literal(String)
    /// A date `yyyyMMdd`; it is sent in the pattern of the user's preferences, which the session knows.
    case date(String)
    /// JDE's today.
    case today
    /// So many days before JDE's today.
    case todayMinusDays(Int)
    /// So many days after JDE's today.
    case todayPlusDays(Int)

    /// A literal text.
    package init(stringLiteral value: String) { self = .literal(value) }
    /// A literal number.
    package init(integerLiteral value: Int) { self = .literal(String(value)) }
  }

  /// `column = value`.
  package static func equal(_ column: String, _ value: Value) -> Self { .compare(column, .equal, [value]) }

  /// `column` is one of these values.
  package static func list(_ column: String, _ values: [String]) -> Self {
    .compare(column, .list, values.map { .literal($0) })
  }

  /// Changed on that day or later: `UPMJ >= today - days`, by JDE's clock.
  package static func updatedSince(daysAgo days: Int) -> Self {
    .compare("UPMJ", .greaterEqual, [.todayMinusDays(days)])
  }
}

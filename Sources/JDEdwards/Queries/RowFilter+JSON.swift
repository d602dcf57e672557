import JSONText

extension RowFilter {
  /// The `query` member of a data-service request.
  ///
  /// Flat filters give `condition`, nested ones `complexQuery`, never both: servers read only one of them.
  func query(table: String, datePattern: String) -> JSONValue {
    let flat = flattened
    if let conditions = flat.conditions {
      return [
        "autoFind": true, "matchType": .string(flat.matchType),
        "condition": .array(conditions.map { $0.condition(table: table, datePattern: datePattern) }),
      ]
    }
    let parts = flat.parts
    let elements = parts.enumerated().map { index, part -> JSONValue in
      // AND and OR are never mixed on one level: their precedence is not documented. The first `andOr` joins nothing.
      let joint = index > 0 && flat.matchType == "MATCH_ANY" ? "OR" : "AND"
      return ["andOr": .string(joint), "query": part.query(table: table, datePattern: datePattern)]
    }
    return ["autoFind": true, "matchType": .string(flat.matchType), "complexQuery": .array(elements)]
  }

  /// `all` within `all` and `any` within `any` dissolved, lone members taken out.
  private var flattened: RowFilter {
    switch self {
    case .compare: return self
    case .all(let parts):
      let members = parts.map(\.flattened).flatMap { if case .all(let inner) = $0 { inner } else { [$0] } }
      return members.count == 1 ? members[0] : .all(members)
    case .any(let parts):
      let members = parts.map(\.flattened).flatMap { if case .any(let inner) = $0 { inner } else { [$0] } }
      return members.count == 1 ? members[0] : .any(members)
    }
  }

  private var matchType: String {
    if case .any = self { "MATCH_ANY" } else { "MATCH_ALL" }
  }

  private var members: [RowFilter] {
    switch self {
    case .compare: [self]
    case .all(let parts), .any(let parts): parts
    }
  }

  /// The comparisons where there is nothing else.
  private var conditions: [RowFilter]? {
    members.allSatisfy { if case .compare = $0 { true } else { false } } ? members : nil
  }

  /// The comparisons as one part, then the nested filters.
  private var parts: [RowFilter] {
    let plain = members.filter { if case .compare = $0 { true } else { false } }
    let nested = members.filter { if case .compare = $0 { false } else { true } }
    guard !plain.isEmpty else { return nested }
    return [matchType == "MATCH_ANY" ? .any(plain) : .all(plain)] + nested
  }

  private func condition(table: String, datePattern: String) -> JSONValue {
    guard case .compare(let column, let comparison, let values) = self else { return .null }
    return [
      "controlId": .string("\(table).\(column)"), "operator": .string(comparison.rawValue),
      "value": .array(values.map { $0.json(datePattern: datePattern) }),
    ]
  }
}

extension RowFilter.Value {
  fileprivate func json(datePattern: String) -> JSONValue {
    let (content, special) =
      switch self {
      case .literal(let text): (text, "LITERAL")
      case .date(let date): (DatePattern(datePattern).text(of: date) ?? date, "LITERAL")
      case .today: ("", "TODAY")
      case .todayMinusDays(let days): (String(days), "TODAY_MINUS_DAY")
      case .todayPlusDays(let days): (String(days), "TODAY_PLUS_DAY")
      }
    return ["content": .string(content), "specialValueId": .string(special)]
  }
}

/// Reads COQL: `select a, b from M where (…) order by c asc limit 200 offset 400`.
struct COQLParser {
  private var tokens: [Token]
  private var index = 0

  private enum Token: Hashable {
    case word(String)
    case text(String)
    case sign(String)

    func isKeyword(_ keyword: String) -> Bool {
      if case .word(let word) = self { word.lowercased() == keyword } else { false }
    }
  }

  /// A parser of `text`.
  init(_ text: String) throws(COQLProblem) { tokens = try Self.tokens(of: text) }

  /// The whole query.
  mutating func query() throws(COQLProblem) -> COQLQuery {
    var query = COQLQuery()
    try expect("select")
    repeat { query.fields.append(try word()) } while take(sign: ",")
    try expect("from")
    query.module = try word()
    try expect("where")
    query.condition = try condition()
    if take("order") {
      try expect("by")
      repeat {
        let field = try word()
        let isDescending = take("desc")
        if !isDescending { _ = take("asc") }
        query.order.append((field, isDescending))
      } while take(sign: ",")
    }
    if take("limit") {
      query.limit = try number()
      if take(sign: ",") {
        query.offset = query.limit
        query.limit = try number()
      }
    }
    if take("offset") { query.offset = try number() }
    guard index == tokens.count else { throw .syntax(near: near) }
    return query
  }

  /// At one level of brackets at most two conditions: `((a and b) and c)`.
  private mutating func condition() throws(COQLProblem) -> COQLCondition {
    let left = try operand()
    guard let joined = try join(left) else { return left }
    if isWord("and") || isWord("or") { throw .bracketsMissing }
    return joined
  }

  private mutating func join(_ left: COQLCondition) throws(COQLProblem) -> COQLCondition? {
    if take("and") { return .and(left, try operand()) }
    if take("or") { return .or(left, try operand()) }
    return nil
  }

  private mutating func operand() throws(COQLProblem) -> COQLCondition {
    if take(sign: "(") {
      let inner = try condition()
      guard take(sign: ")") else { throw .syntax(near: near) }
      return inner
    }
    return try comparison()
  }

  private mutating func comparison() throws(COQLProblem) -> COQLCondition {
    let field = try word()
    if take("is") {
      let isNot = take("not")
      try expect("null")
      return .compare(field: field, isNot ? .isNotNull : .isNull, [])
    }
    let isNot = take("not")
    if take("in") {
      guard take(sign: "(") else { throw .syntax(near: near) }
      var values: [String] = []
      repeat { values.append(try value()) } while take(sign: ",")
      guard take(sign: ")") else { throw .syntax(near: near) }
      return .compare(field: field, isNot ? .isNotIn : .isIn, values)
    }
    if take("like") { return .compare(field: field, isNot ? .notLike : .like, [try value()]) }
    if take("between") {
      let low = try value()
      try expect("and")
      return .compare(field: field, .between, [low, try value()])
    }
    guard !isNot, index < tokens.count, case .sign(let sign) = tokens[index],
      let comparison = COQLCondition.Comparison(rawValue: sign == "<>" ? "!=" : sign)
    else { throw .syntax(near: near) }
    index += 1
    return .compare(field: field, comparison, [try value()])
  }

  private mutating func value() throws(COQLProblem) -> String {
    guard index < tokens.count else { throw .syntax(near: near) }
    defer { index += 1 }
    switch tokens[index] {
    case .text(let text), .word(let text): return text
    case .sign: throw .syntax(near: near)
    }
  }

  private mutating func word() throws(COQLProblem) -> String {
    guard index < tokens.count, case .word(let word) = tokens[index] else { throw .syntax(near: near) }
    index += 1
    return word
  }

  private mutating func number() throws(COQLProblem) -> Int {
    guard let number = Int(try word()) else { throw .syntax(near: near) }
    return number
  }

  private func isWord(_ keyword: String) -> Bool {
    index < tokens.count && tokens[index].isKeyword(keyword)
  }

  private mutating func take(_ keyword: String) -> Bool {
    guard isWord(keyword) else { return false }
    index += 1
    return true
  }

  private mutating func take(sign: String) -> Bool {
    guard index < tokens.count, tokens[index] == .sign(sign) else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ keyword: String) throws(COQLProblem) {
    guard take(keyword) else { throw .syntax(near: near) }
  }

  private var near: String {
    guard index < tokens.count else { return "end" }
    switch tokens[index] {
    case .word(let text), .text(let text), .sign(let text): return text
    }
  }

  private static func tokens(of text: String) throws(COQLProblem) -> [Token] {
    var tokens: [Token] = []
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.first {
      switch scalar {
      case " ", "\n", "\t", "\r": rest.removeFirst()
      case "'":
        rest.removeFirst()
        tokens.append(.text(try quoted(&rest)))
      case "(", ")", ",":
        rest.removeFirst()
        tokens.append(.sign(String(scalar)))
      case "=", "<", ">", "!":
        let sign = rest.prefix { "=<>!".unicodeScalars.contains($0) }
        rest = rest.dropFirst(sign.count)
        tokens.append(.sign(String(String.UnicodeScalarView(sign))))
      default:
        let word = rest.prefix { !" \n\t\r'(),=<>!".unicodeScalars.contains($0) }
        rest = rest.dropFirst(word.count)
        tokens.append(.word(String(String.UnicodeScalarView(word))))
      }
    }
    return tokens
  }

  /// The text up to the closing quote; `\'` and `\\` stand for themselves.
  private static func quoted(_ rest: inout ArraySlice<Unicode.Scalar>) throws(COQLProblem) -> String {
    var text = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      if scalar == "'" { return String(text) }
      if scalar == "\\", let next = rest.popFirst() {
        text.append(next)
      } else {
        text.append(scalar)
      }
    }
    throw .syntax(near: String(text))
  }
}

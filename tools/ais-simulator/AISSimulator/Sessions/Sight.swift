import JSONText

/// What JD Edwards' security lets a user see of one table: it says nothing of what it hides.
struct Sight: Hashable, Sendable {
  /// Whether no row shows.
  var hidesTable = false
  /// The address numbers of which no row shows.
  var hiddenNumbers: Set<Int> = []
  /// What is done to columns, by position.
  var columns: [Int: ColumnSecurity] = [:]

  /// Whether a row shows.
  func shows(_ row: JDERow) -> Bool { !hidesTable && !hiddenNumbers.contains(row.an8) }
}

/// What column security and data privacy do to a column.
enum ColumnSecurity: String, CaseIterable, Sendable {
  /// The column is not in the rows, nor in the headings.
  case dropped
  /// Every value looks like an empty one.
  case blank
  /// `***********`
  case masked
  /// `*******5976`
  case maskedStart
  /// `DE*********`
  case maskedEnd
  /// `XXXXXXX5976`
  case maskedLetters

  /// What is shown of a value that has `text` as its text; nil where the position masks nothing.
  func mask(_ text: String) -> String? {
    guard !text.isEmpty else { return nil }
    switch self {
    case .dropped, .blank: return nil
    case .masked: return String(repeating: "*", count: text.count)
    case .maskedStart: return Self.hiding(text, with: "*")
    case .maskedLetters: return Self.hiding(text, with: "X")
    case .maskedEnd: return text.prefix(2) + String(repeating: "*", count: max(1, text.count - 2))
    }
  }

  /// All but the last four characters hidden; all of a text that has no more.
  private static func hiding(_ text: String, with sign: String) -> String {
    let shown = text.count > 4 ? text.suffix(4) : ""
    return String(repeating: sign, count: text.count - shown.count) + shown
  }
}

/// Which rows of a table security hides from a user.
enum RowSecurity: Hashable, Sendable {
  case all
  case numbers(Set<Int>)

  /// From `"all"` or a list of address numbers; nil where it is neither.
  init?(_ value: JSONValue) {
    if value.string == "all" {
      self = .all
    } else if let numbers = value.array {
      self = .numbers(Set(numbers.compactMap(\.int)))
    } else {
      return nil
    }
  }
}

extension AISSessions.User {
  /// What the user sees of a table.
  func sight(of table: JDETable) -> Sight {
    var sight = Sight()
    for name in [table.name, "*"] {
      switch hiddenRows[name] {
      case .all: sight.hidesTable = true
      case .numbers(let numbers): sight.hiddenNumbers.formUnion(numbers)
      case nil: break
      }
    }
    for (name, security) in columns {
      // A bare alias would be the same column of every table; security is given by table.
      guard name.contains("."), let position = table.position(controlID: name) else { continue }
      sight.columns[position] = security
    }
    return sight
  }

  /// Follows `hidden_rows` and `columns` of `POST /control/users`; says what is wrong with them.
  mutating func setSecurity(_ json: JSONValue) -> String? {
    if let rows = json["hidden_rows"]?.object {
      hiddenRows = [:]
      for member in rows {
        guard let security = RowSecurity(member.value) else {
          return "hidden_rows of \(member.key.value) must be a list of address numbers, or all"
        }
        hiddenRows[member.key.value] = security
      }
    }
    if let list = json["columns"]?.object {
      columns = [:]
      for member in list {
        guard let security = member.value.string.flatMap(ColumnSecurity.init) else {
          let known = ColumnSecurity.allCases.map(\.rawValue).joined(separator: ", ")
          return "columns of \(member.key.value) must be one of \(known)"
        }
        columns[member.key.value] = security
      }
    }
    return nil
  }
}

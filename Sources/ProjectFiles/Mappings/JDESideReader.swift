import Decisions
import Diagnostics

/// Reads the section `jde` of a mapping: root, scope, joins.
enum JDESideReader {
  static let keys = ["root", "columns", "scope", "on_leave", "join", "reference"]

  struct Side {
    let shape: JDEShape
    let columns: ColumnResolver
    let memberOf: PlacedText?
  }

  /// Nil where the root is missing or unknown: no column can be judged without it.
  static func read(_ block: KeyedNode, _ problems: inout Problems) -> Side? {
    guard let root = block.requiredText("root", example: "F0101", &problems) else { return nil }
    guard TableCatalog.roots.contains(root.text) else {
      problems.add(
        .unknownField, "a record cannot begin from the table \(root.text)", at: root.place,
        remedy: "write F0101 (address book) or F0111 (who's who)")
      return nil
    }
    let catalog = siteCatalog(block, &problems)
    let countBefore = problems.count
    let joins = joins(block, root: root.text, catalog: catalog, &problems)
    let columns = ColumnResolver(
      catalog: catalog, root: root.text, joins: joins, isWhole: problems.count == countBefore)
    let (scope, memberOf) = readScope(block, columns: columns, &problems)
    if scope.isEmpty, memberOf == nil {
      problems.note("without a scope every row of \(root.text) belongs to this entity", at: block.place)
    }
    let onLeave = leavePolicy(block, &problems)
    let reference = block.placedText("reference", &problems).flatMap { columns.column($0, &problems) }
    let shape = JDEShape(
      root: root.text, scope: scope, memberOf: memberOf?.text, onLeave: onLeave, joins: joins,
      reference: reference)
    return Side(shape: shape, columns: columns, memberOf: memberOf)
  }

  /// `columns: { F03012: [BADT] }`: what this site's tables have besides the standard's columns.
  private static func siteCatalog(_ block: KeyedNode, _ problems: inout Problems) -> TableCatalog {
    var catalog = TableCatalog()
    guard let added = block.block("columns", keys: nil, &problems) else { return catalog }
    for (table, value) in added.pairs {
      guard TableCatalog.isTable(table.text) else {
        problems.add(
          .unknownField, "there is no table \(table.text) among those that can be read", at: table.place,
          remedy: NearestName.remedy(table.text, among: TableKeys.tables, otherwise: "take it out"))
        continue
      }
      catalog.siteColumns[table.text] = Set(
        added.texts(of: value, table.text, &problems).filter { text in
          if text.text.allSatisfy({ $0.isASCII && ($0.isUppercase || $0.isNumber) }) { return true }
          problems.add(
            .configMalformed, "\(text.text) is no column's alias", at: text.place,
            remedy: "write the data-dictionary alias in capitals, without the table's prefix")
          return false
        }.map(\.text))
    }
    return catalog
  }

  private static func readScope(
    _ block: KeyedNode, columns: ColumnResolver, _ problems: inout Problems
  )
    -> ([ScopeRule], PlacedText?)
  {
    guard let scope = block.block("scope", keys: nil, &problems) else { return ([], nil) }
    let memberOf = scope.placedText("of", &problems)
    var rules: [ScopeRule] = []
    for (column, value) in scope.pairs where column.text != "of" {
      guard columns.check(column.text, in: columns.root, at: column.place, &problems) else { continue }
      if case .text(let text) = value.content, text == "not" || text.hasPrefix("not ") {
        let values = text.dropFirst(3).split(separator: ",").map { $0.trimmed }
        if values.isEmpty {
          problems.add(
            .configMalformed, "jde.scope.\(column.text) says not, but not what", at: value.place,
            remedy: "write not 0, or not V, E")
        }
        rules.append(ScopeRule(column: column.text, values: values, isExcluding: true))
      } else {
        let values = value.isNull ? [""] : scope.texts(of: value, column.text, &problems).map(\.text)
        if values.isEmpty {
          problems.add(
            .configMalformed,
            "jde.scope.\(column.text) names no value, so that no row would belong to the entity",
            at: value.place, remedy: "name what the column shows ([C]), or leave it out to take every row")
        }
        rules.append(ScopeRule(column: column.text, values: values, isExcluding: false))
      }
    }
    return (rules, memberOf)
  }

  private static func leavePolicy(_ block: KeyedNode, _ problems: inout Problems) -> LeavePolicy {
    guard let node = block.take("on_leave") else { return .keep }
    switch node.content {
    case .text("keep"): return .keep
    case .text("unlink"): return .unlink
    case .keyed:
      guard let policy = KeyedNode(node, title: "jde.on_leave", keys: ["mark"], &problems) else {
        return .keep
      }
      guard
        let mark = policy.requiredBlock("mark", keys: nil, like: "{ Account_Status: Inactive }", &problems)
      else {
        return .keep
      }
      var fields: [String: String] = [:]
      for (field, value) in mark.pairs where ZohoNames.check(field, "field", &problems) {
        if let text = value.placedText {
          fields[field.text] = text.text
        } else {
          problems.add(
            .configMalformed, "jde.on_leave.mark.\(field.text) is one text, but here is \(value.kind)",
            at: value.place, remedy: "write the value that \(field.text) gets")
        }
      }
      return .mark(fields)
    default:
      problems.add(
        .configMalformed, "jde.on_leave cannot be \(node.kind)", at: node.place,
        remedy: "write keep, unlink, or { mark: { Account_Status: Inactive } }")
      return .keep
    }
  }
}

extension Substring {
  /// Without blanks at both ends.
  var trimmed: String {
    var text = self
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

import Decisions
import Diagnostics

extension JDESideReader {
  /// The joins of a mapping; each has a name of its own.
  static func joins(
    _ block: KeyedNode, root: String, catalog: TableCatalog, _ problems: inout Problems
  ) -> [TableJoin] {
    var joins: [TableJoin] = []
    for item in block.list("join", &problems) ?? [] {
      guard
        let node = KeyedNode(
          item, title: "jde.join", keys: ["table", "as", "company", "pick", "require"], &problems),
        let (join, name) = join(node, root: root, catalog: catalog, &problems)
      else { continue }
      if join.alias == root || joins.contains(where: { $0.alias == join.alias }) {
        problems.add(
          .duplicateName, "two sources of rows are called \(join.alias)", at: name.place,
          remedy: "give this join a name of its own: as: other")
        continue
      }
      joins.append(join)
    }
    return joins
  }

  private static func join(
    _ node: KeyedNode, root: String, catalog: TableCatalog, _ problems: inout Problems
  ) -> (TableJoin, PlacedText)? {
    let table = node.requiredText("table", example: "F0116", &problems)
    let alias = node.placedText("as", &problems)
    let companies = node.texts("company", &problems) ?? []
    let pickBlock = node.block("pick", keys: nil, &problems)
    let isRequired = node.flag("require", &problems) ?? false
    guard let table else { return nil }
    guard TableCatalog.joinable.contains(table.text) else {
      problems.add(
        .unknownField, "there is no table \(table.text) that can be joined to \(root)", at: table.place,
        remedy: "write one of \(TableCatalog.joinable.filter { $0 != root }.joined(separator: ", "))")
      return nil
    }
    check(companies, table: table.text, &problems)
    if let alias, !isAlias(alias.text) {
      problems.add(
        .configMalformed, "\(alias.text) is no name for a join", at: alias.place,
        remedy: "use letters, digits and underscores, beginning with a letter, and no table's name")
      return nil
    }
    if table.text == "F03012", companies.isEmpty {
      problems.note(
        "F03012 is joined without companies in order: a customer with several rows goes to review",
        at: table.place)
    }
    let pick = pickBlock.map { self.pick($0, table: table.text, catalog: catalog, &problems) } ?? [:]
    let join = TableJoin(
      table: table.text, alias: alias?.text ?? table.text, companies: companies.map(\.text), pick: pick,
      isRequired: isRequired)
    return (join, alias ?? table)
  }

  private static func check(_ companies: [PlacedText], table: String, _ problems: inout Problems) {
    if let first = companies.first, table != "F03012" {
      problems.add(
        .configContradictory, "\(table) has no rows by company", at: first.place,
        remedy: "take company out here: it belongs to F03012")
      return
    }
    for company in companies where company.text.count != 5 {
      let digits = company.text.allSatisfy(\.isNumber) && company.text.count < 5
      let padded = String(repeating: "0", count: max(0, 5 - company.text.count)) + company.text
      problems.add(
        .configMalformed, "a company has five characters, but here is \"\(company.text)\"", at: company.place,
        remedy: digits ? "write \"\(padded)\"" : "write it as JD Edwards does, say \"00001\"")
    }
  }

  private static func pick(
    _ block: KeyedNode, table: String, catalog: TableCatalog, _ problems: inout Problems
  ) -> [String: String] {
    let columns = ColumnResolver(catalog: catalog, root: table, joins: [])
    var pick: [String: String] = [:]
    for (column, value) in block.pairs
    where columns.check(column.text, in: table, at: column.place, &problems) {
      switch value.content {
      case .null: pick[column.text] = ""
      case .text(let text): pick[column.text] = text
      case .list, .keyed:
        problems.add(
          .configMalformed, "\(block.path(column.text)) is one value, but here is \(value.kind)",
          at: value.place, remedy: "write one value; join the table twice for two")
      }
    }
    return pick
  }

  private static func isAlias(_ text: String) -> Bool {
    text.first?.isLetter == true && !TableCatalog.isTable(text)
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }
}

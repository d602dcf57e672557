import Decisions
import Diagnostics

/// Reads one file of `tests/`: one example, or a list of them.
enum FixtureReader {
  /// The examples of a file; with `rules`, their entities, columns and fields are checked.
  static func read(
    _ text: String, file: String, stem: String, rules: SyncRules?, _ problems: inout Problems
  ) -> [MappingFixture] {
    guard let tree = problems.catching({ () throws(Failure) in try YAMLText.parse(text, file: file) }) else {
      return []
    }
    var items = [tree]
    if case .list(let list) = tree.content { items = list }
    return items.compactMap { item in
      guard let block = KeyedNode(item, title: "", &problems) else { return nil }
      return fixture(block, stem: stem, rules: rules, &problems)
    }
  }

  private static func fixture(
    _ block: KeyedNode, stem: String, rules: SyncRules?, _ problems: inout Problems
  ) -> MappingFixture? {
    var block = block
    let name = block.text("name", &problems) ?? stem
    let entity = block.requiredText("entity", example: "customer", &problems)
    let today = day(&block, &problems)
    let links = links(&block, &problems)
    let mapping = entity.flatMap { rules?.mapping($0.text) }
    if let entity, let rules, mapping == nil {
      problems.add(
        .unknownName, "there is no mapping of an entity \(entity.text)", at: entity.place,
        remedy: NearestName.remedy(
          entity.text, among: rules.mappings.map(\.entity), otherwise: "add mappings/\(entity.text).yaml"))
    }
    let rows = block.requiredBlock("rows", like: "{ F0101: { AN8: 4242, ALPH: Example Ltd } }", &problems)
    let expect = block.requiredBlock("expect", like: "{ Account_Name: Example Ltd }", &problems)
    block.finish(&problems)
    guard let entity, let rows, let expect else { return nil }
    return MappingFixture(
      name: name, entity: entity.text, rows: self.rows(rows, &problems),
      expectations: expectations(expect, mapping: mapping, &problems), today: today, links: links,
      place: block.place)
  }

  private static func rows(_ block: KeyedNode, _ problems: inout Problems) -> [FixtureRow] {
    var rows: [FixtureRow] = []
    for (table, value) in block.pairs {
      guard TableCatalog.isTable(table.text) else {
        problems.add(
          .unknownField, "there is no table \(table.text) among those that can be read", at: table.place,
          remedy: NearestName.remedy(table.text, among: TableCatalog.tables, otherwise: "take it out"))
        continue
      }
      var items = [value]
      if case .list(let list) = value.content { items = list }
      for item in items {
        guard let row = KeyedNode(item, title: block.path(table.text), &problems) else { continue }
        rows.append(FixtureRow(table: table.text, cells: cells(row, table: table.text, &problems)))
      }
    }
    return rows
  }

  private static func cells(_ row: KeyedNode, table: String, _ problems: inout Problems) -> [FixtureRow.Cell]
  {
    row.pairs.compactMap { column, value in
      switch value.content {
      case .null: return FixtureRow.Cell(column: column.text, text: nil)
      case .text(let text): return FixtureRow.Cell(column: column.text, text: text)
      case .list, .keyed:
        problems.add(
          .configMalformed, "\(row.path(column.text)) is one value, but here is \(value.kind)",
          at: value.place, remedy: "write the value as JD Edwards shows it")
        return nil
      }
    }
  }

  private static func expectations(
    _ block: KeyedNode, mapping: EntityMapping?, _ problems: inout Problems
  ) -> [MappingFixture.Expectation] {
    block.pairs.compactMap { field, value in
      if let mapping, !mapping.fields.contains(where: { $0.zoho == field.text }) {
        problems.add(
          .unknownField, "the mapping of \(mapping.entity) has no Zoho field \(field.text)", at: field.place,
          remedy: NearestName.remedy(
            field.text, among: mapping.fields.map(\.zoho), otherwise: "name a field of the mapping"))
        return nil
      }
      switch value.content {
      case .null: return MappingFixture.Expectation(field: field.text, value: nil, place: field.place)
      case .text(let text):
        return MappingFixture.Expectation(
          field: field.text, value: text.isEmpty ? nil : text, place: field.place)
      case .list, .keyed:
        problems.add(
          .configMalformed, "expect.\(field.text) is one value, but here is \(value.kind)", at: value.place,
          remedy: "write the value that Zoho must show, or null for a blank")
        return nil
      }
    }
  }

  /// `today: 2026-11-23`, as JDE's date.
  private static func day(_ block: inout KeyedNode, _ problems: inout Problems) -> String? {
    guard let text = block.placedText("today", &problems) else { return nil }
    let digits = text.text.filter { $0 != "-" }
    let month = Int(digits.dropFirst(4).prefix(2)) ?? 0
    let day = Int(digits.suffix(2)) ?? 0
    guard digits.count == 8, Int(digits) != nil, (1...12).contains(month), (1...31).contains(day) else {
      problems.add(
        .configMalformed, "today is no day: \(text.text)", at: text.place, remedy: "write 2026-11-23")
      return nil
    }
    return digits
  }

  /// `links: { customer: { "4242": "5550001" } }`.
  private static func links(
    _ block: inout KeyedNode, _ problems: inout Problems
  ) -> [String: [String: String]] {
    var links: [String: [String: String]] = [:]
    guard let entities = block.block("links", &problems) else { return links }
    for (entity, value) in entities.pairs {
      guard let numbers = KeyedNode(value, title: "links.\(entity.text)", &problems) else { continue }
      for (number, id) in numbers.pairs {
        guard let id = id.placedText else {
          problems.add(
            .configMalformed, "links.\(entity.text).\(number.text) is one Zoho id, but here is \(id.kind)",
            at: id.place, remedy: "write the id of the record in Zoho")
          continue
        }
        links[entity.text, default: [:]][number.text] = id.text
      }
    }
    return links
  }
}

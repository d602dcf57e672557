import Decisions
import Diagnostics
import JSONText

/// Reads one file of `tests/`: one example, or a list of them.
enum FixtureReader {
  /// The examples of a file, held against the mappings.
  static func read(
    _ text: String, file: String, stem: String, drafts: [MappingDraft], _ problems: inout Problems
  ) -> [MappingFixture] {
    guard let tree = problems.catching({ () throws(Failure) in try YAMLText.parse(text, file: file) }) else {
      return []
    }
    var items = [tree]
    if case .list(let list) = tree.content { items = list }
    return items.compactMap { item in
      guard
        let block = KeyedNode(
          item, title: "", keys: ["name", "entity", "today", "links", "rows", "expect"], &problems)
      else { return nil }
      return fixture(block, stem: stem, drafts: drafts, &problems)
    }
  }

  private static func fixture(
    _ block: KeyedNode, stem: String, drafts: [MappingDraft], _ problems: inout Problems
  ) -> MappingFixture? {
    let countBefore = problems.count
    let name = block.text("name", &problems) ?? stem
    let entity = block.requiredText("entity", example: "customer", &problems)
    let today = day(block, &problems)
    let links = links(block, drafts: drafts, &problems)
    let rowBlock = block.requiredBlock(
      "rows", keys: nil, like: "{ F0101: { AN8: 4242, ALPH: Example Ltd } }", &problems)
    let expect = block.requiredBlock("expect", keys: nil, like: "{ Account_Name: Example Ltd }", &problems)
    guard let entity, let rowBlock, let expect else { return nil }
    guard let draft = drafts.first(where: { $0.entity == entity.text }) else {
      problems.add(
        .unknownName, "there is no mapping of an entity \(entity.text)", at: entity.place,
        remedy: NearestName.remedy(
          entity.text, among: drafts.map(\.entity), otherwise: "add mappings/\(entity.text).yaml"))
      return nil
    }
    let rows = Self.completed(rows(rowBlock, draft: draft, &problems), for: draft)
    let expectations = expectations(expect, draft: draft, &problems)
    guard let key = key(of: rows, draft: draft) else {
      // The row that is missed may be the one that is wrong.
      guard problems.count == countBefore else { return nil }
      problems.add(
        .configIncomplete, "no row says which record this is about", at: rowBlock.place,
        remedy: draft.jde.isKeyedByLine
          ? "add F0111: { AN8: 4242, IDLN: 1 }" : "add \(draft.jde.root): { AN8: 4242 }")
      return nil
    }
    return MappingFixture(
      name: name, entity: entity.text, key: key, rows: rows, expectations: expectations, today: today,
      links: links, place: block.place)
  }

  /// The key of the first row of the root table.
  private static func key(of rows: [TableRow], draft: MappingDraft) -> String? {
    guard let root = rows.first(where: { $0.table == draft.jde.root }), let number = root.addressNumber else {
      return nil
    }
    return draft.jde.isKeyedByLine ? root.lineNumber.map { "\(number).\($0)" } : number
  }

  private static func rows(_ block: KeyedNode, draft: MappingDraft, _ problems: inout Problems) -> [TableRow]
  {
    var rows: [TableRow] = []
    for (table, value) in block.pairs {
      guard TableCatalog.isTable(table.text) else {
        problems.add(
          .unknownField, "there is no table \(table.text) among those that can be read", at: table.place,
          remedy: NearestName.remedy(table.text, among: TableKeys.tables, otherwise: "take it out"))
        continue
      }
      var items = [value]
      if case .list(let list) = value.content { items = list }
      for item in items {
        guard let row = KeyedNode(item, title: block.path(table.text), keys: nil, &problems) else { continue }
        rows.append(tableRow(row, table: table.text, draft: draft, &problems))
      }
    }
    return rows
  }

  /// The rows with every column that the mapping reads: JD Edwards answers all of them, an example names a few.
  private static func completed(_ rows: [TableRow], for draft: MappingDraft) -> [TableRow] {
    let columns = requiredColumns(of: [draft.mapping(matching: MatchingReader.none)])
    return rows.map { row in
      var record = row.record
      for column in columns[row.table] ?? [] where record["\(row.table)_\(column)"] == nil {
        record.append("\(row.table)_\(column)", "")
      }
      return TableRow(table: row.table, record: record)
    }
  }

  /// A cell as the data service would give it: a number in a column of numbers, as far as the text is one.
  private static func cell(_ text: String, isNumber: Bool) -> JSONValue {
    guard isNumber, let number = JSONNumber(digits: text) else { return JSONValue(text) }
    return .number(number)
  }

  /// The row as the data service would give it.
  private static func tableRow(
    _ row: KeyedNode, table: String, draft: MappingDraft, _ problems: inout Problems
  ) -> TableRow {
    var record = JSONObject()
    for (column, value) in row.pairs
    where draft.columns.check(column.text, in: table, at: column.place, &problems) {
      switch value.content {
      case .null: record.append("\(table)_\(column.text)", .null)
      case .text(let text):
        record.append(
          "\(table)_\(column.text)", cell(text, isNumber: draft.isNumber(column.text, in: table)))
      case .list, .keyed:
        problems.add(
          .configMalformed, "\(row.path(column.text)) is one value, but here is \(value.kind)",
          at: value.place, remedy: "write the value as JD Edwards shows it")
      }
    }
    return TableRow(table: table, record: record)
  }

  private static func expectations(
    _ block: KeyedNode, draft: MappingDraft, _ problems: inout Problems
  ) -> [MappingFixture.Expectation] {
    block.pairs.compactMap { field, value in
      guard draft.fields.contains(where: { $0.zoho == field.text }) else {
        problems.add(
          .unknownField, "the mapping of \(draft.entity) has no Zoho field \(field.text)", at: field.place,
          remedy: NearestName.remedy(
            field.text, among: draft.fields.map(\.zoho), otherwise: "name a field of the mapping"))
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
  private static func day(_ block: KeyedNode, _ problems: inout Problems) -> String? {
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
    _ block: KeyedNode, drafts: [MappingDraft], _ problems: inout Problems
  ) -> [String: [String: String]] {
    var links: [String: [String: String]] = [:]
    guard let entities = block.block("links", keys: nil, &problems) else { return links }
    for (entity, value) in entities.pairs {
      guard drafts.contains(where: { $0.entity == entity.text }) else {
        problems.add(
          .unknownName, "there is no mapping of an entity \(entity.text)", at: entity.place,
          remedy: NearestName.remedy(entity.text, among: drafts.map(\.entity), otherwise: "take it out"))
        continue
      }
      guard let numbers = KeyedNode(value, title: "links.\(entity.text)", keys: nil, &problems) else {
        continue
      }
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

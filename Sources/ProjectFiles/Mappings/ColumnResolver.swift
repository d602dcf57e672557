import Decisions
import Diagnostics

/// Knows which names stand for rows in one mapping (the root table, the joins) and checks columns against them.
struct ColumnResolver {
  let catalog: TableCatalog
  let root: String
  /// False where a join could not be read: a name that nothing defines may be that join's then.
  let isWhole: Bool
  /// Alias → table, of the root and of every join.
  private(set) var sources: [String: String]

  init(catalog: TableCatalog, root: String, joins: [TableJoin], isWhole: Bool = true) {
    self.isWhole = isWhole
    self.catalog = catalog
    self.root = root
    sources = Dictionary(joins.map { ($0.alias, $0.table) }, uniquingKeysWith: { first, _ in first })
    sources[root] = root
  }

  /// The column that a text such as `F0101.ALPH` or `phone.PH1` names; nil where it names none, which is reported.
  func column(_ text: PlacedText, _ problems: inout Problems) -> ColumnName? {
    let parts = text.text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      problems.add(
        .configMalformed, "this is no column: \"\(text.text)\"", at: text.place,
        remedy: "write a table or the name of a join, a dot and the column, like \(root).\(example)")
      return nil
    }
    guard let table = sources[parts[0]] else {
      guard isWhole else { return nil }
      reportSource(parts[0], column: parts[1], at: text.place, &problems)
      return nil
    }
    guard check(parts[1], in: table, at: text.place, &problems) else { return nil }
    return ColumnName(source: parts[0], column: parts[1])
  }

  /// Whether a table has a column; a wrong one is reported with the nearest right one.
  func check(_ column: String, in table: String, at place: SourcePlace, _ problems: inout Problems) -> Bool {
    if catalog.has(column, in: table) { return true }
    let names = catalog.columns(of: table)
    let withoutPrefix = String(column.dropFirst(2))
    let near =
      names.contains(withoutPrefix) ? withoutPrefix : NearestName.of(column, among: names)
    let known = "or name it under jde.columns: { \(table): [\(column)] } if your site has it"
    problems.add(
      .unknownField, "no column \(column) in table \(table)", at: place,
      remedy: near.map { "write \($0), \(known)" }
        ?? "write a column of \(table) without its prefix, \(known)")
    return false
  }

  /// Whether a column holds days.
  func isDate(_ column: ColumnName) -> Bool {
    sources[column.source].map { catalog.isDate(column.column, in: $0) } ?? false
  }

  /// The known length of a column.
  func length(of column: ColumnName) -> Int? {
    sources[column.source].flatMap { catalog.length(of: column.column, in: $0) }
  }

  private var example: String { root == "F0111" ? "MLNM" : "ALPH" }

  private func reportSource(
    _ source: String, column: String, at place: SourcePlace, _ problems: inout Problems
  ) {
    let aliases = sources.filter { $0.value == source }.keys.sorted()
    if !aliases.isEmpty {
      problems.add(
        .unknownField, "\(source) is joined under another name here", at: place,
        remedy: "write \(aliases.map { "\($0).\(column)" }.joined(separator: " or "))")
    } else if TableCatalog.isTable(source) {
      problems.add(
        .unknownField, "the table \(source) is not joined to \(root) here", at: place,
        remedy: "add - { table: \(source) } to jde.join")
    } else {
      problems.add(
        .unknownField, "there is no table or join \(source) here", at: place,
        remedy: NearestName.remedy(
          source, among: sources.keys.sorted(), otherwise: "write the root table or the name of a join"))
    }
  }
}

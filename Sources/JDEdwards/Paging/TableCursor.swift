import Decisions
package import Diagnostics
import HTTPTransport

/// Reads a table page by page, in the order of its key, and comes through when a session or a result set dies.
///
///     .key     ask ──> page ──> ask (key > last) ──> page …                        every page stands alone
///     .links   ask ──> page ──> next-link ──> page …                               one ordered query on the server
///                                  └─ trouble ──> ask (key > last), same filter ──> page ──> next-link …
///
/// Each page is restartable: a new cursor `after` its `lastKey` goes on behind it.
package struct TableCursor: Sendable {
  /// How the server is asked for the next page.
  package enum Paging: Hashable, Sendable {
    /// A new question behind the last key: needs no open result set. For full reads.
    case key
    /// The links that the server gives: one scan for all pages. For questions that no index serves.
    case links
  }

  private static let pageSizeMax = 2_000

  private let client: AISClient
  private let query: TableQuery
  private let key: TableKey
  private let paging: Paging
  private var pageSize: Int
  private var lastKey: KeyPosition?
  /// The keys already given whose comparable part equals that of `lastKey`: an inclusive question brings them again.
  private var given: Set<KeyPosition> = []
  private var link: (href: String, from: AISClient.SessionCall)?
  private var isAtEnd = false

  /// The pages of a query, along the key of its table.
  ///
  /// Columns of the key are asked for as well, and take the place of an order in the query.
  package init(
    client: AISClient, query: TableQuery, key: TableKey, paging: Paging, after position: KeyPosition? = nil
  ) {
    self.client = client
    self.key = key
    self.paging = paging
    var query = query
    if !query.columns.isEmpty {
      query.columns += key.columns.map(\.alias).filter { !query.columns.contains($0) }
    }
    query.order = key.columns.map { TableQuery.Order($0.alias) }
    self.query = query
    pageSize = query.pageSize ?? client.settings.pageSize
    lastKey = position
  }

  /// The next page; nil after the last one.
  ///
  /// An empty table gives one empty page.
  package mutating func nextPage() async throws(Failure) -> TablePage? {
    guard !isAtEnd else { return nil }
    var calls = 0
    while true {
      guard let grid = try await nextGrid(calls: &calls) else { continue }
      let rows = try accept(grid)
      if rows.isEmpty && grid.more {
        try growPage(afterRows: grid.rows.count)
        continue
      }
      isAtEnd = !grid.more
      return TablePage(
        rows: rows, more: grid.more, lastKey: lastKey, jdeTime: grid.jdeTime, serverDate: grid.serverDate,
        calls: calls)
    }
  }
}

extension TableCursor {
  /// The next rows by the open link, else by a question behind the last key; nil where the link brought nothing.
  private mutating func nextGrid(calls: inout Int) async throws(Failure) -> GridAnswer? {
    if let link {
      self.link = nil  // a link is followed once: a repeat could skip a page
      calls += 1
      guard let grid = try await follow(link.href, link.from) else { return nil }
      keepLink(of: grid, link.from)
      return grid
    }
    var question = query
    if let lastKey {
      let behind = key.filter(after: lastKey)
      question.filter = query.filter.map { .all([$0, behind]) } ?? behind
    }
    let (grid, asked) = try await client.ask(question, pageSize: pageSize, withLinks: paging == .links)
    calls += asked.calls
    keepLink(of: grid, asked)
    return grid
  }

  /// A page by a link; nil where session or result set have died, or the answer was lost on its way.
  private func follow(_ href: String, _ earlier: AISClient.SessionCall) async throws(Failure) -> GridAnswer? {
    let settings = client.settings
    guard let next = NextLink(href, base: settings.url) else { return nil }
    let call = HTTPCall(
      .post, next.url, headers: SignIn.headers(earlier.session, settings), body: [], limits: settings.limits,
      isRepeatable: false, isSecretURL: true)
    guard let answer = try await client.follow(earlier, kind: "next/\(query.table)", call),
      answer.status == 200
    else { return nil }
    do throws(Failure) {
      return try GridAnswer(answer, query: query)
    } catch {
      if error.code == .columnMissing { throw error }
      return nil  // what was wrong shows again, and is told, when the question is asked anew
    }
  }

  private mutating func keepLink(of grid: GridAnswer, _ asked: AISClient.SessionCall) {
    link = paging == .links && grid.more ? grid.nextLink.map { ($0, asked) } : nil
  }

  /// The rows that have not been given yet; moves the position behind them.
  private mutating func accept(_ grid: GridAnswer) throws(Failure) -> [TableRow] {
    var fresh: [TableRow] = []
    for row in grid.rows {
      guard let position = key.position(of: row) else {
        throw .columnMissing(key.columns.map(\.alias), of: query.table)
      }
      if given.contains(position) { continue }
      try requireOrder(position)
      if let lastKey, !key.isComparable, key.comparablePart(of: lastKey) == key.comparablePart(of: position) {
        given.insert(position)
      } else {
        given = [position]
      }
      lastKey = position
      fresh.append(row)
    }
    return fresh
  }

  /// Law: rows come in the order of the key, else paging by key would lose what was sorted before its place.
  private func requireOrder(_ position: KeyPosition) throws(Failure) {
    guard let lastKey, key.columns[0].kind == .number, let before = Int(lastKey.values[0]),
      let now = Int(position.values[0])
    else { return }
    if now < before || (now == before && key.columns.count == 1) {
      throw .pagingBroken(query.table, "\(key.columns[0].alias) \(now) comes after \(before) in the answer")
    }
  }

  /// All rows of a page were given before: more rows share one comparable part than a page holds.
  private mutating func growPage(afterRows count: Int) throws(Failure) {
    link = nil
    guard count > 0, pageSize < Self.pageSizeMax else {
      throw .pagingBroken(query.table, "the server says that there is more, but gives no further row")
    }
    pageSize = min(pageSize * 2, Self.pageSizeMax)
  }
}

extension TableKey {
  fileprivate func comparablePart(of position: KeyPosition) -> ArraySlice<String> {
    position.values.prefix(comparable.count)
  }
}

extension AISClient {
  /// The pages of a query along the key of its table; the table must be one that `TableKey.of` knows, or `key` given.
  package func pages(
    _ query: TableQuery, key: TableKey? = nil, paging: TableCursor.Paging = .key,
    after position: KeyPosition? = nil
  ) throws(Failure) -> TableCursor {
    guard let key = key ?? TableKey.of(query.table) else {
      throw .pagingBroken(query.table, "the key of this table is not known")
    }
    return TableCursor(client: self, query: query, key: key, paging: paging, after: position)
  }
}

import Decisions
package import Diagnostics
import HTTPTransport
import JSONText

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
  /// The most answers that one reading takes: AN8 has 8 digits, so that a table of all address numbers ends within
  /// so many pages of 500.
  package static let pagesMax = 200_000

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
  private let pagesMax: Int
  /// Answers so far; messages count pages by it.
  private var answers = 0

  /// The pages of a query, along the key of its table.
  ///
  /// Columns of the key are asked for as well, and take the place of an order in the query.
  package init(
    client: AISClient, query: TableQuery, key: TableKey, paging: Paging, after position: KeyPosition? = nil,
    pagesMax: Int = TableCursor.pagesMax
  ) {
    self.client = client
    self.pagesMax = pagesMax
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

  /// The next page; nil after the last one, which is the one that says so.
  ///
  /// An empty table gives one empty page. Throws where the server shows no further row and does not say that it is
  /// the end: a page without a summary is gone on behind by key, and only an answer that says so ends the reading.
  package mutating func nextPage() async throws(Failure) -> TablePage? {
    guard !isAtEnd else { return nil }
    var calls = 0
    while true {
      guard answers < pagesMax else { throw .endless(query.table, at: place, pages: answers) }
      guard let grid = try await nextGrid(calls: &calls) else { continue }
      answers += 1
      let rows = try accept(grid)
      isAtEnd = grid.more == false
      if rows.isEmpty && !isAtEnd {
        try growPage(behind: grid)
        continue
      }
      return TablePage(
        rows: rows, more: !isAtEnd, lastKey: lastKey, jdeTime: grid.jdeTime, serverDate: grid.serverDate,
        calls: calls)
    }
  }
}

extension TableCursor {
  /// What messages call the newest answer.
  private var place: String { GridAnswer.place(query, page: answers) }

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
    let (grid, asked) = try await client.ask(
      question, pageSize: pageSize, withLinks: paging == .links, page: answers + 1)
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
      return try GridAnswer(answer, query: query, page: answers + 1)
    } catch {
      if error.code == .columnMissing { throw error }
      return nil  // what was wrong shows again, and is told, when the question is asked anew
    }
  }

  private mutating func keepLink(of grid: GridAnswer, _ asked: AISClient.SessionCall) {
    link = paging == .links && grid.more == true ? grid.nextLink.map { ($0, asked) } : nil
  }

  /// The rows that have not been given yet; moves the position behind them.
  private mutating func accept(_ grid: GridAnswer) throws(Failure) -> [TableRow] {
    var fresh: [TableRow] = []
    for (index, row) in grid.rows.enumerated() {
      let position = try position(of: row, number: index + 1)
      if given.contains(position) {
        // Law: of two rows with one key nobody knows which is true. The same row again on a later page is none of this.
        guard !fresh.contains(where: { key.position(of: $0) == position }) else {
          throw .pagingBroken(
            query.table, at: place, "it shows the row of \(position.values.joined(separator: ", ")) twice")
        }
        continue
      }
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

  /// The key of a row; a row whose key cannot be read fails the reading, it is never passed over.
  private func position(of row: TableRow, number: Int) throws(Failure) -> KeyPosition {
    guard let position = key.position(of: row),
      zip(key.columns, position.values).allSatisfy({ $0.kind != .number || Int($1) != nil }),
      !key.columns.contains(where: { row.record["\(row.table)_\($0.alias)"]?.bool != nil })
    else { throw .keyUnreadable(key.columns.map(\.alias), of: query.table, row: number, at: place) }
    return position
  }

  /// Law: rows come in the order of the key, else paging by key would lose what was sorted before its place.
  ///
  /// Numbers are compared, and codes that are digits of one length; the order of other codes is the database's own.
  private func requireOrder(_ position: KeyPosition) throws(Failure) {
    guard let lastKey else { return }
    for (column, (before, now)) in zip(key.columns, zip(lastKey.values, position.values)) {
      guard column.kind == .number || (column.kind == .code && before.utf8.count == now.utf8.count),
        let low = Int(before), let high = Int(now)
      else { return }
      if high > low { return }
      if high < low {
        throw .pagingBroken(
          query.table, at: place, "\(column.alias) \(high) comes after \(low) in the answer")
      }
    }
  }

  /// No row of a page is new: more rows share one comparable part than a page holds, or the server gives none.
  private mutating func growPage(behind grid: GridAnswer) throws(Failure) {
    link = nil
    guard grid.more == true else { throw .endNotSaid(query.table, at: place) }
    guard !grid.rows.isEmpty, pageSize < Self.pageSizeMax else {
      throw .pagingBroken(
        query.table, at: place, "the server says that there is more, but gives no further row")
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
      throw .pagingBroken(query.table, at: query.table, "the key of this table is not known")
    }
    return TableCursor(client: self, query: query, key: key, paging: paging, after: position)
  }
}

package import Diagnostics
import HTTPTransport
import JSONText

extension AISClient {
  /// One page of a table: the first one, as large as the server gives it.
  package func query(_ query: TableQuery) async throws(Failure) -> TablePage {
    let (grid, asked) = try await ask(
      query, pageSize: query.pageSize ?? settings.pageSize, withLinks: false, page: 1)
    return TablePage(
      rows: grid.rows, more: grid.more ?? true,
      lastKey: grid.rows.last.flatMap { TableKey.of(query.table)?.position(of: $0) },
      jdeTime: grid.jdeTime, serverDate: grid.serverDate, calls: asked.calls)
  }

  /// Asks the data service within a session, with everything that can be wrong turned into a failure.
  func ask(
    _ query: TableQuery, pageSize: Int, withLinks: Bool, page: Int
  ) async throws(Failure) -> (grid: GridAnswer, asked: SessionCall) {
    try await masked { () async throws(Failure) in
      try await answered(query, pageSize: pageSize, withLinks: withLinks, page: page)
    }
  }

  private func answered(
    _ query: TableQuery, pageSize: Int, withLinks: Bool, page: Int
  ) async throws(Failure) -> (grid: GridAnswer, asked: SessionCall) {
    let settings = settings
    let asked = try await ask(kind: "query/\(query.table)") { session in
      let body = query.body(pageSize: pageSize, datePattern: session.datePattern, withLinks: withLinks)
      return HTTPCall(
        .post, "\(settings.url)/v2/dataservice", headers: SignIn.headers(session, settings), body: body.bytes,
        limits: settings.limits, isRepeatable: true)
    }
    let answer = asked.answer
    if answer.status == 200 { return (try GridAnswer(answer, query: query, page: page), asked) }
    let says = AISBody.says(answer)
    switch answer.status {
    case 403: throw .noTablePermission(query.table, settings, says: says)
    case 401, 444, 445, 446: throw .sessionRefused(settings, status: answer.status)
    case 404, 405: throw .server(answer, at: settings.url)
    default: throw .server(answer, at: GridAnswer.place(query, page: page))
    }
  }
}

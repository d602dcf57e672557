import Diagnostics
import HTTPTransport
package import JSONText

extension ZohoClient {
  /// Inserts up to 100 records in one call.
  ///
  /// Never repeated by itself: a second one could make a second record. It is over within `limit`, with all waits
  /// before it; nil leaves it its own limit, once it left.
  package func insert(
    _ module: String, rows: [JSONObject], trigger: [String] = [], within limit: Duration? = nil
  ) async -> WriteOutcome {
    let request = request(.post, "/\(WebAddress.encoded(module))", kind: "insert/\(module)", rows, trigger)
    return await write(request, rows: rows.count, within: limit)
  }

  /// Updates up to 100 records in one call, each row with its `id` and the fields that change, no others.
  package func update(
    _ module: String, rows: [JSONObject], trigger: [String] = [], within limit: Duration? = nil
  ) async -> WriteOutcome {
    let request = request(.put, "/\(WebAddress.encoded(module))", kind: "update/\(module)", rows, trigger)
    return await write(request, rows: rows.count, within: limit)
  }

  /// Updates one record unless it was changed after an instant (ISO 8601 with an offset); then its row is `stale`.
  package func update(
    _ module: String, id: String, row: JSONObject, unmodifiedSince: String, trigger: [String] = [],
    within limit: Duration? = nil
  ) async -> WriteOutcome {
    let path = "/\(WebAddress.encoded(module))/\(WebAddress.encoded(id))"
    var request = request(.put, path, kind: "update/\(module)", [row], trigger)
    request.headers["If-Unmodified-Since"] = unmodifiedSince
    return await write(request, rows: 1, within: limit)
  }

  private func request(
    _ method: HTTPCall.Method, _ path: String, kind: String, _ rows: [JSONObject], _ trigger: [String]
  ) -> ZohoRequest {
    precondition((1...Self.rowsPerWrite).contains(rows.count), "a write takes 1 to \(Self.rowsPerWrite) rows")
    let module = path.dropFirst().prefix { $0 != "/" }.lowercased()
    var request = ZohoRequest(
      method: method, path: path, kind: kind, credits: CreditCost.write(rows: rows.count),
      isHeavy: rows.count > 10,
      scope: "ZohoCRM.modules.\(module).\(method == .post ? "CREATE" : "UPDATE")")
    request.body = [
      "data": .array(rows.map { .object($0) }), "trigger": .array(trigger.map { .string($0) }),
    ]
    return request
  }

  /// One call, and never a second one: the ledger must know of each before it leaves.
  private func write(_ request: ZohoRequest, rows: Int, within limit: Duration?) async -> WriteOutcome {
    var request = request
    request.endsBy = limit.map { steadyMicroseconds + $0.components.seconds * 1_000_000 }
    let outcome: WriteOutcome =
      switch await exchange(request, .write) {
      case .notSent(let failure): .notSent(failure)
      case .unknown(let failure): .unknown(failure, nil)
      case .answered(let answer): outcome(answer, request, rows: rows)
      }
    return mask.masked(outcome)
  }

  /// Judges by the rows, never by the status alone: 2xx can hold refused rows, 400 can hold nothing but row errors.
  private func outcome(_ answer: HTTPAnswer, _ request: ZohoRequest, rows: Int) -> WriteOutcome {
    let json = ZohoAnswer.json(answer)
    let evidence = WriteEvidence(answer, json: json, now: seconds)
    if isTokenRefused(answer) { return .refused(.zohoWrongRegion(settings, apiURL: request.place), evidence) }
    if ZohoAnswer.isQuotaRefusal(answer) {
      return .refused(.zohoTooManyCalls(answer, place: request.place), evidence)
    }
    if answer.status >= 500 { return .unknown(ZohoAnswer.failure(answer, request), evidence) }
    if let elements = json?["data"]?.array, elements.count == rows {
      let answers = elements.compactMap(RowAnswer.init)
      if answers.count == rows { return .answered(answers, evidence) }
    }
    if (400..<500).contains(answer.status), answer.status != 408,
      json?["data"]?.array.map({ $0.count <= 1 }) ?? true
    {
      return .refused(ZohoAnswer.failure(answer, request), evidence)
    }
    return .unknown(
      .zohoUnreadable(request.place, "not for each of the \(rows) rows (HTTP \(answer.status))"), evidence)
  }
}

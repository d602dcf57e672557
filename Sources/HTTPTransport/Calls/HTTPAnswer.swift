import Instants

/// What a server answered, whatever its status.
package struct HTTPAnswer: Hashable, Sendable {
  /// The status, also one that no standard knows (444).
  package let status: Int
  /// The header fields of the final answer.
  package let headers: HTTPHeaders
  /// The body as it came.
  package let body: [UInt8]
  /// From the first byte asked to the last byte read.
  package let elapsed: Duration

  /// An answer of these parts.
  package init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = [], elapsed: Duration = .zero) {
    self.status = status
    self.headers = headers
    self.body = body
    self.elapsed = elapsed
  }

  /// The server's clock by its `Date` field, in seconds since 1970 UTC.
  package var date: Int64? { headers["Date"].flatMap(HTTPDate.parse) }

  /// How long the server wants to be left alone: `Retry-After` in seconds or as a date, seen from `now` (seconds since
  /// 1970 UTC).
  package func retryAfter(now: Int) -> Duration? {
    guard let value = headers["Retry-After"] else { return nil }
    if let seconds = Int(value) { return seconds < 0 ? nil : .seconds(seconds) }
    return HTTPDate.parse(value).map { .seconds(max(0, $0 - Int64(now))) }
  }

  /// Whether the body can be JSON: its first byte that is no white space opens an object or an array.
  package var looksLikeJSON: Bool {
    let first = body.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  /// Whether the body is a page for a browser, as proxies and containers send them.
  package var looksLikeHTML: Bool {
    headers["Content-Type"]?.lowercased().contains("html") == true || body.first == UInt8(ascii: "<")
  }
}

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

  /// The longest `Retry-After` that is told apart from longer ones: a year is more than anybody waits.
  private static let retryAfterSecondsMax = 31_536_000

  /// How long the server wants to be left alone: `Retry-After` in seconds or as a date, seen from `now` (seconds since
  /// 1970 UTC).
  package func retryAfter(now: Int) -> Duration? {
    guard let value = headers["Retry-After"] else { return nil }
    if !value.isEmpty, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      // More digits than an Int holds are a long time too.
      return .seconds(min(Int(value) ?? .max, Self.retryAfterSecondsMax))
    }
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

  /// What to do about a status that comes from what stands between the server and here; nil for any other.
  ///
  /// `setting` is the one that holds the address, `zoho.api_url`.
  package func remedyInBetween(setting: String) -> String? {
    switch status {
    case 300..<400:
      headers["Location"] == nil
        ? "set \(setting) to the address at which the service answers itself"
        : "set \(setting) to where it leads, if that is the service; a proxy that wants a login sends everybody to its page"
    case 407: "the proxy wants a login: store its address with user and password as the secret proxy"
    case 411, 413, 414, 431:
      "a proxy or gateway in between takes no request of this size: raise its limit for \(setting)"
    default: nil
    }
  }
}

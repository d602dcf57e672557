import CCurl

/// One call on its way: an easy handle with everything that libcurl points to.
///
/// Lives on the thread of the transfers.
@safe final class Transfer {
  private static let headBytesMax = 256 << 10

  let id: UInt64
  let call: HTTPCall
  let easy: UnsafeMutableRawPointer
  let exchange: UnsafeMutablePointer<ccurl_exchange>
  /// Whether a proxy has to open a tunnel before the request itself goes out.
  let isTunnelled: Bool
  private var headerList: UnsafeMutablePointer<curl_slist>?
  /// Bytes that had moved when some did last, and when that was.
  private var moved: (bytes: Int, at: ContinuousClock.Instant) = (0, .now)

  init(id: UInt64, call: HTTPCall, settings: TransportSettings) throws(HTTPProblem) {
    self.id = id
    self.call = call
    guard let address = WebAddress(call.url), call.url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw Self.malformed(call, "the address is no http or https URL")
    }
    guard call.headers.areSendable else {
      throw Self.malformed(call, "a header field holds a control character")
    }
    isTunnelled = settings.proxy != nil && address.scheme == "https"
    guard let easy = unsafe curl_easy_init() else {
      throw Self.malformed(call, "there is no memory for the call")
    }
    guard let exchange = unsafe ccurl_exchange_make(Self.headBytesMax, max(0, call.limits.bodyBytesMax))
    else {
      unsafe curl_easy_cleanup(easy)
      throw Self.malformed(call, "there is no memory for the call")
    }
    unsafe self.easy = unsafe easy
    unsafe self.exchange = unsafe exchange
    try prepare(settings)
  }

  deinit {
    unsafe curl_easy_cleanup(easy)
    unsafe curl_slist_free_all(headerList)
    unsafe ccurl_exchange_free(exchange)
  }

  /// What libcurl's messages name the transfer by.
  var key: UInt { unsafe UInt(bitPattern: easy) }

  /// How long nothing may move from `now` on; zero or less where the limit is reached.
  ///
  /// libcurl's own measure averages over five seconds, so that this one is ours. Before the request goes
  /// out the limit of connecting stands alone.
  func patience(at now: ContinuousClock.Instant) -> Duration {
    let bytes = bytesMoved
    if bytes != moved.bytes || bytes == 0 { moved = (bytes, now) }
    return call.limits.stalled - (now - moved.at)
  }

  func malformed(_ message: String) -> HTTPProblem { Self.malformed(call, message) }

  private static func malformed(_ call: HTTPCall, _ message: String) -> HTTPProblem {
    HTTPProblem(.malformedCall, .notSent, message, at: call.shown)
  }
}

extension Transfer {
  private func prepare(_ settings: TransportSettings) throws(HTTPProblem) {
    try check(unsafe ccurl_attach(easy, exchange))
    try set(CURLOPT_URL, call.url)
    try set(CURLOPT_PROTOCOLS_STR, "http,https")
    try set(CURLOPT_HTTP_VERSION, 2)  // CURL_HTTP_VERSION_1_1
    try set(CURLOPT_NOSIGNAL, 1)
    try set(CURLOPT_FOLLOWLOCATION, 0)
    try set(CURLOPT_TCP_KEEPALIVE, 1)
    try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    try set(CURLOPT_SSL_VERIFYPEER, 1)
    try set(CURLOPT_SSL_VERIFYHOST, 2)
    try set(CURLOPT_SSLVERSION, 6)  // CURL_SSLVERSION_TLSv1_2 and later
    if let caFile = settings.caFile { try set(CURLOPT_CAINFO, caFile) }
    try set(CURLOPT_PROXY, settings.proxy ?? "")  // "" also keeps libcurl from asking the environment
    try set(CURLOPT_NOPROXY, "")
    try set(CURLOPT_CONNECTTIMEOUT_MS, call.limits.connect.milliseconds)
    try set(CURLOPT_TIMEOUT_MS, call.limits.whole.milliseconds)
    try prepareBody()
    try prepareHeaders()
  }

  /// Law: a call that is not repeatable goes out at most once.
  ///
  /// libcurl repeats a request by itself when a connection it had kept dies under it; a body that cannot be
  /// rewound, or a connection of its own, takes that away.
  private func prepareBody() throws(HTTPProblem) {
    let body = call.body ?? []
    if !call.isRepeatable && body.isEmpty { try set(CURLOPT_FRESH_CONNECT, 1) }
    switch call.method {
    case .get: try set(CURLOPT_HTTPGET, 1)
    case .delete where call.body == nil: break
    case .post, .put, .delete:
      let status = unsafe body.withUnsafeBytes {
        call.isRepeatable || body.isEmpty
          ? unsafe ccurl_body_repeatable(easy, $0.baseAddress, $0.count)
          : unsafe ccurl_body_once(easy, exchange, $0.baseAddress, $0.count)
      }
      try check(status)
    }
    if call.method == .put || call.method == .delete { try set(CURLOPT_CUSTOMREQUEST, call.method.rawValue) }
  }

  private func prepareHeaders() throws(HTTPProblem) {
    var headers = call.headers
    if headers["Accept-Encoding"] == nil { headers["Accept-Encoding"] = "identity" }
    if headers["User-Agent"] == nil { headers["User-Agent"] = "counterfoil" }
    var lines = headers.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    lines.append("Expect:")  // nothing is gained by waiting for "100 Continue"
    if headers["Content-Type"] == nil { lines.append("Content-Type:") }
    for line in lines {
      guard let longer = unsafe curl_slist_append(headerList, line) else {
        throw malformed("there is no memory for the call")
      }
      unsafe headerList = unsafe longer
    }
    try check(unsafe ccurl_set_list(easy, CURLOPT_HTTPHEADER, headerList))
  }

  private func set(_ option: CURLoption, _ value: Int) throws(HTTPProblem) {
    try check(unsafe ccurl_set_number(easy, option, value))
  }

  private func set(_ option: CURLoption, _ value: String) throws(HTTPProblem) {
    try check(unsafe ccurl_set_text(easy, option, value))
  }

  private func check(_ status: CURLcode) throws(HTTPProblem) {
    guard status == CURLE_OK else {
      throw malformed("libcurl refuses the call: \(unsafe String(cString: curl_easy_strerror(status)))")
    }
  }
}

extension Duration {
  /// Whole milliseconds, at least one: 0 would mean "no limit" to libcurl.
  var milliseconds: Int {
    let (seconds, attoseconds) = components
    return max(1, Int(seconds.clamped(to: 0...1_000_000)) * 1_000 + Int(attoseconds / 1_000_000_000_000_000))
  }
}

extension Comparable {
  fileprivate func clamped(to range: ClosedRange<Self>) -> Self {
    min(max(self, range.lowerBound), range.upperBound)
  }
}

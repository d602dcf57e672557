import CCurl

extension Transfer {
  /// How a transfer ended that libcurl has reported.
  func outcome(_ code: CURLcode) -> Result<HTTPAnswer, HTTPProblem> {
    guard code == CURLE_OK else { return .failure(problem(code)) }
    let headers = HTTPHeaders(head: headBytes)
    if let encoding = headers["Content-Encoding"], encoding.lowercased() != "identity" {
      return .failure(
        HTTPProblem(
          .unreadable, .mayHaveArrived,
          "the answer is compressed (\(encoding)) although identity was asked for",
          at: call.shown))
    }
    return .success(
      HTTPAnswer(
        status: number(CURLINFO_RESPONSE_CODE), headers: headers,
        body: bodyBytes, elapsed: elapsed))
  }

  /// The problem of a transfer that was ended from our side.
  func aborted(_ reason: HTTPProblem.Reason) -> HTTPProblem {
    HTTPProblem(reason, reach, "ended before its answer was whole", at: call.shown)
  }

  /// The problem of a transfer in which nothing moves any more.
  var stalled: HTTPProblem {
    HTTPProblem(.stalled, reach, "nothing moved for \(call.limits.stalled)", at: call.shown)
  }

  /// Bytes of request and answer that have passed so far.
  var bytesMoved: Int {
    let answered = unsafe exchange.pointee.head.count + exchange.pointee.body.count
    return answered + number(CURLINFO_REQUEST_SIZE)
      + Int(unsafe ccurl_large_number(easy, CURLINFO_SIZE_UPLOAD_T))
  }

  /// Law: *not sent* is said only where no byte of the request can have left.
  ///
  /// `CURLINFO_REQUEST_SIZE` counts what was handed to the socket, over all connections of the transfer. A proxy's
  /// CONNECT counts too, so that before the tunnel stands only the body tells.
  private var reach: HTTPProblem.Reach {
    if unsafe exchange.pointee.upload_given > 0 { return .mayHaveArrived }
    if number(CURLINFO_REQUEST_SIZE) == 0 { return .notSent }
    return isTunnelled && !(200..<300).contains(number(CURLINFO_HTTP_CONNECTCODE))
      ? .notSent : .mayHaveArrived
  }

  private var elapsed: Duration { .microseconds(unsafe ccurl_large_number(easy, CURLINFO_TOTAL_TIME_T)) }

  private func problem(_ code: CURLcode) -> HTTPProblem {
    let (reason, says) = reasonAndMessage(code)
    return HTTPProblem(reason, reach, says, at: call.shown)
  }

  /// libcurl's own text speaks of names, certificates and ports before anything was sent; it is used only there.
  private func reasonAndMessage(_ code: CURLcode) -> (HTTPProblem.Reason, String) {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST: (.unresolvable, "the host's name cannot be resolved")
    case CURLE_COULDNT_RESOLVE_PROXY: (.proxyFailed, "the proxy's name cannot be resolved")
    case CURLE_PROXY: (.proxyFailed, "the proxy refused the connection: \(detail(code))")
    case CURLE_COULDNT_CONNECT:
      isTunnelled && number(CURLINFO_HTTP_CONNECTCODE) != 0
        ? (.proxyFailed, "the proxy could not reach the host")
        : (.refused, "nobody answers there: \(detail(code))")
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
      (.tlsUntrusted, "the server's certificate is not trusted: \(detail(code))")
    case CURLE_SSL_CACERT_BADFILE: (.caFileUnusable, "the file of certificate authorities cannot be used")
    case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM:
      (.tlsFailed, "no TLS connection came about: \(detail(code))")
    case CURLE_OPERATION_TIMEDOUT: timedOut
    case CURLE_WRITE_ERROR where unsafe exchange.pointee.head.is_over: headTooLarge
    // That is what libcurl says of a header field that is longer than its 100 KiB (CURL_MAX_HTTP_HEADER).
    case CURLE_OUT_OF_MEMORY where reach == .mayHaveArrived: headTooLarge
    case CURLE_WRITE_ERROR where isTooLarge:
      (.tooLarge, "the answer is larger than \(call.limits.bodyBytesMax) bytes")
    case CURLE_URL_MALFORMAT: (.malformedCall, "the address is no http or https URL")
    case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_BAD_CONTENT_ENCODING:
      (.unreadable, "what came back is no HTTP answer")
    case CURLE_RECV_ERROR where isTunnelled && reach == .notSent:
      (.proxyFailed, "the proxy did not open a tunnel: \(detail(code))")
    default: (.dropped, "the connection ended before the answer was whole: \(Self.plain(code))")
    }
  }

  private var headTooLarge: (HTTPProblem.Reason, String) {
    (.tooLarge, "the answer's head, or a field in it, is longer than is read")
  }

  private var timedOut: (HTTPProblem.Reason, String) {
    if reach == .notSent {
      return (.timedOut(.connecting), "no connection came about within \(call.limits.connect)")
    }
    if elapsed >= call.limits.whole {
      return (.timedOut(.whole), "no whole answer within \(call.limits.whole)")
    }
    return (.stalled, "nothing moved for \(call.limits.stalled)")
  }

  private func detail(_ code: CURLcode) -> String {
    let bytes = unsafe withUnsafeBytes(of: &exchange.pointee.message) { unsafe Array($0.prefix { $0 != 0 }) }
    return bytes.isEmpty ? Self.plain(code) : String(decoding: bytes, as: UTF8.self)
  }

  private static func plain(_ code: CURLcode) -> String {
    unsafe String(cString: curl_easy_strerror(code)).lowercased()
  }

  private var isTooLarge: Bool { unsafe exchange.pointee.body.is_over }

  private var headBytes: [UInt8] {
    let buffer = unsafe exchange.pointee.head
    return unsafe Self.copy(buffer.bytes, buffer.count)
  }

  private var bodyBytes: [UInt8] {
    let buffer = unsafe exchange.pointee.body
    return unsafe Self.copy(buffer.bytes, buffer.count)
  }

  private static func copy(_ start: UnsafeMutablePointer<UInt8>?, _ count: Int) -> [UInt8] {
    guard let start = unsafe start else { return [] }
    return unsafe Array(UnsafeBufferPointer(start: start, count: count))
  }

  private func number(_ info: CURLINFO) -> Int { unsafe ccurl_number(easy, info) }
}

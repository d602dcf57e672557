/// One request: what is asked of whom, and how long and how much is waited for.
package struct HTTPCall: Sendable {
  /// What is asked.
  package enum Method: String, Hashable, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
  }

  /// How long a call may take and how much it may bring.
  package struct Limits: Hashable, Sendable {
    /// From the start until the connection stands: name look-up, TCP, proxy, TLS.
    package var connect: Duration
    /// From the start to the last byte of the answer.
    package var whole: Duration
    /// The longest time without one byte in either direction once the request goes out.
    package var stalled: Duration
    /// The most bytes that the body of the answer may have.
    package var bodyBytesMax: Int

    /// Limits that suit both systems' pages: 64 MiB, five minutes.
    package init(
      connect: Duration = .seconds(10), whole: Duration = .seconds(300), stalled: Duration = .seconds(90),
      bodyBytesMax: Int = 64 << 20
    ) {
      self.connect = connect
      self.whole = whole
      self.stalled = stalled
      self.bodyBytesMax = bodyBytesMax
    }
  }

  /// What is asked.
  package var method: Method
  /// The whole address, percent-encoded.
  package var url: String
  /// Header fields beyond those that the transport sets by itself (`Accept-Encoding: identity`, `User-Agent`).
  package var headers: HTTPHeaders
  /// What is sent; nil sends no body.
  package var body: [UInt8]?
  /// How long and how much.
  package var limits: Limits
  /// Whether asking twice does no harm.
  ///
  /// A call that is not repeatable goes over the wire at most once, even where a connection that was kept
  /// open turns out to be dead.
  package var isRepeatable: Bool
  /// Whether the address itself carries a secret, so that messages show its origin only.
  package var isSecretURL: Bool

  /// A call; GET is repeatable unless said otherwise.
  package init(
    _ method: Method, _ url: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil,
    limits: Limits = Limits(),
    isRepeatable: Bool? = nil, isSecretURL: Bool = false
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.limits = limits
    self.isRepeatable = isRepeatable ?? (method == .get)
    self.isSecretURL = isSecretURL
  }

  /// What messages may say of the call: method and address without its query, or its origin where it is secret.
  package var shown: String {
    guard let address = WebAddress(url) else { return method.rawValue }
    return "\(method.rawValue) \(isSecretURL ? address.origin : address.origin + address.path)"
  }
}

package import JSONText

/// A system that a simulator imitates: its answers to calls, and its own control calls beside them.
///
///     socket ──> SimulatorServer ──> faults before ──> ImitatedSystem.answer ──> faults after ──> socket
///                      └──> /control/… ──> calls, faults; all else ──> ImitatedSystem.control
package protocol ImitatedSystem: Sendable {
  /// The answer to one call of the imitated interface: quick, and never waits.
  func answer(_ request: ImitatedRequest) -> ImitatedAnswer
  /// The answer to a call under `/control/`; nil where there is no such thing to control.
  func control(_ request: ImitatedRequest) -> ImitatedAnswer?
  /// Told when a call is over: its answer is on its way, was withheld, or never made (nil).
  func ended(_ request: ImitatedRequest, answer: ImitatedAnswer?, at time: WallTime, isDelivered: Bool)
  /// Whether a fault of kind `quirk` can turn a switch to this position.
  func hasSwitch(_ name: String, position: String) -> Bool
}

/// One call as it came.
package struct ImitatedRequest: Sendable {
  /// The call's number, from 1; 0 for calls of the control endpoint.
  package let number: Int
  /// When its last byte was there.
  package let time: WallTime
  /// The method in capitals.
  package let method: String
  /// The path without the query, percent-decoded.
  package let path: String
  /// The parameters of the query, in order, decoded.
  package let query: [(name: String, value: String)]
  /// The headers by lower-case name.
  package let headers: [String: String]
  /// The body, complete.
  package let body: [UInt8]
  /// The address that it came from, without the port.
  package let caller: String
  /// Calls that are being answered at this moment, this one among them.
  package let concurrent: Int
  /// The faults that strike this call and that only the imitated system can show.
  package var faults: [Fault.Kind]

  /// A request made by hand.
  package init(
    number: Int = 0, time: WallTime = .now, method: String, path: String,
    query: [(name: String, value: String)] = [], headers: [String: String] = [:], body: [UInt8] = [],
    caller: String = "127.0.0.1", concurrent: Int = 1, faults: [Fault.Kind] = []
  ) {
    self.number = number
    self.time = time
    self.method = method
    self.path = path
    self.query = query
    self.headers = headers
    self.body = body
    self.caller = caller
    self.concurrent = concurrent
    self.faults = faults
  }

  /// The first parameter of that name.
  package func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }

  /// The body as JSON; nil where it is none: what is wrong with it is the imitated system's to say.
  package var json: JSONValue? { try? JSONValue(parsing: body) }

  /// The parts of the path between slashes.
  package var pathParts: [String] {
    path.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
  }
}

/// What a simulator sends back.
package struct ImitatedAnswer: Sendable {
  /// The HTTP status.
  package var status: Int
  /// Headers besides those that every answer has.
  package var headers: [(name: String, value: String)] = []
  /// The body, complete.
  package var body: [UInt8]
  /// The content type; nil for an answer without a body.
  package var contentType: String? = "application/json;charset=UTF-8"
  /// What the call was about, for the list of calls: a table, a module.
  package var subject = ""
  /// How many rows it carried.
  package var rows = 0
  /// How many seconds the `Date` header is ahead of the machine's clock.
  package var dateOffset = 0

  /// An answer of bytes.
  package init(_ status: Int, body: [UInt8]) {
    self.status = status
    self.body = body
  }

  /// An answer of JSON.
  package init(_ status: Int = 200, _ value: JSONValue) {
    self.init(status, body: value.bytes)
  }

  /// An answer without a body.
  package static func empty(_ status: Int) -> ImitatedAnswer {
    var answer = ImitatedAnswer(status, body: [])
    answer.contentType = nil
    return answer
  }

  /// An answer of HTML, as containers and proxies give it.
  package static func html(_ status: Int, _ title: String) -> ImitatedAnswer {
    let page = "<html><head><title>\(title)</title></head><body><h1>\(title)</h1></body></html>"
    var answer = ImitatedAnswer(status, body: Array(page.utf8))
    answer.contentType = "text/html"
    return answer
  }

  /// What the control endpoint says to a request that it cannot follow.
  package static func refused(_ reason: String) -> ImitatedAnswer {
    ImitatedAnswer(400, ["error": JSONValue(reason)])
  }
}

import Hummingbird
import JSONText

/// What comes and goes: the list of calls, how many run, and the faults that strike them.
struct Traffic: Sendable {
  var faults: FaultPlan
  private(set) var calls: [LoggedCall] = []
  private var running = 0

  /// No calls yet; the chance of faults comes from `seed`.
  init(seed: UInt64) { faults = FaultPlan(seed: seed) }

  /// Writes a call down and lets the faults that match strike it; control calls are left alone.
  mutating func begin(_ request: Request, at time: WallTime, body: [UInt8], caller: String) -> ImitatedRequest
  {
    var headers: [String: String] = [:]
    for field in request.headers { headers[field.name.canonicalName] = field.value }
    // The library keeps the Host header apart.
    if let host = request.head.authority { headers["host"] = host }
    let path = FormText.decoded(request.uri.path, plusIsBlank: false)
    let isControl = path.hasPrefix("/control/")
    let rawQuery = request.uri.query ?? ""
    if !isControl { running += 1 }
    var call = ImitatedRequest(
      number: isControl ? 0 : calls.count + 1, time: time, method: request.method.rawValue, path: path,
      query: FormText.pairs(rawQuery), headers: headers, body: body, caller: caller, concurrent: running,
      faults: [])
    guard !isControl else { return call }
    call.faults = faults.strike(call, rawQuery: rawQuery)
    var logged = LoggedCall(number: call.number, time: call.time, method: call.method, path: path)
    logged.faults = call.faults.map(\.name)
    calls.append(logged)
    return call
  }

  /// Writes down how a call ended.
  mutating func end(_ call: ImitatedRequest, answer: ImitatedAnswer?, time: WallTime, isDelivered: Bool) {
    running -= 1
    let index = call.number - 1
    guard calls.indices.contains(index) else { return }  // the list was reset meanwhile
    calls[index].end = time
    calls[index].status = answer?.status
    calls[index].rows = answer?.rows ?? 0
    calls[index].bytes = answer?.body.count ?? 0
    calls[index].subject = answer?.subject ?? ""
    calls[index].isDelivered = isDelivered
  }

  /// Whether the call is still in the list, which keeps everything from the start.
  func callsJSON(after number: Int) -> JSONValue {
    .array(calls.drop { $0.number <= number }.map(\.json))
  }
}

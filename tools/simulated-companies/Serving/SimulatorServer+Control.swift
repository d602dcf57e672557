import JSONText

extension SimulatorServer {
  /// The calls under `/control/` that every simulator answers; the rest is the imitated system's own.
  ///
  ///     GET  calls[?after=N]   every call with its time, status and rows
  ///     GET  faults            what is switched on, and how often each struck
  ///     POST faults            a list that replaces all; POST faults/add adds
  func control(_ request: ImitatedRequest) -> ImitatedAnswer {
    switch (request.method, request.path) {
    case ("GET", "/control/calls"):
      let after = request.parameter("after").flatMap { Int($0) } ?? 0
      return ImitatedAnswer(200, withTraffic { $0.callsJSON(after: after) })
    case ("GET", "/control/faults"):
      return ImitatedAnswer(200, withTraffic { $0.faults.json })
    case ("POST", "/control/faults"), ("POST", "/control/faults/add"):
      return changeFaults(request)
    default:
      return system.control(request)
        ?? ImitatedAnswer(404, ["error": JSONValue("no control call \(request.method) \(request.path)")])
    }
  }

  private func changeFaults(_ request: ImitatedRequest) -> ImitatedAnswer {
    guard let list = request.json?.array else { return .refused("a JSON list of faults is needed") }
    var faults: [Fault] = []
    for value in list {
      let read = Fault.read(value)
      guard let fault = read.fault else { return .refused(read.problem) }
      if case .quirk(let name, let position) = fault.kind, !system.hasSwitch(name, position: position) {
        return .refused("no switch \(name) with a position \(position)")
      }
      faults.append(fault)
    }
    let adds = request.path.hasSuffix("/add")
    withTraffic { traffic in
      if adds { traffic.faults.add(faults) } else { traffic.faults.replace(with: faults) }
    }
    return ImitatedAnswer(200, ["faults": JSONValue(faults.count)])
  }
}

import Decisions
import Foundation
import JSONText
import Projections
import SimulatedCompanies
import Synchronization
import Testing

/// What stands in front of a system and changes some of its answers on their way.
final class Relay: ImitatedSystem {
  typealias Change = @Sendable (ImitatedRequest, ImitatedAnswer) -> ImitatedAnswer

  private let system: any ImitatedSystem
  private let change = Mutex<Change?>(nil)
  private let struck = Mutex(0)
  private let server = Mutex<SimulatorServer?>(nil)

  init(_ system: any ImitatedSystem) { self.system = system }

  /// Answers that were changed so far.
  var changes: Int { struck.withLock { $0 } }

  /// Changes answers from now on; nil leaves them as they are.
  func set(_ change: Change?) { self.change.withLock { $0 = change } }

  /// What befalls the calls that go through it; none for nothing.
  func setFaults(_ faults: [Fault]) { server.withLock { $0?.setFaults(faults) } }

  /// The calls that went through it, lost ones too.
  var calls: [LoggedCall] { server.withLock { $0?.calls ?? [] } }

  fileprivate func stands(in server: SimulatorServer?) { self.server.withLock { $0 = server } }

  func answer(_ request: ImitatedRequest) -> ImitatedAnswer {
    let whole = system.answer(request)
    guard let change = change.withLock({ $0 }) else { return whole }
    let changed = change(request, whole)
    if changed.body != whole.body || changed.status != whole.status || changed.dateOffset != whole.dateOffset
    {
      struck.withLock { $0 += 1 }
    }
    return changed
  }

  func control(_ request: ImitatedRequest) -> ImitatedAnswer? { nil }

  func hasSwitch(_ name: String, position: String) -> Bool { system.hasSwitch(name, position: position) }

  func ended(_ request: ImitatedRequest, answer: ImitatedAnswer?, at time: WallTime, isDelivered: Bool) {
    system.ended(request, answer: answer, at: time, isDelivered: isDelivered)
  }
}

extension TwoSystems {
  /// Runs `body` with a relay in front of each system, which the project then calls in its place.
  func relayed(_ body: (_ jde: Relay, _ zoho: Relay) async throws -> Void) async throws {
    let relays = (jde: Relay(ais), zoho: Relay(zoho))
    let servers = (
      jde: SimulatorServer(relays.jde, seed: 1, clock: project.time.wallTime),
      zoho: SimulatorServer(relays.zoho, seed: 1, clock: project.time.wallTime)
    )
    let path = "\(project.folder)/counterfoil.yaml"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let jdeURL = try #require(text.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+\/jderest/)).output
    relays.jde.stands(in: servers.jde)
    relays.zoho.stands(in: servers.zoho)
    defer {
      relays.jde.stands(in: nil)
      relays.zoho.stands(in: nil)
    }
    let (jdePort, zohoPort) = (try await servers.jde.start(), try await servers.zoho.start())
    try project.edit(String(jdeURL), to: "http://127.0.0.1:\(jdePort)/jderest")
    try project.edit(zohoURL, to: "http://127.0.0.1:\(zohoPort)")
    do {
      try await body(relays.jde, relays.zoho)
    } catch {
      await servers.jde.stop()
      await servers.zoho.stop()
      throw error
    }
    await servers.jde.stop()
    await servers.zoho.stop()
  }

  /// How far a source is known; nil where it has no watermark.
  func watermark(_ side: Side, _ name: String) async throws -> String? {
    try await project.withStore { store, _ in try await store.watermark(side, name)?.to }
  }
}

extension ImitatedAnswer {
  /// The answer with its JSON changed; as it is where it has none.
  func changed(_ change: (inout JSONObject) -> Void) -> ImitatedAnswer {
    guard var root = (try? JSONValue(parsing: body))?.object else { return self }
    change(&root)
    var answer = self
    answer.body = JSONValue.object(root).bytes
    return answer
  }

  /// The answer with the grid of its form changed.
  func grid(_ change: (inout JSONObject) -> Void) -> ImitatedAnswer {
    changed { root in
      guard let index = root.members.firstIndex(where: { $0.key.value.hasPrefix("fs_") }),
        var form = root.members[index].value.object, var grid = form["data"]?["gridData"]?.object
      else { return }
      change(&grid)
      form["data"] = ["gridData": .object(grid)]
      root.members[index].value = .object(form)
    }
  }
}

extension ImitatedRequest {
  /// Whether it asks JD Edwards for rows of a table.
  func asks(for table: String) -> Bool {
    path.hasSuffix("/dataservice") && json?["targetName"]?.string == table
  }

  /// Whether it asks Zoho for a page of a module's listing.
  func lists(_ module: String) -> Bool {
    method == "GET" && path == "/crm/v8/\(module)" && parameter("ids") == nil
  }
}

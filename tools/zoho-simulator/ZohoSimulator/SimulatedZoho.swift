package import SimulatedCompanies
import Synchronization

/// Zoho's accounts server and CRM in one, answering as the real ones do, over a world made from a seed.
///
///     let zoho = SimulatedZoho(seed: 1, records: 200, existing: 60)
///     let port = try await zoho.start()
///     … http://127.0.0.1:\(port)/oauth/v2/token, http://127.0.0.1:\(port)/crm/v8 …
///     await zoho.stop()
package final class SimulatedZoho: ImitatedSystem, Sendable {
  /// The client that the organisation knows.
  package static let clientID = "1000.SIMULATEDCLIENT"
  /// The client's secret.
  package static let clientSecret = "simulated-client-secret"
  /// The refresh token of the client.
  package static let refreshToken = "1000.simulated.refresh-token"
  /// The organisation's id.
  package static let organisation = "4876876000000020001"

  private let state: Mutex<ZohoState>
  private let servers = Mutex<SimulatorServer?>(nil)
  private let seed: UInt64
  /// What time a call comes at.
  private let clock: @Sendable () -> WallTime

  /// An organisation, set up at `now`, that has `existing` accounts, most of them customers of the world of `records`.
  package init(
    seed: UInt64 = 1, records: Int = 200, existing: Int? = nil, today: CivilDate? = nil,
    now: WallTime = .now, quirks: ZohoQuirks = .awkward,
    clock: @escaping @Sendable () -> WallTime = { .now }
  ) {
    self.seed = seed
    self.clock = clock
    let world = SimulatedWorld(seed: seed, customers: records, today: today ?? now.date())
    state = Mutex(ZohoState(world: world, existing: existing ?? records * 3 / 10, now: now, quirks: quirks))
  }

  /// Starts to listen on 127.0.0.1 and gives the port.
  package func start(port: Int = 0) async throws -> Int { try await server().start(port: port) }

  /// Stops listening.
  package func stop() async { await server().stop() }

  /// The server that counts calls and lets faults strike.
  package func server() -> SimulatorServer {
    servers.withLock { server in
      if let server { return server }
      let made = SimulatorServer(self, seed: seed, clock: clock)
      server = made
      return made
    }
  }

  /// The answer to one call of the imitated interface.
  package func answer(_ request: ImitatedRequest) -> ImitatedAnswer { state.withLock { $0.answer(request) } }

  /// The answer to a call under `/control/`.
  package func control(_ request: ImitatedRequest) -> ImitatedAnswer? {
    state.withLock { $0.control(request) }
  }

  /// Whether there is such a switch with such a position.
  package func hasSwitch(_ name: String, position: String) -> Bool { ZohoQuirks.has(name, position) }

  /// Told when a call is over.
  package func ended(
    _ request: ImitatedRequest, answer: ImitatedAnswer?, at time: WallTime, isDelivered: Bool
  ) {
    state.withLock { $0.ended(request, answer: answer, at: time, isDelivered: isDelivered) }
  }
}

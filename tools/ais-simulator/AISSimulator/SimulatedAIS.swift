package import SimulatedCompanies
import Synchronization

/// A JD Edwards AIS server that answers as the real one does, over a world made from a seed.
///
///     let ais = SimulatedAIS(seed: 1, records: 200)
///     let port = try await ais.start()
///     … http://127.0.0.1:\(port)/jderest …
///     await ais.stop()
package final class SimulatedAIS: ImitatedSystem, Sendable {
  /// The user that can sign in from the start.
  package static let userName = "SYNCUSR"
  /// The user that may not read F03012.
  package static let limitedUserName = "LIMITED"
  /// The password of both.
  package static let password = "simulated-password"
  /// The only environment.
  package static let environment = "JDV920"

  private let state: Mutex<AISState>
  private let servers = Mutex<SimulatorServer?>(nil)
  private let seed: UInt64
  /// What time a call comes at.
  private let clock: @Sendable () -> WallTime

  /// An AIS server with `records` customers, set up at `now`; `today` is that day where it is not given.
  package init(
    seed: UInt64 = 1, records: Int = 200, today: CivilDate? = nil, now: WallTime = .now,
    timeZone: String = "Europe/Berlin", quirks: AISQuirks = .awkward,
    clock: @escaping @Sendable () -> WallTime = { .now }
  ) {
    self.seed = seed
    self.clock = clock
    state = Mutex(
      AISState(
        seed: seed, records: records, today: today, now: now,
        zone: JDEClock.Zone(rawValue: timeZone) ?? .berlin, quirks: quirks))
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
  package func hasSwitch(_ name: String, position: String) -> Bool { AISQuirks.has(name, position) }

  /// Told when a call is over.
  package func ended(
    _ request: ImitatedRequest, answer: ImitatedAnswer?, at time: WallTime, isDelivered: Bool
  ) {
    state.withLock { $0.journal.ended(request, answer: answer, at: time, isDelivered: isDelivered) }
  }
}

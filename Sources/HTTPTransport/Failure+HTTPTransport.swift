package import Diagnostics
import Instants

/// What a person calls the system at the other end, and the settings that lead there.
package struct RemoteSystem: Hashable, Sendable {
  /// As in `JD Edwards`.
  package let name: String
  /// The setting that holds the address.
  package let addressSetting: String
  /// The setting that holds the file of certificate authorities.
  package let caSetting: String
  /// The setting that holds the proxy.
  package let proxySetting: String

  /// A system with the names of its settings.
  package init(name: String, addressSetting: String, caSetting: String, proxySetting: String) {
    self.name = name
    self.addressSetting = addressSetting
    self.caSetting = caSetting
    self.proxySetting = proxySetting
  }
}

extension HTTPProblem {
  /// The problem as a person is told it.
  package func failure(from system: RemoteSystem) -> Failure {
    switch reason {
    case .tlsUntrusted:
      Failure(
        .tlsUntrusted, "\(system.name): \(message)", at: place,
        remedy:
          "set \(system.caSetting) to the PEM file of the authority that signed it, or have the certificate renewed"
      )
    case .caFileUnusable:
      Failure(
        .tlsUntrusted, "\(system.name): \(message)", at: place,
        remedy: "check that \(system.caSetting) names a readable PEM file with certificates in it")
    case .tlsFailed:
      Failure(
        .unreachable, "\(system.name): \(message)", at: place,
        remedy: "check that the port of \(system.addressSetting) speaks TLS 1.2 or later")
    case .unresolvable, .refused, .timedOut(.connecting):
      Failure(
        .unreachable, "\(system.name): \(message)", at: place,
        remedy: "check host and port of \(system.addressSetting), the firewall, and \(system.proxySetting)")
    case .proxyFailed:
      Failure(
        .unreachable, "\(system.name): \(message)", at: place,
        remedy: "check \(system.proxySetting) and that the proxy lets this host through")
    case .malformedCall:
      Failure(
        .unreachable, "\(system.name): \(message)", at: place,
        remedy: "write \(system.addressSetting) as https://host:port/path")
    case .timedOut(.whole), .stalled, .dropped, .unreadable:
      Failure(
        .unreachable, "\(system.name): \(message)", at: place,
        remedy: "try again; if it stays so, look at the server's load and at what stands between it and here")
    case .tooLarge:
      Failure(.serverError, "\(system.name): \(message)", at: place, remedy: "ask for smaller pages")
    case .busy, .timedOut(.waiting):
      Failure(.unreachable, "\(system.name): \(message)", at: place, remedy: "run fewer calls at once")
    case .cancelled, .shutDown:
      Failure(.interrupted, "\(system.name): \(message)", at: place, remedy: "start it again")
    }
  }
}

extension Pacing {
  /// Waits before a call is repeated; a cancelled wait is an interruption.
  package func pause(_ duration: Duration, system: RemoteSystem) async throws(Failure) {
    if duration >= Self.longPause { onLongPause(system.name, duration) }
    do throws(CancellationError) {
      try await time.sleep(for: duration)
    } catch {
      throw Failure(.interrupted, "stopped while waiting for \(system.name)", remedy: "start it again")
    }
  }
}

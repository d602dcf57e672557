package import EventLog
import Foundation
package import HTTPTransport
import Instants
package import ProjectFiles

/// What a run takes from the machine: clock, randomness and files through the ledger's environment, the way to other
/// machines, and a name.
package struct SyncEnvironment: Sendable {
  /// Makes the connections to one system.
  package typealias Connecting = @Sendable (TransportSettings) -> any WebTransport

  /// Clocks, randomness and the file system.
  package let ledger: LedgerEnvironment
  /// The account that runs the program, for `command.started`.
  package let user: String
  /// The variables that secrets and the cache's key are looked up in.
  package let process: ProcessEnvironment
  /// How the systems are reached.
  package let connecting: Connecting
  /// Hears how long a system is left alone before it is asked again.
  package let onLongPause: @Sendable (String, Duration) -> Void

  package init(
    ledger: LedgerEnvironment, user: String, process: ProcessEnvironment = .current,
    onLongPause: @escaping @Sendable (String, Duration) -> Void = { _, _ in },
    connecting: @escaping Connecting = { CurlTransport(settings: $0) }
  ) {
    self.ledger = ledger
    self.user = user
    self.process = process
    self.onLongPause = onLongPause
    self.connecting = connecting
  }

  /// The real machine.
  package static var real: SyncEnvironment { real { _, _ in } }

  /// The real machine, with somebody who hears of long waits.
  package static func real(
    onLongPause: @escaping @Sendable (String, Duration) -> Void
  ) -> SyncEnvironment {
    SyncEnvironment(ledger: .real, user: NSUserName(), onLongPause: onLongPause)
  }

  /// How the clients wait and draw lots.
  package var pacing: Pacing {
    let random = ledger.random
    return Pacing(time: ledger.time, onLongPause: onLongPause) {
      random(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
  }

  /// Whole seconds since 1970.
  var seconds: Int64 { ledger.time.seconds }
}

package import EventLog
import Foundation
package import HTTPTransport
package import ProjectFiles

/// What a run takes from the machine: clock, randomness and files through the ledger's environment, and a name.
package struct SyncEnvironment: Sendable {
  package let ledger: LedgerEnvironment
  /// The account that runs the program, for `command.started`.
  package let user: String

  /// The variables that secrets and the cache's key are looked up in.
  package let process: ProcessEnvironment
  /// How the clients wait and draw lots.
  package let pacing: any Pacing

  package init(
    ledger: LedgerEnvironment, user: String, process: ProcessEnvironment = .current,
    pacing: any Pacing = RealPacing()
  ) {
    self.ledger = ledger
    self.user = user
    self.process = process
    self.pacing = pacing
  }

  /// The real machine.
  package static var real: SyncEnvironment { SyncEnvironment(ledger: .real, user: NSUserName()) }

  /// Whole seconds since 1970.
  var seconds: Int64 { ledger.wallClock() / 1_000_000 }

  /// Seconds of a clock that only runs forward, for durations.
  var steadySeconds: Double { Double(ledger.steadyClock()) / 1_000_000 }
}

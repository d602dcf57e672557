/// What `counterfoil.yaml` says, every value resolved but the secrets.
package struct ProjectFile: Sendable {
  /// The project's folder, as it was named.
  package let folder: String
  package let jde: JDESettings
  package let zoho: ZohoSettings
  package let writes: WriteSwitches
  package let schedule: ScheduleSettings
  package let guards: GuardSettings
  /// How many days before the watermark a poll begins again.
  package let overlapDays: Int
  /// A watermark stays at least this far behind the clock.
  package let holdback: Duration
  /// Times of the two systems that are nearer than this say nothing about which is newer.
  package let clockTolerance: Duration
  package let server: ServerSettings

  /// A path of the project: `path("ledger")`.
  package func path(_ name: String) -> String { PathText.join(folder, name) }
}

/// Which of the two systems may be written to.
package struct WriteSwitches: Hashable, Sendable {
  package let jde: Bool
  package let zoho: Bool

  /// Both off, as after `init`.
  package static let off = WriteSwitches(jde: false, zoho: false)
}

/// The brakes of an unattended run.
package struct GuardSettings: Hashable, Sendable {
  /// More creates than this stop a stream.
  package var createsPerRun = 50
  /// Updates of more than this share of the linked records stop a stream (0 to 1).
  package var updatesShare = 0.20
  /// Blanking values in more than this share of the linked records stops a stream (0 to 1).
  package var clearsShare = 0.02
}

/// Where the service listens.
package struct ServerSettings: Hashable, Sendable {
  /// A name or an address.
  package var host = "127.0.0.1"
  package var port = 8620
  /// The address under which Zoho reaches the webhook receiver; nil where it cannot.
  package var publicURL: String?
}

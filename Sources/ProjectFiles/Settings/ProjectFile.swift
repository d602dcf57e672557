package import Diagnostics

/// What `counterfoil.yaml` says, every value resolved but the secrets.
package struct ProjectFile: Sendable {
  /// The project's folder, as it was named.
  package let folder: String
  /// How JD Edwards is reached.
  package let jde: JDESection
  /// How Zoho CRM is reached.
  package let zoho: ZohoSection
  /// Which system may be written to.
  package let writes: WriteSwitches
  /// When the service does what.
  package let schedule: ScheduleSettings
  /// The brakes of unattended runs.
  package let guards: GuardSettings
  /// How many days before the watermark a poll begins again.
  package let overlapDays: Int
  /// A watermark stays at least this far behind the clock.
  package let holdback: Duration
  /// Times of the two systems that are nearer than this say nothing about which is newer.
  package let clockTolerance: Duration
  /// Where the service listens.
  package let server: ServerSettings

  /// Every secret that the file names, in the order of the file; each can be missing.
  package var secrets: [SecretText] {
    [jde.username, jde.password, jde.proxy, zoho.clientID, zoho.clientSecret, zoho.refreshToken, zoho.proxy]
      .compactMap(\.self)
  }

  /// What is wrong with the secrets: those that are missing, empty, or open to others.
  package func secretProblems() -> [Failure] {
    secrets.compactMap { secret in
      do throws(Failure) {
        _ = try secret.reveal()
        return nil
      } catch {
        return error
      }
    }
  }

  /// A path of the project: `path("ledger")`.
  package func path(_ name: String) -> String { PathText.join(folder, name) }
}

/// Which of the two systems may be written to.
package struct WriteSwitches: Hashable, Sendable {
  /// Whether JD Edwards may be written to.
  package let jde: Bool
  /// Whether Zoho may be written to.
  package let zoho: Bool

  /// Switches as given.
  package init(jde: Bool, zoho: Bool) {
    self.jde = jde
    self.zoho = zoho
  }

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

  /// The brakes where a project says nothing.
  package init() {}
}

/// Where the service listens.
package struct ServerSettings: Hashable, Sendable {
  /// A name or an address.
  package var host = "127.0.0.1"
  /// 0 lets the system choose.
  package var port = 8620
  /// The address under which Zoho reaches the webhook receiver; nil where it cannot.
  package var publicURL: String?

  /// This machine alone, on the service's own port.
  package init() {}
}

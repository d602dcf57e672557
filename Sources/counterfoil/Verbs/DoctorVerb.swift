import ArgumentParser
import Diagnostics
import Foundation
import Instants
import JDEdwards
import ProjectFiles
import Sync

/// `doctor`: everything that can be wrong around the program, looked at and told with its fix.
struct DoctorVerb: Verb {
  static let verb = "doctor"
  static let configuration = CommandConfiguration(
    commandName: verb,
    abstract: "Look at configuration, ledger, clock, disk and both systems.",
    discussion: """
      Each line passes, warns or fails, with its fix. Read-only: nothing is written to either system, and \
      nothing is recorded.
      """)

  @OptionGroup var common: CommonOptions

  @Flag(help: "Call neither system.")
  var offline = false

  @Flag(help: "Let a password that JD Edwards refused be tried once more, after the account was unlocked.")
  var allowLogin = false

  func validate() throws {
    guard offline, allowLogin else { return }
    throw ValidationError("--allow-login tries the login, which --offline leaves out")
  }

  func answer(in console: Console) async throws(Failure) -> Answer {
    let folder = common.project
    try folder.requireConfiguration()
    let bar = console.progressBar()
    defer { bar.wipe() }
    var examination = Examination(progress: bar)
    if let project = examination.project(in: folder) {
      await examination.secrets(of: project)
      await examination.ledger(in: folder, now: MachineTime().seconds)
      if !offline,
        let systems = await examination.check(
          "secrets",
          { () throws(Failure) in
            try Systems(project: project.file)
          })
      {
        if allowLogin {
          _ = await examination.check(
            "login", { () throws(Failure) in try await systems.jde.allowAnotherLogin() })
        }
        await examination.jdEdwards(project, client: systems.jde, now: { MachineTime().seconds })
        await examination.zoho(project, client: systems.zoho, now: { MachineTime().seconds })
        _ = await examination.check("sign-out", { () throws(Failure) in try await systems.close() })
      }
    }
    return examination.answer(console.paint)
  }
}

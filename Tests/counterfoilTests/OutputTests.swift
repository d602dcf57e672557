import AISSimulator
import Foundation
import Glibc
import JSONText
import SimulatedCompanies
import TestSupport
import Testing
import ZohoSimulator

@Suite("What the program writes for a person", .temporaryFolder, .timeLimit(.minutes(3)))
struct OutputTests {
  private var project: URL { TemporaryFolder.current.appendingPathComponent("project") }

  private func path(_ name: String) -> String { project.appendingPathComponent(name).path }

  private func makeProject() async throws {
    let made = try await ProgramRun(["init", "--project", "project"], in: TemporaryFolder.current)
    try #require(made.exitCode == 0, "\(made.errors)")
    // Signing the head appends an event only where one is there: a change of keys is one.
    let signed = try await ProgramRun(["checkpoint", "--rotate-key"], in: project)
    try #require(signed.exitCode == 0, "\(signed.errors)")
  }

  private static let outputs: [[String]] = [
    ["prove", "1", "--out", "out"], ["rebuild", "--into", "out"],
  ]

  @Test("goes over no file that is there without --force, and whole with it", arguments: outputs)
  func force(command: [String]) async throws {
    try await makeProject()
    try "mine".write(toFile: path("out"), atomically: true, encoding: .utf8)
    let refused = try await ProgramRun(command, in: project)
    refused.expectFailure("out: nothing is written here: the file exists", fix: "--force", exitCode: 2)
    #expect(try String(contentsOfFile: path("out"), encoding: .utf8) == "mine")
    let forced = try await ProgramRun(command + ["--force"], in: project)
    #expect(forced.exitCode == 0, "\(forced.errors)")
    #expect(try Data(contentsOf: project.appendingPathComponent("out")) != Data("mine".utf8))
    #expect(forced.output.contains("out") && !forced.output.contains(".new"))
    let names = try FileManager.default.contentsOfDirectory(atPath: project.path)
    #expect(names.filter { $0.hasPrefix("out") } == ["out"])
  }

  @Test("goes through no link and no pipe, also with --force", arguments: outputs, [false, true])
  func links(command: [String], isForced: Bool) async throws {
    try await makeProject()
    let force = isForced ? ["--force"] : []
    for target in ["counterfoil.yaml", "nothing"] {
      try #require(symlink(target, path("out")) == 0)
      let run = try await ProgramRun(command + force, in: project)
      run.expectFailure("it is a symbolic link", fix: "realpath out", exitCode: 2)
      try #require(unlink(path("out")) == 0)
    }
    try #require(mkfifo(path("out"), 0o600) == 0)
    let run = try await ProgramRun(command + force, in: project)
    run.expectFailure("it is a pipe", fix: "name a file", exitCode: 2)
    #expect(!FileManager.default.fileExists(atPath: path("nothing")))
    #expect(try String(contentsOfFile: path("counterfoil.yaml"), encoding: .utf8).contains("jde:"))
  }

  @Test("is never the projection that other processes have open")
  func ownProjection() async throws {
    try await makeProject()
    try #require(try await ProgramRun(["rebuild"], in: project).exitCode == 0)
    let run = try await ProgramRun(["rebuild", "--into", "./projections.sqlite", "--force"], in: project)
    run.expectFailure("keeps it for itself", fix: "outside the project", exitCode: 2)
    // By another name as well.
    try #require(link(path("projections.sqlite"), path("other.sqlite")) == 0)
    let linked = try await ProgramRun(["rebuild", "--into", "other.sqlite", "--force"], in: project)
    linked.expectFailure("the projection of this project", fix: "another file", exitCode: 2)
  }

  @Test("is a report whose files are looked at before any system is called")
  func report() async throws {
    try await TrialCompany.run { company in
      try FileManager.default.createDirectory(
        at: company.folder.appendingPathComponent("meeting"), withIntermediateDirectories: true)
      try "mine".write(
        to: company.folder.appendingPathComponent("meeting/duplicates.csv"), atomically: true, encoding: .utf8
      )
      let there = try await company.program("plan", "--report", "meeting")
      there.expectFailure("meeting/duplicates.csv: nothing is written here", fix: "--force", exitCode: 2)
      try #require(symlink("meeting", company.folder.appendingPathComponent("linked").path) == 0)
      let linked = try await company.program("plan", "--report", "linked", "--force")
      linked.expectFailure("linked: nothing is written here", fix: "realpath linked", exitCode: 2)
      #expect(company.ais.server().calls.isEmpty && company.zoho.server().calls.isEmpty)
      try await company.program("plan", "--report", "meeting", "--force", ending: [0])
      let text = try String(
        contentsOf: company.folder.appendingPathComponent("meeting/duplicates.csv"), encoding: .utf8)
      #expect(text.hasPrefix("entity,system,"))
    }
  }

  @Test(
    "is closed to others, with everything that a whole run leaves, whatever the umask",
    arguments: ["000", "777"])
  func modes(umask: String) async throws {
    try await TrialCompany.run { company in
      // What `init` made under the umask of this test goes: all of it is to be made under the other one.
      let launcher = ["/bin/sh", "-c", "umask \(umask) && exec \"$0\" \"$@\""]
      let root = company.folder
      try FileManager.default.removeItem(at: root.appendingPathComponent("ledger"))
      for arguments in [
        ["init", "--project", "other"], ["init"], ["plan", "--report", "out/meeting"], ["apply"], ["verify"],
        ["checkpoint"], ["prove", "1", "--out", "out/proof"], ["rebuild", "--into", "out/past"], ["rebuild"],
      ] {
        let run = try await ProgramRun(arguments, in: root, launcher: launcher)
        try #require([0, 4].contains(run.exitCode), "\(arguments): \(run.output)\(run.errors)")
      }
      var seen: Set<String> = []
      for top in ["ledger", "plans", "state", "secrets", "out", "other", "projections.sqlite"] {
        let names =
          [top] + (FileManager.default.subpaths(atPath: root.path + "/" + top) ?? []).map { "\(top)/\($0)" }
        for name in names {
          let facts = try FileManager.default.attributesOfItem(atPath: root.path + "/" + name)
          let mode = try #require(facts[.posixPermissions] as? Int)
          let isFolder = facts[.type] as? FileAttributeType == .typeDirectory
          let isPrivate = top == "state" || name.hasSuffix("ledger-key")
          let widest = isFolder ? (isPrivate ? 0o700 : 0o750) : (isPrivate ? 0o600 : 0o640)
          #expect(mode & ~widest == 0, "\(name): \(String(mode, radix: 8))")
          #expect(mode & 0o600 == 0o600, "its owner can use \(name): \(String(mode, radix: 8))")
          seen.insert(top)
        }
      }
      #expect(seen.count == 7, "\(seen)")
      let doctor = try await company.program("doctor", "--offline")
      #expect(doctor.output.contains("pass  file modes: ledger and plans"), "\(doctor.output)")
      try #require(chmod(root.path + "/ledger", 0o755) == 0)
      let warned = try await company.program("doctor", "--offline")
      #expect(warned.output.contains("warn  file modes: more people than should can get at ledger"))
      #expect(warned.output.contains("fix: chmod -R g-w,o-rwx ledger plans projections.sqlite*"))
    }
  }

  @Test(
    "waits for no pipe in the place of a plan, the state, or what it holds apart",
    arguments: ["plans", "projections.sqlite", "plan"])
  func pipes(place: String) async throws {
    try await TrialCompany.run { company in
      try await company.program("plan", ending: [0])
      let plan = try #require(
        try FileManager.default.contentsOfDirectory(atPath: company.folder.path + "/plans").first {
          $0.hasSuffix("l")
        })
      let path = company.folder.path + "/" + (place == "plan" ? "plans/" + plan : place)
      try FileManager.default.removeItem(atPath: path)
      try #require(mkfifo(path, 0o600) == 0)
      let run = try await company.program("apply")
      #expect(
        [2, 3].contains(run.exitCode) && run.errors.contains(place == "plan" ? plan : place), "\(run.errors)")
      #expect(try company.writtenRows().isEmpty)
    }
  }

  @Test("records of the configuration what it says, once, and no comment")
  func configuration() async throws {
    try await TrialCompany.run { company in
      try company.edit(
        "counterfoil.yaml", "  sessions: 2 ", to: "  sessions: 2 # formerly hunter2, ask Ada\n ")
      try await company.program("plan", ending: [0])
      try company.edit("counterfoil.yaml", "hunter2", to: "hunter3")
      try company.edit("mappings/customer.yaml", "# owner: who", to: "\n\n# owner, hunter4: who")
      try await company.program("plan", ending: [0])
      let log = try await company.program("log", "cat", ending: [0]).output
      #expect(!log.contains("hunter") && !log.contains("ask Ada"))
      let loaded = log.split(separator: "\n").filter { $0.contains("\"config.loaded\"") }
      #expect(loaded.count == 1)
      try company.edit("counterfoil.yaml", "page_size: 500", to: "page_size: 400")
      try await company.program("plan", ending: [0])
      let again = try await company.program("log", "cat", ending: [0]).output
      #expect(again.split(separator: "\n").count { $0.contains("\"config.loaded\"") } == 2)
    }
  }

  @Test("shows no control character of a name, on a screen, in a table, or in a message")
  func controlCharacters() async throws {
    try await TrialCompany.run(records: 24, existing: 8) { company in
      let evil = "Evil\u{1B}[2J\u{9B}31m\u{202E}GmbH"
      try await company.program("plan", ending: [0])
      let state = try company.zohoControl("GET", "/control/state")
      let id = try #require(state["Accounts"]?[0]?["id"]?.string)
      try company.zohoControl(
        "POST", "/control/change",
        [
          [
            "module": "Accounts", "action": "update", "id": JSONValue(id), "who": "ada",
            "values": ["Account_Name": JSONValue(evil)],
          ]
        ])
      try await company.program("plan", "--report", "meeting", ending: [0])
      for arguments in [
        ["history", "zoho/Accounts/\(id)"], ["links", "--review"], ["links", "--review", "--csv"], ["plan"],
      ] {
        let run = try await ProgramRun(arguments, in: company.folder)
        let raw = (run.output + run.errors).unicodeScalars.filter {
          $0.value < 0x20 && !"\r\n".unicodeScalars.contains($0) || (0x7F...0x9F).contains($0.value)
            || $0 == "\u{202E}"
        }
        #expect(raw.isEmpty, "\(arguments): \(run.output.debugDescription)")
      }
      let shown = try await company.program("history", "zoho/Accounts/\(id)", ending: [0]).output
      #expect(shown.contains("Evil\\u001b[2J\\u009b31m\\u202eGmbH"), "\(shown)")
    }
  }
}

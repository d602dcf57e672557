import AISSimulator
import EventLog
import Foundation
import Glibc
import JSONText
import SimulatedCompanies
import TestSupport
import Testing
import ZohoSimulator

@Suite("A ledger in trouble", .temporaryFolder, .timeLimit(.minutes(2)))
struct LedgerTroubleTests {
  @Test("refuses a second writer by name, and lets readers in")
  func secondWriter() async throws {
    try await TrialCompany.run { company in
      company.ais.server().setFaults([
        Fault(.latency(milliseconds: 1_500), match: Fault.Match(path: "*tokenrequest"), times: 1)
      ])
      let plan = try await company.program("plan") { running in
        try await running.waits { !company.ais.server().calls.isEmpty }  // it holds the ledger then
        let second = try await company.program("sync")
        second.expectFailure("process \(running.id)", fix: "wait", exitCode: 3)
        try await company.program("log", "stat", ending: [0])
        try await company.program("status", ending: [0])
      }
      #expect(plan.exitCode == 0, "\(plan.errors)")
    }
  }

  @Test("that was damaged is named by verify, and no writer begins")
  func damage() async throws {
    try await TrialCompany.run { company in
      try await company.firstLoad()
      let log = company.folder.appendingPathComponent("ledger/log")
      let name = try #require(try FileManager.default.contentsOfDirectory(atPath: log.path).min())
      let file = log.appendingPathComponent(name)
      var bytes = try Data(contentsOf: file)
      bytes[bytes.count / 2] ^= 0x10
      try bytes.write(to: file)
      let verify = try await company.program("verify")
      #expect(verify.exitCode == 1)
      #expect(verify.output.contains("damaged: log/\(name)"), "\(verify.output)")
      #expect(verify.output.contains("event"), "the events are named")
      let sync = try await company.program("sync")
      sync.expectFailure("damaged", fix: "backup", exitCode: 1)
      #expect(try Data(contentsOf: file) == bytes, "nothing is cut away")
      let json = try await company.program("verify", "--json").envelope
      #expect(json["error"]?["code"]?.string == "ledger-damaged")
    }
  }

  @Test(
    "is never called healthy by status and doctor where opening it shows damage",
    arguments: ["footer", "header", "head", "keys", "log", "LEDGER"])
  func neverHealthy(part: String) async throws {
    try await TrialCompany.run { company in
      try company.makeLedger(eventsPerBlock: 4, blocksPerSegment: 4)
      try await company.program("plan", ending: [0])
      let ledger = company.folder.appendingPathComponent("ledger")
      let heads = try FileManager.default.contentsOfDirectory(atPath: ledger.path + "/checkpoints")
      let sealed = "log/00000000000000000001.jsonl.lz4"
      switch part {
      case "footer": try Self.flip(ledger.appendingPathComponent(sealed), at: -1)
      case "header": try Self.flip(ledger.appendingPathComponent(sealed), at: 33)
      case "head":
        try Self.flip(ledger.appendingPathComponent("checkpoints/\(try #require(heads.max()))"), at: -20)
      case "keys":
        let keys = ledger.appendingPathComponent("keys")
        try FileManager.default.createDirectory(at: keys, withIntermediateDirectories: true)
        try Data("no statement\n".utf8).write(to: keys.appendingPathComponent("00000000000000000004"))
      default:
        let moved = company.folder.appendingPathComponent("moved")
        try FileManager.default.moveItem(at: ledger.appendingPathComponent(part), to: moved)
        try FileManager.default.createSymbolicLink(
          at: ledger.appendingPathComponent(part), withDestinationURL: moved)
      }
      for verb in [["status"], ["doctor", "--offline"]] {
        let run = try await ProgramRun(verb, in: company.folder)
        #expect(run.exitCode == 1, "\(verb): \(run.output)\(run.errors)")
        let told = run.output + run.errors
        #expect(told.contains("is none") || told.contains("not as written"), "\(verb): \(told)")
        #expect(!told.contains("pass  ledger"), "\(told)")
      }
    }
  }

  @Test("is called verified only as far as it was, by status and doctor")
  func verifiedSoFar() async throws {
    try await TrialCompany.run { company in
      try await company.program("plan", ending: [0])
      let never = try await company.program("doctor", "--offline")
      #expect(
        never.output.contains("warn  ledger") && never.output.contains("verified: never"), "\(never.output)")
      let head = try #require(
        try await company.program("status", "--json", ending: [0]).envelope["result"]?["head"]?.int)
      try await company.program("verify", ending: [0])
      let whole = try await company.program("doctor", "--offline")
      #expect(whole.output.contains("pass  ledger"), "\(whole.output)")
      try await company.program("plan", ending: [0])
      let since = try await company.program("status", ending: [0])
      #expect(since.output.contains("through event \(head)") && since.output.contains("not verified since"))
      #expect(try await company.program("doctor", "--offline").output.contains("warn  ledger"))
    }
  }

  private static func flip(_ file: URL, at place: Int) throws {
    var bytes = try Data(contentsOf: file)
    bytes[place < 0 ? bytes.count + place : place] ^= 0x10
    try bytes.write(to: file)
  }

  @Test("that lost events names them, gives up exactly these, and goes on", arguments: [false, true])
  func repair(isOnlyDisplaced: Bool) async throws {
    try await TrialCompany.run { company in
      try await company.program("plan", ending: [0])
      let file = company.folder.appendingPathComponent("ledger/log/00000000000000000001.jsonl.lz4")
      var bytes = try Data(contentsOf: file)
      let whole = try await company.program("repair", ending: [0])
      #expect(whole.output.contains("no event is lost"))
      let events = try await company.program("log", "cat", ending: [0]).output
      if isOnlyDisplaced { bytes.insert(0, at: 52) } else { bytes[bytes.count / 2] ^= 0x10 }
      try bytes.write(to: file)
      let told = try await company.program("repair")
      let option = try #require(
        told.errors.split(separator: "--accept-loss ").last?.prefix { !$0.isWhitespace })
      told.expectFailure(
        isOnlyDisplaced ? "no event is lost, but" : "these events are lost: ", fix: "backup", exitCode: 1)
      #expect(isOnlyDisplaced == (option == "none"))
      let wrong = try await company.program("repair", "--accept-loss", isOnlyDisplaced ? "1" : "none")
      wrong.expectFailure(
        "was to be given up", fix: isOnlyDisplaced ? "leave it" : "accept exactly", exitCode: 2)
      let typo = try await company.program("repair", "--accept-loss", "five")
      typo.expectFailure("\"five\" is no range of events", fix: "17-20", exitCode: 2)
      #expect(try Data(contentsOf: file) == bytes, "nothing is changed so far")
      let done = try await company.program("repair", "--accept-loss", String(option), ending: [0])
      #expect(done.output.contains("quarantine"))
      try await company.program("verify", ending: [0])
      let after = try await company.program("log", "cat", ending: [0]).output
      #expect(after.contains(isOnlyDisplaced ? "tail.quarantined" : "loss.accepted"))
      #expect(after.hasPrefix(events) == isOnlyDisplaced)
      // What lost events said is not kept in the projection either: a rebuild finds it as it is.
      let aside = company.folder.appendingPathComponent("projections.sqlite.set-aside").path
      #expect(FileManager.default.fileExists(atPath: aside))
      try await company.program("rebuild", ending: [0])
      try await company.program("plan", ending: [0])
    }
  }

  @Test("that ends before what the projection has seen is not folded over it, and verify says so")
  func shortened() async throws {
    try await TrialCompany.run { company in
      try await company.program("plan", ending: [0])
      let ledger = company.folder.appendingPathComponent("ledger")
      let file = ledger.appendingPathComponent("log/00000000000000000001.jsonl.lz4")
      let bytes = try Data(contentsOf: file)
      try bytes.dropLast(20).write(to: file)
      let first = "00000000000000000001"
      for head in try FileManager.default.contentsOfDirectory(atPath: ledger.path + "/checkpoints")
      where head != first {
        try FileManager.default.removeItem(atPath: ledger.path + "/checkpoints/" + head)
      }
      let projection = company.folder.appendingPathComponent("projections.sqlite")
      let before = try Data(contentsOf: projection)
      let rebuild = try await company.program("rebuild")
      rebuild.expectFailure("the log ends at event", fix: "backup", exitCode: 1)
      #expect(try Data(contentsOf: projection) == before)
      let verify = try await company.program("verify")
      verify.expectFailure("reached event", fix: "backup", exitCode: 1)
      try FileManager.default.removeItem(atPath: ledger.path + "/checkpoints/" + first)
      let bare = try await company.program("verify")
      #expect(bare.exitCode == 1)
      #expect(bare.output.contains("damaged: checkpoints/\(first): it is missing"))
    }
  }

  @Test("that is an older copy is refused, also where the projection that saw the newer one is gone")
  func putBack() async throws {
    try await TrialCompany.run { company in
      try await company.program("plan", ending: [0])
      let (ledger, copy) = (
        company.folder.appendingPathComponent("ledger"), company.folder.appendingPathComponent("copy")
      )
      try FileManager.default.copyItem(at: ledger, to: copy)
      try await company.firstLoad()
      try FileManager.default.removeItem(at: ledger)
      try FileManager.default.moveItem(at: copy, to: ledger)
      for suffix in ["", "-wal", "-shm"] {
        let file = company.folder.appendingPathComponent("projections.sqlite" + suffix)
        if FileManager.default.fileExists(atPath: file.path) { try FileManager.default.removeItem(at: file) }
      }
      let inserts = company.zoho.server().calls.count {
        $0.path.hasSuffix("/Accounts") && $0.method == "POST"
      }
      for verb in ["sync", "rebuild", "verify", "status"] {
        let run = try await company.program(verb)
        run.expectFailure("reached event", fix: "backup", exitCode: 1)
      }
      #expect(try await company.program("doctor").output.contains("reached event"))
      #expect(
        company.zoho.server().calls.count { $0.path.hasSuffix("/Accounts") && $0.method == "POST" } == inserts
      )
    }
  }

  @Test("on a disk without room says so, and goes on once there is some")
  func fullDisk() async throws {
    try await TrialCompany.run { company in
      try await company.program("plan", ending: [0])
      // A limit on the size of files stands for a full disk; its signal is ignored, so that the write fails.
      let segment = company.folder.appendingPathComponent("ledger/log/00000000000000000001.jsonl.lz4")
      let size = try FileManager.default.attributesOfItem(atPath: segment.path)[.size] as? Int
      let blocks = try #require(size) / 1_024
      let run = try await company.program(
        "plan", launcher: ["/usr/bin/bash", "-c", "trap '' XFSZ; ulimit -f \(blocks); exec \"$@\"", "bash"])
      run.expectFailure("cannot write", fix: "room", exitCode: 3)
      try await company.program("plan", ending: [0])
      try await company.program("verify", ending: [0])
    }
  }

  @Test("cannot be printed into a full file without a word")
  func fullOutput() async throws {
    try await TrialCompany.run { company in
      try await company.program("plan", ending: [0])
      let run = try await company.program(
        "log", "cat", launcher: ["/usr/bin/bash", "-c", "exec \"$@\" > /dev/full", "bash"])
      run.expectFailure("output cannot be written", fix: "room", exitCode: 3)
      let cut = try await company.program(
        "log", "cat", launcher: ["/usr/bin/bash", "-c", "\"$@\" | head -n 1; exit ${PIPESTATUS[0]}", "bash"])
      #expect(cut.exitCode == 0, "a reader that goes away is no trouble: \(cut.errors)")
      #expect(cut.output.hasPrefix("{\"seq\":1,"))
    }
  }

  @Test("in a folder that may not be written to says so", .enabled(if: OtherUser.isThere))
  func readOnly() async throws {
    try await TrialCompany.run { company in
      let stranger = try OtherUser(in: TemporaryFolder.current)
      try await company.program("plan", ending: [0])
      // What the program makes is its account's own: the configuration is opened to others, the ledger is not yet.
      try Self.changeMode("a+rX", of: company.folder)
      try Self.changeMode("o-rwx", of: company.folder.appendingPathComponent("ledger"))
      let made = try await ProgramRun(
        ["init", "--project", "new"], in: company.folder, launcher: stranger.launcher)
      made.expectFailure("new: it cannot be written", fix: "may write", exitCode: 3)
      let run = try await ProgramRun(["log", "stat"], in: company.folder, launcher: stranger.launcher)
      run.expectFailure("LEDGER", fix: "user who may", exitCode: 3)
      // Who may read it all and write nothing reads it all.
      try Self.changeMode("a+rX", of: company.folder)
      for verb in [["status"], ["links"], ["log", "stat"]] {
        let read = try await ProgramRun(verb, in: company.folder, launcher: stranger.launcher)
        #expect(read.exitCode == 0, "\(verb): \(read.errors)")
      }
    }
  }

  /// Changes the mode of all that lies in a folder, as people do.
  private static func changeMode(_ mode: String, of folder: URL) throws {
    let chmod = try Process.run(
      URL(fileURLWithPath: "/usr/bin/chmod"), arguments: ["-R", mode, folder.path])
    chmod.waitUntilExit()
    #expect(chmod.terminationStatus == 0)
  }

  /// The program run by an account that owns nothing; only root can become one.
  struct OtherUser {
    private static let tool = "/usr/bin/setpriv"
    static var isThere: Bool { geteuid() == 0 && FileManager.default.isExecutableFile(atPath: tool) }

    /// A copy of the program that this account may run stands in for the built one.
    private let copy: String

    init(in folder: URL) throws {
      copy = folder.appendingPathComponent("counterfoil").path
      try FileManager.default.copyItem(atPath: ProgramRun.program.path, toPath: copy)
      for path in [copy, folder.path] {
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
      }
    }

    /// Ends in a shell that puts the copy in the place of the program's own path.
    var launcher: [String] {
      [
        Self.tool, "--reuid=65534", "--regid=65534", "--clear-groups", "/usr/bin/bash", "-c",
        "shift; exec '\(copy)' \"$@\"", "bash",
      ]
    }
  }
}

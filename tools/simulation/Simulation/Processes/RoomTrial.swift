import EventLog
import Foundation

/// The real disk: files that may not grow further, and a file system that is full.
struct RoomTrial {
  let folder: String
  let seed: UInt64

  /// Runs both, as far as the machine lets them; throws what must not be.
  func run() async throws {
    try await limited(ignoring: true)
    try await limited(ignoring: false)
    try await full()
  }

  /// A limit on the size of files: told as a full disk where its signal is ignored, else the process ends by it.
  func limited(ignoring: Bool) async throws {
    let place = "\(folder)/limited-\(ignoring)"
    _ = try await TrialLedger.open(place).close()
    let trap = ignoring ? "trap '' XFSZ; " : ""
    let writer = try TrialProcess(
      ["writer", place, "--seed", "\(seed)", "--commits", "2000"],
      launcher: ["/bin/bash", "-c", trap + "ulimit -f 4; exec \"$0\" \"$@\""])
    let lines = writer.rest()
    let code = writer.exitCode()
    guard ignoring ? lines.contains(where: { $0.contains("File too large") }) && code == 3 : code != 0 else {
      throw TrialFinding("a file-size limit ends in \(code): \(lines.suffix(3))")
    }
    try await goOn(lines, place, "a limit on files")
    TrialOutput.say("a file-size limit, its signal \(ignoring ? "ignored" : "not ignored"): nothing is lost")
  }

  /// A small file system that fills up, and gets room again.
  func full() async throws {
    let place = "\(folder)/full"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    guard try Shell.run("mount -t tmpfs -o size=6m counterfoil-trial '\(place)' 2>/dev/null").exitCode == 0
    else {
      TrialOutput.say("a full file system: this machine lets nobody mount one here")
      return
    }
    defer { _ = try? Shell.run("umount '\(place)'") }  // a left-over mount goes with the machine
    let ledger = place + "/ledger"
    let writer = try TrialProcess(["writer", ledger, "--seed", "\(seed)", "--appenders", "4"])
    let lines = writer.rest()
    guard writer.exitCode() == 3, lines.contains(where: { $0.contains("No space left") }) else {
      throw TrialFinding("a full file system ends in \(lines.suffix(3))")
    }
    let reader = try LedgerReader.open(at: ledger)
    var isRecorded = false
    try reader.eachEvent { event in
      if event.kind == "append.refused" { isRecorded = true }
      return true
    }
    guard isRecorded else { throw TrialFinding("the refusal of a full file system is not in the log") }
    guard try Shell.run("mount -o remount,size=64m '\(place)'").exitCode == 0 else {
      throw TrialFinding("the file system can not be made larger")
    }
    try await goOn(lines, ledger, "a full file system")
    TrialOutput.say("a full file system: the refusal is recorded, nothing is lost, and with room it goes on")
  }

  private func goOn(_ lines: [String], _ place: String, _ moment: String) async throws {
    var history = TrialHistory(seed: seed)
    try history.accept(lines, LedgerReader.open(at: place), moment)
    let ledger = try await TrialLedger.open(place)
    _ = try await ledger.append(TrialCommit(99_999, seed: seed).events)
    try await ledger.close()
    try history.accept([], LedgerReader.open(at: place), moment)
    let findings = try verifyLedger(at: place).findings
    guard findings.isEmpty else { throw TrialFinding("\(moment): verify finds \(findings)") }
  }
}

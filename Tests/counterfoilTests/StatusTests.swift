import EventLog
import Foundation
import JSONText
import ProjectFiles
import TestSupport
import Testing

@Suite("The status of a project", .temporaryFolder, .timeLimit(.minutes(2)))
struct StatusTests {
  private var project: URL { TemporaryFolder.current.appendingPathComponent("project") }

  /// A new project whose ledger holds these events.
  private func makeProject(_ events: [(kind: String, stream: String, body: JSONValue)]) async throws {
    let made = try await ProgramRun(["init", "--project", "project"], in: TemporaryFolder.current)
    try #require(made.exitCode == 0, "\(made.errors)")
    let text = try String(contentsOf: project.appendingPathComponent("secrets/ledger-key"), encoding: .utf8)
    let key = try #require(Data(base64Encoded: text.trimmingCharacters(in: .whitespacesAndNewlines)))
    let ledger = try await Ledger.open(at: project.path + "/ledger", signingKey: [UInt8](key))
    _ = try await ledger.append(
      events.map { NewEvent(kind: $0.kind, stream: $0.stream, body: $0.body.bytes) })
    try await ledger.close()
  }

  private func status() async throws -> (text: String, json: JSONValue) {
    let text = try await ProgramRun(["status"], in: project)
    let json = try await ProgramRun(["status", "--json"], in: project)
    try #require(text.exitCode == 0 && json.exitCode == 0, "\(text.errors)")
    return (text.output, try #require(try json.envelope["result"]))
  }

  @Test("names the sources whose server said no time, since nobody knows up to when they were read")
  func noTime() async throws {
    let (accounts, contacts) = ("poll/zoho/Accounts", "poll/zoho/Contacts")
    let started: JSONValue = ["mode": "full", "columns": ["id"]]
    try await makeProject([
      ("poll.started", accounts, started), ("poll.started", contacts, started),
      ("poll.completed", accounts, ["pages": 1, "rows": 40, "changed": 40]),
      (
        "poll.completed", contacts,
        ["pages": 1, "rows": 7, "changed": 7, "server_time": "2026-03-02T10:00:00Z"]
      ),
    ])
    let (text, json) = try await status()
    let told = text.split(separator: "\n").filter { $0.contains("no time") }
    #expect(told.count == 1 && told.first?.contains("Zoho Accounts") == true, "\(text)")
    #expect(told.first?.contains("40 rows") == true && text.contains("the next run reads it again"))
    #expect(json["timeless"] == [["side": "zoho", "name": "Accounts"]])
  }

  @Test("shows a refused run until a command came after it in the ledger, whatever the clocks said")
  func refused() async throws {
    try await makeProject([
      ("command.started", "command", ["verb": "plan", "arguments": [], "user": "ada"]),
      ("command.ended", "command", ["verb": "plan", "exit_code": 0, "figures": [:]]),
    ])
    let log = RefusalLog(project: project.path)
    func refuse(head: UInt64, at: String) throws {
      try log.add(
        RefusalLog.Refusal(
          at: at, verb: "sync", user: "ada", code: "clock-away", message: "the clock is off", head: head))
    }
    // A clock that ran ahead, before the command; then one that ran behind, after it.
    try refuse(head: 0, at: "2099-01-01T00:00:00Z")
    var (text, json) = try await status()
    #expect(json["refused"]?.isNull == true && !text.contains("the clock is off"), "\(text)")
    try refuse(head: 2, at: "2001-01-01T00:00:00Z")
    (text, json) = try await status()
    #expect(json["refused"]?["code"]?.string == "clock-away")
    #expect(text.contains("refused") && text.contains("the clock is off"), "\(text)")
  }
}

import Foundation
import ProjectFiles
import TestSupport
import Testing

@Suite("Runs that were refused", .temporaryFolder)
struct RefusalLogTests {
  private var folder: String { TemporaryFolder.current.path }
  private var file: String { folder + "/state/refusals.jsonl" }

  private func refusal(_ number: Int) -> RefusalLog.Refusal {
    RefusalLog.Refusal(
      at: "2026-07-14T09:30:00.\(100_000 + number)Z", verb: "sync", user: "ada", code: "clock-away",
      message: "this machine's clock is \(number) s ahead of that of \"Zoho\"", head: 7)
  }

  @Test("are kept in their order, the newest hundred, for this account alone")
  func kept() throws {
    let log = RefusalLog(project: folder)
    #expect(try log.all().isEmpty)
    for number in 0..<103 { try log.add(refusal(number)) }
    #expect(try log.all() == (3..<103).map(refusal))
    for (path, mode) in [(file, 0o600), (folder + "/state", 0o700)] {
      let facts = try FileManager.default.attributesOfItem(atPath: path)
      #expect(facts[.posixPermissions] as? Int == mode, "\(path)")
    }
  }

  @Test("are read past what is none of them")
  func strange() throws {
    let log = RefusalLog(project: folder)
    try log.add(refusal(1))
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try "{\"at\":1}\nnot one\n\n\(text){\"at\":\"half".write(toFile: file, atomically: true, encoding: .utf8)
    #expect(try log.all() == [refusal(1)])
    try log.add(refusal(2))
    #expect(try log.all() == [refusal(1), refusal(2)])
  }
}

import Foundation
import ProjectFiles
import TestSupport
import Testing

@Suite("How far a folder has seen its ledger", .temporaryFolder)
struct SeenHeadTests {
  private var folder: String { TemporaryFolder.current.path }
  private var file: String { folder + "/state/seen.json" }

  @Test("is kept for this account alone, and never goes back")
  func kept() throws {
    let seen = SeenHead(project: folder)
    #expect(seen.position(ledgerID: "a1") == nil)
    try seen.keep(30, ledgerID: "a1")
    try seen.keep(17, ledgerID: "a1")
    #expect(seen.position(ledgerID: "a1") == 30)
    for (path, mode) in [(file, 0o600), (folder + "/state", 0o700)] {
      let facts = try FileManager.default.attributesOfItem(atPath: path)
      #expect(facts[.posixPermissions] as? Int == mode, "\(path)")
    }
  }

  @Test("says nothing of another ledger, whose own position takes its place")
  func another() throws {
    let seen = SeenHead(project: folder)
    try seen.keep(30, ledgerID: "a1")
    #expect(seen.position(ledgerID: "b2") == nil)
    try seen.keep(4, ledgerID: "b2")
    #expect(seen.position(ledgerID: "b2") == 4)
    #expect(seen.position(ledgerID: "a1") == nil)
  }

  @Test(
    "is unknown where the note is none",
    arguments: [
      "", "{", "[]", #"{"ledger":"a1"}"#, #"{"ledger":"a1","seq":-3}"#, #"{"ledger":"a1","seq":"30"}"#,
      #"{"ledger":"a1","seq":99999999999999999999}"#, String(repeating: " ", count: 5_000),
    ])
  func strange(text: String) throws {
    let seen = SeenHead(project: folder)
    try seen.keep(30, ledgerID: "a1")
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    #expect(seen.position(ledgerID: "a1") == nil)
    try seen.keep(31, ledgerID: "a1")
    #expect(seen.position(ledgerID: "a1") == 31)
  }
}

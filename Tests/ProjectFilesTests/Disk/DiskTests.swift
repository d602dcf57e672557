import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import ProjectFiles

@Suite("A file that cannot be written", .temporaryFolder)
struct DiskTests {
  @Test(
    "says in the system's words why, and what to do",
    arguments: [(ENOSPC, "make room"), (EDQUOT, "quota"), (EROFS, "read-only"), (EACCES, "the right")])
  func reasons(error: Int32, remedy: String) {
    let failure = Failure.unwritable("/project/state", error)
    #expect(failure.code.exitCode == 3)
    #expect(failure.place == "/project/state")
    #expect(failure.message.contains(systemText(error)))
    #expect(failure.remedy.contains(remedy))
  }

  @Test("leaves the old one whole where a new one was to take its place")
  func replacing() throws {
    let folder = TemporaryFolder.current.path
    try Disk.replace(folder + "/entry", Array("old".utf8), mode: 0o600)
    try Disk.replace(folder + "/entry", Array("new".utf8), mode: 0o600)
    #expect(try Disk.read(folder + "/entry") == Array("new".utf8))
    #expect(throws: Failure.self) { try Disk.replace(folder + "/nowhere/entry", [], mode: 0o600) }
    #expect(try Disk.names(in: folder) == ["entry"], "nothing is left of either attempt")
  }

  @Test("is not the one that is there: a new file never takes its place")
  func creating() throws {
    let path = TemporaryFolder.current.path + "/key"
    try Disk.create(path, [1], mode: 0o600)
    #expect(throws: Failure.self) { try Disk.create(path, [2], mode: 0o600) }
    #expect(try Disk.read(path) == [1])
  }

  @Test("goes away again where it was not finished, and never takes one with it that was there")
  func unfinished() throws {
    let folder = TemporaryFolder.current.path
    try Disk.create(folder + "/kept", [1])
    do {
      let draft = try FileDraft(at: folder + "/draft")
      try draft.write([1])
      #expect(try Disk.names(in: folder) == ["draft", "kept"])
      #expect(throws: Failure.self) { try FileDraft(at: folder + "/kept") }
    }
    #expect(try Disk.names(in: folder) == ["kept"])
  }
}

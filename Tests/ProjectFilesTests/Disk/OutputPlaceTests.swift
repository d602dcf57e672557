import Diagnostics
import Foundation
import Glibc
import TestSupport
import Testing

@testable import ProjectFiles

@Suite("A file that a person names for an output", .temporaryFolder, .timeLimit(.minutes(1)))
struct OutputPlaceTests {
  private var folder: String { TemporaryFolder.current.path }
  private var path: String { folder + "/out.csv" }

  private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  @Test("is written whole, for its owner and group, and nothing else stays")
  func written() throws {
    try OutputPlace(file: path, mayReplace: false).write(Array("new".utf8))
    #expect(try text(path) == "new")
    #expect(try Disk.names(in: folder) == ["out.csv"])
    let mode = try #require(try Disk.status(path)).mode
    #expect(mode & ~0o640 == 0 && mode & 0o600 == 0o600)
  }

  @Test("is left alone where it is there already, unless the output may take its place")
  func existing() throws {
    try "old".write(toFile: path, atomically: true, encoding: .utf8)
    let failure = #expect(throws: Failure.self) { try OutputPlace(file: path, mayReplace: false) }
    #expect(failure?.code.name == "output-refused" && failure?.code.exitCode == 2)
    #expect(failure?.remedy.contains("--force") == true)
    #expect(try text(path) == "old")
    try OutputPlace(file: path, mayReplace: true).write(Array("new".utf8))
    #expect(try text(path) == "new")
  }

  @Test("is left alone where it came there while the output was made")
  func cameMeanwhile() throws {
    let place = try OutputPlace(file: path, mayReplace: false)
    try "theirs".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: Failure.self) { try place.write(Array("ours".utf8)) }
    #expect(try text(path) == "theirs")
    #expect(try Disk.names(in: folder) == ["out.csv"])
  }

  @Test(
    "is never a link, wherever it leads, also with --force", arguments: ["target", "nowhere"], [false, true])
  func link(target: String, mayReplace: Bool) throws {
    try "mine".write(toFile: folder + "/target", atomically: true, encoding: .utf8)
    try #require(symlink(folder + "/" + target, path) == 0)
    let failure = #expect(throws: Failure.self) { try OutputPlace(file: path, mayReplace: mayReplace) }
    #expect(failure?.code.name == "output-refused")
    #expect(failure?.message.contains("symbolic link") == true && failure?.remedy.contains(path) == true)
    #expect(try text(folder + "/target") == "mine")
    #expect(!FileManager.default.fileExists(atPath: folder + "/nowhere"))
  }

  @Test(
    "never lies in a ledger, nor where a project keeps what is its own, whatever was asked for",
    arguments: [
      "project/ledger/log/00000000000000000001.jsonl.lz4", "project/ledger/LEDGER",
      "project/ledger/new/x.csv",
      "project/secrets/ledger-key", "project/state/x", "project/plans/x.json", "project/counterfoil.yaml",
      "project/projections.sqlite", "elsewhere/log/x.csv", "project/../project/ledger/x",
    ], [false, true])
  func ownFiles(name: String, mayReplace: Bool) throws {
    for made in ["project/ledger/log", "project/secrets", "project/state", "project/plans", "elsewhere/log"] {
      try Disk.makeFolders(folder + "/" + made)
    }
    for file in ["project/counterfoil.yaml", "project/ledger/LEDGER", "elsewhere/LEDGER"] {
      try "kept".write(toFile: folder + "/" + file, atomically: true, encoding: .utf8)
    }
    let path = folder + "/" + name
    let failure = #expect(throws: Failure.self) { try OutputPlace(file: path, mayReplace: mayReplace) }
    #expect(failure?.code.name == "output-refused" && failure?.remedy.contains("outside the project") == true)
    #expect(throws: Failure.self) { try OutputPlace.makeFolder(folder + "/project/ledger/log") }
    let paper = try OutputPlace(file: folder + "/project/paper.csv", mayReplace: false)
    try paper.write(Array("new".utf8))
    #expect(try text(folder + "/project/ledger/LEDGER") == "kept")
  }

  @Test("is never reached through a folder that is a link")
  func linkedFolder() throws {
    try #require(mkdir(folder + "/real", 0o755) == 0 && symlink(folder + "/real", folder + "/linked") == 0)
    let failure = #expect(throws: Failure.self) {
      try OutputPlace(file: folder + "/linked/out.csv", mayReplace: true)
    }
    #expect(failure?.message.contains(folder + "/linked") == true)
    #expect(throws: Failure.self) { try OutputPlace.makeFolder(folder + "/linked/more") }
    #expect(throws: Failure.self) { try OutputPlace.makeFolder(folder + "/linked") }
    #expect(try Disk.names(in: folder + "/real").isEmpty)
  }

  @Test(
    "is never a pipe, a socket or a folder, and nothing waits for one", arguments: Obstacle.allCases,
    [false, true])
  func obstacles(obstacle: Obstacle, mayReplace: Bool) throws {
    try obstacle.make(at: path)
    let failure = #expect(throws: Failure.self) { try OutputPlace(file: path, mayReplace: mayReplace) }
    #expect(failure?.code.name == "output-refused" && failure?.place == path)
  }

  @Test(
    "is never a device, nor what nobody knows", arguments: [FileKind.device, .other, .link], [false, true])
  func device(kind: FileKind, mayReplace: Bool) {
    #expect(OutputPlace.objection(to: kind, mayReplace: mayReplace) != nil)
    #expect(OutputPlace.objection(to: nil, mayReplace: mayReplace) == nil)
    #expect((OutputPlace.objection(to: .file, mayReplace: mayReplace) == nil) == mayReplace)
  }

  @Test("may be made beside its place by others, and takes the place whole")
  func installed() throws {
    let place = try OutputPlace(file: path, mayReplace: false)
    try Disk.create(place.draft, Array("whole".utf8))
    try place.install()
    #expect(try text(path) == "whole")
    #expect(try Disk.names(in: folder) == ["out.csv"])
    #expect(place.isSameFile(as: folder + "/./out.csv") && !place.isSameFile(as: folder))
  }

  @Test("is told where its folder is not there, and nothing is made")
  func noFolder() throws {
    let place = try OutputPlace(file: folder + "/none/out.csv", mayReplace: false)
    let failure = #expect(throws: Failure.self) { try place.write([1]) }
    #expect(failure?.code.exitCode == 3)
    #expect(try Disk.names(in: folder).isEmpty)
  }
}

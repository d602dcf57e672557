import Diagnostics
import Foundation
import Glibc
import TestSupport
import Testing

@testable import ProjectFiles

/// A umask belongs to the process, so each of these runs in one of its own.
@Suite("What the program writes", .temporaryFolder, .timeLimit(.minutes(2)))
struct FileModeTests {
  @Test("is open to its owner, and to nobody beyond the group, whatever the umask")
  func modes() async {
    let folder = TemporaryFolder.current.path
    await #expect(processExitsWith: .success) { [folder = folder as String] in
      for mask: mode_t in [0, 0o022, 0o077, 0o777] {
        umask(mask)
        let root = "\(folder)/\(mask)"
        let environment = ProcessEnvironment(["COUNTERFOIL_KEY_FILE": root + "/key/key"])
        _ = try ProjectTemplate(environment: environment).write(to: root + "/made/project")
        try Disk.replace(root + "/made/replaced", [1])
        try OutputPlace.makeFolder(root + "/made/a/report")
        try OutputPlace(file: root + "/made/a/report/out.csv", mayReplace: false).write([1])
        let cache = SealedFileCache(
          project: root + "/made/project", key: try StateKey.find(environment: environment))
        try await cache.exclusively("token") { entry throws(Failure) in entry = [1] }
        for (name, mode, isFolder) in try all(in: root) {
          let (widest, least): (UInt32, UInt32) = isFolder ? (0o750, 0o700) : (0o640, 0o600)
          #expect(mode & ~widest == 0 && mode & least == least, "\(name) under \(mask): \(mode)")
          guard ["/secrets", "/state", "/key"].contains(where: name.contains) else { continue }
          #expect(mode & 0o077 == 0, "\(name) under \(mask): \(mode)")
        }
        #expect(try ExposedFiles.find(in: root, ["made"], beyond: 0o027) == nil)
      }
    }
  }

  @Test("is named where others got at it, with how many there are")
  func exposed() throws {
    let folder = TemporaryFolder.current.path
    try Disk.makeFolders(folder + "/ledger/log")
    for name in ["1", "2", "3"] { try Disk.create(folder + "/ledger/log/" + name, [1]) }
    #expect(try ExposedFiles.find(in: folder, ["ledger", "plans"], beyond: 0o027) == nil)
    try #require(chmod(folder + "/ledger/log/2", 0o644) == 0 && chmod(folder + "/ledger/log/3", 0o660) == 0)
    try #require(symlink("/usr", folder + "/ledger/log/link") == 0)
    let found = try #require(try ExposedFiles.find(in: folder, ["ledger"], beyond: 0o027))
    #expect(found.first == "ledger/log/2" && found.mode == "0644" && found.count == 2)
    #expect(try ExposedFiles.find(in: folder, ["ledger"], beyond: 0o077)?.count == 5)
  }
}

/// Every file and folder below a path.
private func all(in root: String) throws -> [(String, UInt32, Bool)] {
  var found: [(String, UInt32, Bool)] = []
  for name in try Disk.names(in: root) {
    let path = root + "/" + name
    guard let status = try Disk.ownStatus(path) else { continue }
    found.append((path, status.mode, status.isFolder))
    if status.isFolder { found += try all(in: path) }
  }
  return found
}

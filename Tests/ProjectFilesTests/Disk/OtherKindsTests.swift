import Diagnostics
import Foundation
import Glibc
import TestSupport
import Testing

@testable import ProjectFiles

/// Things that can stand where a file is wanted; none of them is a device, which a test must never touch.
enum Obstacle: CaseIterable, Sendable {
  case pipe, folder, socket, loop

  /// Puts the thing under a path.
  func make(at path: String) throws {
    switch self {
    case .pipe: try #require(mkfifo(path, 0o644) == 0)
    case .folder: try #require(mkdir(path, 0o755) == 0)
    case .socket: try Self.makeSocket(at: path)
    case .loop: try #require(symlink(path, path) == 0)
    }
  }

  /// Binds under a short name and renames: the path of a test's folder can be longer than a socket's may be (108 bytes).
  private static func makeSocket(at path: String) throws {
    let short = "/tmp/counterfoil-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    let handle = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(handle) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(short.utf8) + [0]) }
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(handle, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0)
    try #require(rename(short, path) == 0)
  }
}

@Suite("What stands where a file is wanted", .temporaryFolder, .timeLimit(.minutes(1)))
struct OtherKindsTests {
  private var path: String { TemporaryFolder.current.path + "/here" }

  @Test("is refused at once with its place, and nothing waits for it", arguments: Obstacle.allCases)
  func refused(obstacle: Obstacle) throws {
    try obstacle.make(at: path)
    let failure = #expect(throws: Failure.self) { try Disk.read(path) }
    #expect(failure?.place == path)
    #expect(failure?.remedy.isEmpty == false)
    #expect(obstacle == .loop || failure?.code.name == "project-unreadable")
  }

  @Test(
    "is told for every file of a project, and hangs nothing",
    arguments: [
      "counterfoil.yaml", "mappings/customer.yaml", "crosswalks/industry.csv", "matching.yaml",
      "tests/example.yaml",
    ], [Obstacle.pipe, .folder, .socket])
  func project(file: String, obstacle: Obstacle) throws {
    let folder = try TestProject().write()
    try FileManager.default.removeItem(atPath: folder + "/" + file)
    try obstacle.make(at: folder + "/" + file)
    let failures = #expect(throws: ProjectFailures.self) {
      try ProjectLoader.load(folder: folder, environment: ProcessEnvironment([:]))
    }
    #expect(
      failures?.problems.contains { $0.code.name == "project-unreadable" && $0.place == folder + "/" + file }
        == true)
  }

  @Test(
    "is told in the place of a secret, of the key of the state, and of a lock",
    arguments: [Obstacle.pipe, .socket])
  func secrets(obstacle: Obstacle) async throws {
    let folder = TemporaryFolder.current.path
    try FileManager.default.createDirectory(atPath: folder + "/secrets", withIntermediateDirectories: true)
    try obstacle.make(at: folder + "/secrets/jde-password")
    let secret = #expect(throws: Failure.self) {
      try SecretSource(project: folder, environment: ProcessEnvironment([:])).value(of: "jde-password")
    }
    #expect(secret?.code.name == "project-unreadable")
    try obstacle.make(at: folder + "/key")
    let key = #expect(throws: Failure.self) {
      try StateKey.find(environment: ProcessEnvironment(["COUNTERFOIL_KEY_FILE": folder + "/key"]))
    }
    #expect(key != nil)
    try FileManager.default.createDirectory(atPath: folder + "/state", withIntermediateDirectories: true)
    try obstacle.make(at: folder + "/state/token.lock")
    let key32 = try StateKey(
      Array(Data(repeating: 7, count: 32).base64EncodedString().utf8), origin: "a test")
    let cache = SealedFileCache(project: folder, key: key32)
    let lock = await #expect(throws: Failure.self) {
      try await cache.exclusively("token") { entry throws(Failure) in entry = [1] }
    }
    #expect(lock?.place == folder + "/state/token.lock")
  }

  @Test("that is longer than any file meant there is refused before it fills the memory")
  func tooLarge() throws {
    try Data(repeating: 0x61, count: 1_001).write(to: URL(filePath: path))
    let failure = #expect(throws: Failure.self) { try Disk.read(path, max: 1_000) }
    #expect(failure?.code.name == "file-too-large" && failure?.place == path)
    #expect(try Disk.read(path, max: 1_001)?.count == 1_001)
    // A file of holes takes no room on the disk, and would take all of the memory.
    try #require(truncate(path, off_t(Disk.fileBytesMax) * 1_000) == 0)
    #expect(throws: Failure.self) { try Disk.read(path) }
  }

  @Test("may be a pipe where a person names it, up to its end or its bound")
  func namedPipe() throws {
    try Obstacle.pipe.make(at: path)
    for (count, isFine) in [(4, true), (5_000, false)] {
      // A thread of its own: opening a pipe waits for the other end. It holds more than is written here (64 KiB).
      let writer = Thread { [path] in
        let file = open(path, O_WRONLY)
        _ = write(file, [UInt8](repeating: 0x61, count: count), count)
        close(file)
      }
      writer.start()
      if isFine {
        #expect(try Disk.read(path, from: .anything, max: 1_000)?.count == count)
      } else {
        let failure = #expect(throws: Failure.self) { try Disk.read(path, from: .anything, max: 1_000) }
        #expect(failure?.code.name == "file-too-large")
      }
    }
  }

  @Test("is named by what it is")
  func kinds() {
    let kinds: [(Int32, FileKind)] = [
      (Int32(S_IFREG), .file), (Int32(S_IFDIR), .folder), (Int32(S_IFLNK), .link), (Int32(S_IFIFO), .pipe),
      (Int32(S_IFSOCK), .socket), (Int32(S_IFCHR), .device), (Int32(S_IFBLK), .device), (0, .other),
    ]
    for (mode, kind) in kinds { #expect(FileKind(mode: UInt32(mode) | 0o644) == kind) }
  }
}

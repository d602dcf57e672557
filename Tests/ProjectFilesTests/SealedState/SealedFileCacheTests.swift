import Diagnostics
import Foundation
import HTTPTransport
import ProjectFiles
import TestSupport
import Testing

@Suite("The sealed state", .temporaryFolder, .timeLimit(.minutes(1)))
struct SealedFileCacheTests {
  private var folder: String { TemporaryFolder.current.path }
  private var file: URL { TemporaryFolder.current.appendingPathComponent("state/token.sealed") }

  private static func key(_ byte: UInt8) throws -> StateKey {
    try StateKey(Array(Data(repeating: byte, count: 32).base64EncodedString().utf8), origin: "the test")
  }

  private func cache(_ byte: UInt8 = 1, patience: Duration = .seconds(30)) throws -> SealedFileCache {
    SealedFileCache(project: folder, key: try Self.key(byte), patience: patience)
  }

  private func store(_ text: String?, in cache: SealedFileCache) async throws {
    try await cache.exclusively("token") { entry throws(Failure) in entry = text.map { Array($0.utf8) } }
  }

  private func stored(in cache: SealedFileCache) async throws -> String? {
    try await cache.exclusively("token") { entry throws(Failure) in
      entry.map { String(decoding: $0, as: UTF8.self) }
    }
  }

  @Test("keeps an entry for the next process, and forgets it when it is set to nothing")
  func keeps() async throws {
    #expect(try await stored(in: cache()) == nil)
    try await store("1000.secret-token", in: cache())
    #expect(try await stored(in: cache()) == "1000.secret-token")
    try await store(nil, in: cache())
    #expect(try await stored(in: cache()) == nil)
    #expect(!FileManager.default.fileExists(atPath: file.path))
  }

  @Test("is unreadable on disk, in a folder and files that only their owner may open")
  func sealed() async throws {
    try await store("1000.secret-token", in: cache())
    let bytes = try Data(contentsOf: file)
    #expect(bytes.starts(with: Data("CFS1".utf8)))
    #expect(bytes.range(of: Data("secret".utf8)) == nil)
    func mode(_ path: String) throws -> Int? {
      try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }
    #expect(try mode(folder + "/state") == 0o700)
    #expect(try mode(file.path) == 0o600)
    #expect(try mode(folder + "/state/token.lock") == 0o600)
  }

  @Test("seals the same content differently each time")
  func nonces() async throws {
    try await store("a", in: cache())
    let first = try Data(contentsOf: file)
    try await store("b", in: cache())
    try await store("a", in: cache())
    #expect(try Data(contentsOf: file) != first)
  }

  @Test("keeps what a body has counted before it threw")
  func throwing() async throws {
    let refused = Failure(Failure.Code("refused", exitCode: 3), "refused", remedy: "none")
    await #expect(throws: refused) {
      try await cache().exclusively("token") { entry throws(Failure) in
        entry = Array("1 attempt".utf8)
        throw refused
      }
    }
    #expect(try await stored(in: cache()) == "1 attempt")
  }

  @Test("lets only one at a time have an entry, so that no count is lost")
  func exclusive() async throws {
    let caches = try (0..<4).map { _ in try cache() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for cache in caches {
        group.addTask {
          for _ in 0..<8 {
            try await cache.exclusively("token") { entry async throws(Failure) in
              let count = entry.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
              await Task.yield()
              entry = Array(String(count + 1).utf8)
            }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await stored(in: cache()) == "32")
  }

  @Test("lets two entries be held at once")
  func independent() async throws {
    let cache = try cache()
    let inner = try await cache.exclusively("token") { _ async throws(Failure) in
      try await cache.exclusively("other") { _ throws(Failure) in "both" }
    }
    #expect(inner == "both")
  }

  @Test("does not wait for ever for another process")
  func busy() async throws {
    let (cache, hasty) = (try cache(), try cache(patience: .zero))
    let code = try await cache.exclusively("token") { _ async throws(Failure) -> String in
      do throws(Failure) {
        return try await hasty.exclusively("token") { _ throws(Failure) in "entered" }
      } catch {
        return error.code.name
      }
    }
    #expect(code == "state-busy")
  }

  @Test("gives an entry back when the process that had it is killed")
  func killed() async throws {
    try await store("before", in: cache())
    let path = folder
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let cache = SealedFileCache(project: path, key: try SealedFileCacheTests.key(1))
      try await cache.exclusively("token") { entry throws(Failure) in
        entry = Array("half".utf8)
        kill(getpid(), SIGKILL)
      }
    }
    #expect(try await stored(in: cache()) == "before")
  }

  @Test("does not open with another key, and says so instead of losing budgets")
  func otherKey() async throws {
    try await store("7 logins", in: cache(1))
    let failure = await #expect(throws: Failure.self) { try await stored(in: cache(2)) }
    #expect(failure?.code.name == "state-sealed")
    #expect(failure?.message.contains("another key") == true)
    #expect(failure?.remedy.contains(file.path) == true)
    #expect(try await stored(in: cache(1)) == "7 logins", "the refusal has changed nothing")
  }

  @Test("finds every damaged byte", arguments: [0, 3, 4, 11, 12, 23, 24, 30, 40, 47])
  func damaged(index: Int) async throws {
    try await store("8 bytes.", in: cache())
    var bytes = try Data(contentsOf: file)
    try #require(bytes.count == 48)
    bytes[index] ^= 1
    try bytes.write(to: file)
    let failure = await #expect(throws: Failure.self) { try await stored(in: cache()) }
    #expect(failure?.code.name == "state-sealed")
  }

  @Test("does not take one entry for another that was put in its place")
  func swapped() async throws {
    let cache = try cache()
    try await store("a token", in: cache)
    try FileManager.default.copyItem(
      at: file, to: TemporaryFolder.current.appendingPathComponent("state/other.sealed"))
    await #expect(throws: Failure.self) {
      try await cache.exclusively("other") { entry throws(Failure) in entry?.count }
    }
  }

  @Test("in a folder that may not be written to fails as that", .enabled(if: getuid() != 0))
  func readOnly() async throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o500], ofItemAtPath: folder)
    let failure = await #expect(throws: Failure.self) { try await store("x", in: cache()) }
    #expect(failure?.code.name == "project-unwritable")
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder)
  }
}

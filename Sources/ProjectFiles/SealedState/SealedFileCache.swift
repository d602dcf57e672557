package import Diagnostics
import HTTPTransport

/// Tokens, budgets and breakers of a project, shared by all its processes and sealed on disk.
///
/// Each entry is a file in `state/`, replaced as a whole, and a lock file beside it. The lock is the kernel's, so
/// that it ends with the process that holds it, also after a kill.
package struct SealedFileCache: SealedCache {
  private let folder: String
  private let key: StateKey
  private let files: EntryFiles
  private let patience: Duration

  /// The state of the project in a folder.
  ///
  /// `patience` is how long a lock is waited for; a login takes seconds.
  package init(project folder: String, key: StateKey, patience: Duration = .seconds(120)) {
    self.folder = PathText.join(folder, "state")
    self.key = key
    self.patience = patience
    files = EntryFiles()
  }

  /// Runs `body` while no other task and no other process has the entry, and stores what it leaves there, also
  /// when it throws; nil removes the entry.
  ///
  /// - Throws: What the body throws; `state-busy`, `state-sealed` or a failure of the file system.
  package func exclusively<Value: Sendable>(
    _ name: String, _ body: @Sendable (inout [UInt8]?) async throws(Failure) -> Value
  ) async throws(Failure) -> Value {
    precondition(Self.isName(name), "an entry's name is a file's name")
    let path = PathText.join(folder, "\(name).sealed")
    let lock = try await locked(name)
    do throws(Failure) {
      let sealed = try await files.read(path)
      let before: [UInt8]?
      if let sealed {
        before = try SealedEntry.open(sealed, name: name, key: key, path: path)
      } else {
        before = nil
      }
      let value = try await run(body, on: before, name: name, path: path)
      await files.unlock(lock)
      return value
    } catch {
      await files.unlock(lock)
      throw error
    }
  }

  /// A body that throws has counted its attempt all the same: what it leaves is stored before the throw goes on.
  private func run<Value: Sendable>(
    _ body: @Sendable (inout [UInt8]?) async throws(Failure) -> Value, on before: [UInt8]?, name: String,
    path: String
  ) async throws(Failure) -> Value {
    var entry = before
    let value: Value
    do throws(Failure) {
      value = try await body(&entry)
    } catch {
      try await store(entry, instead: before, name: name, path: path)
      throw error
    }
    try await store(entry, instead: before, name: name, path: path)
    return value
  }

  private func store(
    _ entry: [UInt8]?, instead before: [UInt8]?, name: String, path: String
  )
    async throws(Failure)
  {
    guard entry != before else { return }
    if let entry {
      try await files.replace(path, try SealedEntry.seal(entry, name: name, key: key))
    } else {
      try await files.remove(path)
    }
  }

  /// Tries for the lock, a little less often each time: no thread ever waits in the kernel.
  private func locked(_ name: String) async throws(Failure) -> EntryFiles.Lock {
    let clock = ContinuousClock()
    let deadline = clock.now + patience
    var pause = Duration.milliseconds(2)
    while true {
      if let lock = try await files.tryLock("\(name).lock", in: folder) { return lock }
      guard clock.now < deadline else {
        throw Failure(
          .stateBusy,
          "another process has kept the entry \(name) for longer than \(patience.components.seconds) s",
          at: PathText.join(folder, "\(name).lock"),
          remedy: "wait for it or stop it: `fuser` on that file names it")
      }
      do {
        try await clock.sleep(for: pause)
      } catch {
        throw Failure(
          .interrupted, "stopped while waiting for the entry \(name) of state/", remedy: "start it again")
      }
      pause = min(pause * 2, .milliseconds(50))
    }
  }

  private static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.count <= 100 && !name.hasPrefix(".")
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
  }
}

package import Diagnostics

/// The file system as the ledger uses it: the real one in production, a simulated one in trials.
package protocol LedgerFiles: Sendable {
  /// Opens one file; throws `file-missing`, `writer-held` (for `.locking`), `read-only` and the like.
  func open(_ path: String, for use: FileUse) throws(Failure) -> any LedgerFile
  /// The names inside a folder, sorted; empty where there is no such folder.
  func names(in folder: String) throws(Failure) -> [String]
  /// Changes a folder.
  func change(_ change: FolderChange) throws(Failure)
}

/// What a file is opened for.
package enum FileUse: Hashable, Sendable {
  /// An existing file, to be read only.
  case reading
  /// An existing file, to be read and written.
  case writing
  /// A file that must not exist yet, to be read and written.
  case creating
  /// An existing file whose exclusive advisory lock is taken and held as long as the handle lives.
  case locking
}

/// A change of a folder; lost at a crash until the folder is synced.
package enum FolderChange: Hashable, Sendable {
  /// Makes the folder and those above it; fine where it exists.
  case make(String)
  /// Gives a file another name, replacing what stands there, in one step.
  case rename(from: String, to: String)
  /// Takes a file away.
  case remove(String)
  /// Makes earlier changes of this folder durable.
  case sync(String)
}

/// One open file; closed when the last reference goes.
package protocol LedgerFile: Sendable {
  /// The length in bytes.
  func size() throws(Failure) -> UInt64
  /// Reads into the front of `bytes`, which is made longer where needed, and gives the count, less than asked only at the end.
  func read(_ count: Int, at offset: UInt64, into bytes: inout [UInt8]) throws(Failure) -> Int
  /// Writes everything, in order; when it throws `disk-full`, what the file holds tells how much was written.
  func write(_ bytes: [UInt8], at offset: UInt64) throws(Failure)
  /// Cuts the file.
  func truncate(to size: UInt64) throws(Failure)
  /// Makes content and size durable.
  func sync() throws(Failure)
}

extension LedgerFile {
  /// Bytes of the file, as many as there are.
  func bytes(at offset: UInt64, count: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    let read = try read(count, at: offset, into: &bytes)
    bytes.removeLast(bytes.count - read)
    return bytes
  }
}

extension LedgerFiles {
  /// All bytes of a small file.
  func contents(of path: String) throws(Failure) -> [UInt8] {
    let file = try open(path, for: .reading)
    return try file.bytes(at: 0, count: Int(try file.size()))
  }

  /// The same of a file that a folder lists; nil where there is only a name, or something that is no file.
  func wholeContents(of path: String) throws(Failure) -> [UInt8]? {
    do {
      return try contents(of: path)
    } catch  where [.ledgerDamaged, .fileMissing].contains(error.code) {
      return nil
    }
  }

  /// A file of the given bytes under `path`, whole or not at all: made beside, synced, renamed, folder synced.
  func install(_ bytes: [UInt8], as path: String, by temporary: String) throws(Failure) {
    try removeIfThere(temporary)
    let file = try open(temporary, for: .creating)
    try file.write(bytes, at: 0)
    try file.sync()
    try change(.rename(from: temporary, to: path))
    try change(.sync(folder(of: path)))
  }

  /// Whether something has this name, be it a file or not.
  func exists(_ path: String) throws(Failure) -> Bool {
    do {
      _ = try open(path, for: .reading)
      return true
    } catch {
      guard [.fileMissing, .ledgerDamaged].contains(error.code) else { throw error }
      return error.code == .ledgerDamaged
    }
  }

  /// Takes a file away that may be missing.
  func removeIfThere(_ path: String) throws(Failure) {
    do {
      try change(.remove(path))
    } catch {
      guard error.code == .fileMissing else { throw error }
    }
  }

  private func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }
}

package import Diagnostics

/// The file system as the ledger uses it: the real one in production, a simulated one in trials.
package protocol LedgerFiles: Sendable {
  /// Opens one regular file; throws `file-missing`, `writer-held` (for `.locking`), `read-only` and the like, and
  /// `ledger-damaged` where something else has its name, a link included: that is not opened.
  func open(_ path: String, for use: FileUse) throws(Failure) -> any LedgerFile
  /// The names inside a folder, sorted; empty where there is no such folder. Throws `ledger-damaged` where something else
  /// has its name, a link included.
  func names(in folder: String) throws(Failure) -> [String]
  /// Changes a folder.
  func change(_ change: FolderChange) throws(Failure)
  /// Takes a ledger's folder into this process's hands alone; throws `writer-held`, `file-missing`.
  func hold(_ folder: String) throws(Failure) -> any HeldFolder
}

/// A folder whose exclusive advisory lock is held until it is released, or this is gone.
///
/// The lock is on the folder itself, not on a name: a file inside it, LEDGER too, can be exchanged without anybody
/// getting past it.
package protocol HeldFolder: Sendable {
  /// The file system in which the folder's path leads to the folder that is held, wherever that stands by now.
  var files: any LedgerFiles { get }
  /// Whether its path still leads to it: false where it was moved, or another was put in its place.
  func isInPlace() throws(Failure) -> Bool
  /// Gives the lock back; whoever still has `files` goes on reading by them.
  func release()
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
  /// Makes the folder and those above it; fine where it exists. Throws `ledger-damaged` where something else has its name
  /// inside of a folder that is held, a link included.
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
  /// All bytes of a small file; throws `ledger-damaged` where it is larger than any that the ledger writes.
  func contents(of path: String) throws(Failure) -> [UInt8] {
    let file = try open(path, for: .reading)
    let size = try file.size()
    guard size <= Self.smallFileBytesMax else {
      throw .ledgerDamaged("a file of \(size) bytes, where no larger one than a body can stand", at: path)
    }
    return try file.bytes(at: 0, count: Int(size))
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

  /// What is owed to the log is the largest of the small files: a kind and a body.
  private static var smallFileBytesMax: UInt64 { UInt64(NewEvent.bodyBytesMax) + 1_024 }

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

package import Diagnostics
import EventLog
import Foundation
import GRDB
import Glibc

/// The open file, and what became of the one before.
struct OpenProjection: Sendable {
  let pool: DatabasePool
  let setAside: SetAside?

  /// Opens `path`; where it is not the wanted file, puts it aside and makes a new one.
  static func open(at path: String, ledger: LedgerIdentity) throws -> OpenProjection {
    var objection: String
    do {
      let pool = try connect(path)
      guard let found = try pool.read({ try ProjectionSchema.objection($0, ledger: ledger) }) else {
        try ProjectionSchema.prepare(pool, ledger: ledger)
        return OpenProjection(pool: pool, setAside: nil)
      }
      objection = found
      try pool.close()
    } catch {
      let failure = Failure(translating: error, at: path)
      guard failure.isProjectionDamage else { throw failure }
      objection = failure.message
    }
    return try fresh(at: path, ledger: ledger, setAside: SetAside.move(path, because: objection))
  }

  /// Makes a file where none is; nothing of a scratch one is synced, it may be lost until it is finished.
  static func fresh(
    at path: String, ledger: LedgerIdentity, setAside: SetAside?, isScratch: Bool = false
  ) throws -> OpenProjection {
    let pool = try connect(path, isScratch: isScratch)
    try ProjectionSchema.prepare(pool, ledger: ledger)
    return OpenProjection(pool: pool, setAside: setAside)
  }

  /// Opens a database as every process of this program does.
  static func connect(_ path: String, isScratch: Bool = false) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.label = "projections"
    configuration.busyMode = .timeout(10)  // another process folds some thousand events, not more
    configuration.maximumReaderCount = 3
    configuration.prepareDatabase { database in
      // NORMAL: a power cut may take the newest transactions, each with its position, so they are folded again.
      // KiB. A rebuild has the program's memory for itself.
      try database.execute(sql: "PRAGMA cache_size = \(isScratch ? -65_536 : -8_192)")
      try database.execute(sql: isScratch ? "PRAGMA synchronous = OFF" : "PRAGMA synchronous = NORMAL")
    }
    if try isMissing(path) {
      // It holds what the ledger holds, so nobody reads it who may not read that. SQLite gives its journal the same
      // mode. Where the file cannot be made, SQLite says why.
      do { _ = try DiskFiles().open(path, for: .creating) } catch {}
    }
    return try DatabasePool(path: path, configuration: configuration)
  }

  /// Whether nothing lies there; what is no file is refused: SQLite would wait for who writes into a pipe.
  static func isMissing(_ path: String) throws(Failure) -> Bool {
    var facts = stat()
    // By its name alone: closing a second handle of a database would give up the locks of the first.
    guard stat(path, &facts) == 0 else { return true }
    guard facts.st_mode & S_IFMT == S_IFREG else {
      throw Failure(
        .projectionUnreadable, "what has the name of the projection is no file", at: path,
        remedy: "take it away; the projection is folded again from the ledger")
    }
    return false
  }
}

/// A file that could not be used: it is kept once, under another name, and folded anew.
package struct SetAside: Hashable, Sendable {
  /// Why, as a sentence for people.
  package let reason: String
  /// Where it lies now.
  package let path: String

  /// Sets a projection aside that holds what its log does not say any more; where there is none, nothing happens.
  ///
  /// Throws `read-only` where it cannot be moved.
  package static func projection(at path: String, because reason: String) throws(Failure) {
    do {
      _ = try move(path, because: reason)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw .projectionDamaged("\(error)", at: path)
    }
  }

  /// Moves the three files of a database out of the way; an older one set aside before gives place.
  static func move(_ path: String, because reason: String) throws -> SetAside {
    let aside = path + ".set-aside"
    let files = FileManager.default
    do {
      for suffix in ["", "-wal", "-shm"] {
        if files.fileExists(atPath: aside + suffix) { try files.removeItem(atPath: aside + suffix) }
        guard files.fileExists(atPath: path + suffix) else { continue }
        try files.moveItem(atPath: path + suffix, toPath: aside + suffix)
      }
    } catch {
      throw Failure(
        .readOnly, "the projection cannot be used (\(reason)) and cannot be set aside", at: path,
        remedy: "give this account the right to write to its folder, or delete the file yourself")
    }
    return SetAside(reason: reason, path: aside)
  }
}

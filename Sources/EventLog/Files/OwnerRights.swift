package import Diagnostics
import Glibc

/// The rights that an owner keeps to what the program makes: `OwnerRights.file.keep(of: descriptor, at: "ledger/LEDGER")`.
///
/// A umask may only take from the group: what its owner cannot read, or enter, is of no use.
package enum OwnerRights: UInt32 {
  /// To read and write a file.
  case file = 0o600
  /// To list, change and enter a folder.
  case folder = 0o700

  /// Gives the owner of an open file what a umask has taken.
  ///
  /// - Throws: `read-only` or `file-failed` where that cannot be done.
  package func keep(of descriptor: Int32, at path: String) throws(Failure) {
    try keep(at: path, look: { unsafe fstat(descriptor, &$0) }, change: { fchmod(descriptor, $0) })
  }

  /// Gives the owner of what stands at a path what a umask has taken.
  ///
  /// - Throws: `read-only` or `file-failed` where that cannot be done.
  package func keep(at path: String) throws(Failure) {
    try keep(at: path, look: { unsafe stat(path, &$0) }, change: { unsafe chmod(path, $0) })
  }

  private func keep(
    at path: String, look: (inout stat) -> Int32, change: (mode_t) -> Int32
  ) throws(Failure) {
    var facts = stat()
    guard look(&facts) == 0 else { throw .system(errno, "look at", path) }
    let rights = mode_t(rawValue)
    guard facts.st_mode & rights != rights else { return }
    guard change(facts.st_mode & 0o777 | rights) == 0 else {
      throw .system(errno, "open to its owner", path)
    }
  }
}

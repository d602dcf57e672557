import Diagnostics

/// Events that recovery owes the log.
///
/// They are written down beside it before anything is taken off it, so that a crash in between forgets nothing. The next writer appends them; one that broke off there appends them again.
struct OwedEvents {
  let folder: LedgerFolder

  private static let prefix = "owed-"

  /// Writes down what will have to be recorded; the same name again replaces it.
  func add(_ kind: String, _ body: [UInt8], name: String) throws(Failure) {
    let path = folder.reserve + "/" + Self.prefix + name
    try folder.files.change(.make(folder.reserve))
    try folder.files.install(
      Array(kind.utf8) + [0x0A] + body, as: path, by: folder.temporary(Self.prefix + name))
  }

  /// What has to be recorded, with the files that say so; half a file is none.
  func all() throws(Failure) -> [(path: String, event: NewEvent)] {
    var owed: [(path: String, event: NewEvent)] = []
    for name in try folder.files.names(in: folder.reserve)
    where name.hasPrefix(Self.prefix) && !name.hasSuffix(".tmp") {
      let path = folder.reserve + "/" + name
      let parts = try folder.files.contents(of: path).split(separator: 0x0A, maxSplits: 1)
      guard parts.count == 2 else { continue }
      let kind = String(decoding: parts[0], as: UTF8.self)
      owed.append((path, NewEvent(kind: kind, stream: "ledger", body: Array(parts[1]))))
    }
    return owed
  }

  /// Takes back what was written down under a name.
  func forget(_ name: String) throws(Failure) {
    try folder.files.removeIfThere(folder.reserve + "/" + Self.prefix + name)
  }

  /// Takes note that the log holds them.
  func settle(_ paths: [String]) throws(Failure) {
    for path in paths { try folder.files.removeIfThere(path) }
  }
}

import Diagnostics
import Instants

/// Events that recovery owes the log.
///
/// They are written down beside it before anything is taken off it, so that a crash in between forgets nothing. The next
/// writer appends them; one that broke off there appends them again.
///
///     CRC-32C of the rest, 8 hexadecimal digits, newline, kind, newline, body
struct OwedEvents {
  let folder: LedgerFolder

  /// Kind of the event that records that such a file was damaged: what was owed is known no more.
  private static let damagedKind = "owed.damaged"
  /// What is ever owed: nobody else's event comes into the log this way.
  private static let kinds = [QuarantinedTail.kind, AcceptedLoss.kind, damagedKind]
  private static let prefix = "owed-"

  /// Writes down what will have to be recorded; the same name again replaces it.
  func add(_ kind: String, _ body: [UInt8], name: String) throws(Failure) {
    let text = Array(kind.utf8) + [0x0A] + body
    try folder.files.change(.make(folder.reserve))
    try folder.files.install(
      Self.checksum(of: text) + [0x0A] + text, as: path(name), by: folder.temporary(Self.prefix + name))
  }

  /// What has to be recorded, with the files that say so.
  ///
  /// A file that is not as written goes to quarantine, and that is what has to be recorded; where the disk has no room
  /// for it, it waits for the next time.
  func all() throws(Failure) -> [(path: String, event: NewEvent)] {
    for name in try names() where try event(name) == nil {
      do throws(Failure) {
        try quarantine(name)
      } catch {
        guard error.code == .diskFull else { throw error }
      }
    }
    var owed: [(path: String, event: NewEvent)] = []
    for name in try names() {
      guard let event = try event(name) else { continue }
      owed.append((path(name), event))
    }
    return owed
  }

  /// The files that are not as written, below the ledger's folder; a writer may be at work.
  func damaged() throws(Failure) -> [String] {
    var damaged: [String] = []
    // What is there no more has just been recorded.
    for name in try names() where try event(name) == nil {
      if try folder.files.exists(path(name)) { damaged.append("reserve/" + Self.prefix + name) }
    }
    return damaged
  }

  /// Takes back what was written down under a name.
  func forget(_ name: String) throws(Failure) { try folder.files.removeIfThere(path(name)) }

  /// Takes note that the log holds them.
  func settle(_ paths: [String]) throws(Failure) {
    for path in paths { try folder.files.removeIfThere(path) }
  }

  private func path(_ name: String) -> String { folder.reserve + "/" + Self.prefix + name }

  private func names() throws(Failure) -> [String] {
    try folder.files.names(in: folder.reserve)
      .filter { $0.hasPrefix(Self.prefix) && !$0.hasSuffix(".tmp") }
      .map { String($0.dropFirst(Self.prefix.count)) }
  }

  /// The event that a file says; nil where it is not as written, or no file.
  private func event(_ name: String) throws(Failure) -> NewEvent? {
    try folder.files.wholeContents(of: path(name)).flatMap { Self.event($0) }
  }

  private static func checksum(of text: [UInt8]) -> [UInt8] {
    Array(Hex.text(CRC32C.checksum(text)).utf8)
  }

  /// The event that a file's bytes say; nil where they are not as written.
  private static func event(_ bytes: [UInt8]) -> NewEvent? {
    guard bytes.count > 9, bytes[8] == 0x0A, checksum(of: Array(bytes[9...])) == Array(bytes[..<8]),
      let end = bytes[9...].firstIndex(of: 0x0A)
    else { return nil }
    let kind = String(decoding: bytes[9..<end], as: UTF8.self)
    guard kinds.contains(kind) else { return nil }
    return NewEvent(kind: kind, stream: AcceptedLoss.stream, body: Array(bytes[(end + 1)...]))
  }

  private func quarantine(_ name: String) throws(Failure) {
    let target = "quarantine/" + (try folder.freeName(Self.prefix + name, in: folder.quarantine))
    try add(Self.damagedKind, Array(#"{"file":"\#(target)"}"#.utf8), name: "damaged-" + name)
    try folder.files.change(.rename(from: path(name), to: folder.path + "/" + target))
    try folder.files.change(.sync(folder.quarantine))
    try folder.files.change(.sync(folder.reserve))
  }
}

package import Diagnostics
import Glibc

/// A file or folder that a person named for an output, looked at before anything is done for it.
///
/// Law: an output never goes through a link, a device, a pipe or a socket, and never over a file unless that was
/// asked for. Whoever can put a link into a folder would choose else which file is written over. Nor does it go into a
/// ledger, or over what a project keeps for itself, whatever was asked for: an event that is gone is gone.
package struct OutputPlace: Sendable {
  /// As it was named: `five.tlog-proof`, `meeting/matched.csv`.
  package let path: String
  private let mayReplace: Bool

  /// A file that is to be written.
  ///
  /// - Throws: `output-refused` where what is there, or a part of the way to it, must not be written to.
  package init(file path: String, mayReplace: Bool) throws(Failure) {
    self.path = path
    self.mayReplace = mayReplace
    try Self.refuseLinks(onTheWayTo: path)
    try Self.refuseOwnFiles(path)
    try refuseWhatIsThere()
  }

  /// A folder that files are to be written into; it is made where it is missing.
  ///
  /// - Throws: `output-refused` where the name is not a folder's; `project-unwritable` where it cannot be made.
  package static func makeFolder(_ path: String) throws(Failure) {
    try refuseLinks(onTheWayTo: path)
    try refuseOwnFiles(path)
    try Disk.makeFolders(path)
  }

  /// Why nothing may be written where something of this kind is; nil where it may.
  static func objection(to kind: FileKind?, mayReplace: Bool) -> String? {
    switch kind {
    case nil: nil
    case .file: mayReplace ? nil : "the file exists"
    case .some(let kind): "it is \(kind.words), and an output is written to files only"
    }
  }

  /// Where the file may be made, before `install` puts it in its place.
  package var draft: String { Disk.draftPath(of: path) }

  /// Takes away what lies at `draft`, and files whose names go on from there.
  package func discardDraft(with suffixes: [String] = []) throws(Failure) {
    for suffix in [""] + suffixes { try Disk.remove(draft + suffix) }
  }

  /// Whether another path leads to the file that is there.
  package func isSameFile(as other: String) -> Bool {
    var (mine, theirs) = (stat(), stat())
    guard unsafe stat(path, &mine) == 0, unsafe stat(other, &theirs) == 0 else { return false }
    return mine.st_dev == theirs.st_dev && mine.st_ino == theirs.st_ino
  }

  /// Writes the whole file.
  package func write(_ bytes: [UInt8]) throws(Failure) {
    try discardDraft()  // left over from a process of this number that died here
    let made = try FileDraft(at: draft)
    try made.write(bytes)
    try take { () throws(Failure) in try made.move(to: path) }
  }

  /// Puts the file that was made at `draft` in its place.
  package func install() throws(Failure) {
    try take { () throws(Failure) in try Disk.move(draft, to: path) }
  }

  /// Moves a file to the name, and not over anything that came there since it was looked at.
  ///
  /// Renaming replaces what is there, so an empty file takes the name first: that fails where something is.
  private func take(_ move: () throws(Failure) -> Void) throws(Failure) {
    guard !mayReplace else {
      try refuseWhatIsThere()
      return try move()
    }
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, Disk.fileMode)
    guard file >= 0 else {
      let error = errno
      if error == EEXIST { try refuseWhatIsThere() }
      throw .unwritable(path, error)
    }
    close(file)
    do throws(Failure) {
      try move()
    } catch {
      try Disk.remove(path)
      throw error
    }
  }

  private func refuseWhatIsThere() throws(Failure) {
    let found = try Disk.ownStatus(path)
    guard let objection = Self.objection(to: found?.kind, mayReplace: mayReplace) else { return }
    throw .outputRefused(
      path, objection,
      remedy: found?.kind == .file
        ? "name another file, or say --force to write over this one"
        : "name a file, or one that is not there yet"
    )
  }

  /// The folders and files beside `counterfoil.yaml` that the program itself writes, or that hold secrets.
  private static let own = ["ledger", "secrets", "state", "plans"]

  /// Refuses a path into a ledger, and one to what a project keeps for itself.
  private static func refuseOwnFiles(_ path: String) throws(Failure) {
    var parts = try absolute(path).split(separator: "/").map(String.init)
    var inside: [String] = []
    while true {
      let folder = "/" + parts.joined(separator: "/")
      let first = inside.first ?? ""
      let isOwn = own.contains(first) || first == "counterfoil.yaml" || first.hasPrefix("projections.sqlite")
      let ledger = try Disk.ownStatus(PathText.join(folder, "LEDGER"))
      let configuration = try Disk.ownStatus(PathText.join(folder, "counterfoil.yaml"))
      let isLedger = !inside.isEmpty && ledger != nil
      let isProject = isOwn && configuration != nil
      if isLedger || isProject {
        throw .outputRefused(
          path,
          isLedger ? "it lies in the ledger \(folder)" : "the project in \(folder) keeps it for itself",
          remedy: "name a place outside the project, or a folder of its own")
      }
      guard let last = parts.popLast() else { return }
      inside.insert(last, at: 0)
    }
  }

  /// The path from the root; what is not there yet stands as it was named.
  private static func absolute(_ path: String) throws(Failure) -> String {
    var (known, missing) = (path, "")
    while true {
      if let real = Disk.realPath(known.isEmpty ? "." : known) { return PathText.join(real, missing) }
      let cut = known.lastIndex(of: "/")
      let name = cut.map { String(known[known.index(after: $0)...]) } ?? known
      known = cut.map { $0 == known.startIndex ? "/" : String(known[..<$0]) } ?? ""
      missing = missing.isEmpty ? name : name + "/" + missing
    }
  }

  /// Refuses a path of which any part is a symbolic link, the last one included.
  private static func refuseLinks(onTheWayTo path: String) throws(Failure) {
    var way = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      way += (way.isEmpty || way == "/" ? "" : "/") + part
      guard let found = try Disk.ownStatus(way) else { return }  // nothing further can be a link
      guard found.kind == .link else { continue }
      throw .outputRefused(
        path, "\(way == path ? "it" : way) is a symbolic link, and an output never goes through one",
        remedy: "name the place that the link leads to, as `realpath \(way)` prints it")
    }
  }
}

package import Diagnostics

/// Files and folders that more people can read or change than should, as an older version or a copy may leave them.
package struct ExposedFiles: Hashable, Sendable {
  /// The first of them in the order of names: `ledger/log`.
  package let first: String
  /// Its permission bits: `0755`.
  package let mode: String
  /// How many there are.
  package let count: Int

  /// What lies under some paths of a project; nil where all of it is tight, or nothing is there.
  ///
  /// `beyond` holds the permission bits that nothing may have: `0o027` for what the group may read, `0o077` for
  /// what is its owner's alone. Links are not followed: what they lead to belongs to somebody else.
  package static func find(
    in project: String, _ names: [String], beyond mask: UInt32
  ) throws(Failure) -> ExposedFiles? {
    var walk = Walk(mask: mask)
    for name in names { try walk.visit(PathText.join(project, name), name, depth: 0) }
    guard let first = walk.first else { return nil }
    return ExposedFiles(first: first.name, mode: SecretSource.octal(first.mode), count: walk.count)
  }

  private struct Walk {
    let mask: UInt32
    var first: (name: String, mode: UInt32)?
    var count = 0

    /// The ledger has folders in folders, two deep.
    static let depthMax = 4

    mutating func visit(_ path: String, _ name: String, depth: Int) throws(Failure) {
      guard let status = try Disk.ownStatus(path), status.kind != .link else { return }
      if status.mode & mask != 0 {
        count += 1
        if first == nil { first = (name, status.mode) }
      }
      guard status.isFolder, depth < Self.depthMax else { return }
      for entry in try Disk.names(in: path) {
        try visit("\(path)/\(entry)", "\(name)/\(entry)", depth: depth + 1)
      }
    }
  }
}

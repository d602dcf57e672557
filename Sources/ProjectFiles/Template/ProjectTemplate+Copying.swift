package import Diagnostics
import Glibc

extension ProjectTemplate {
  /// What a copy leaves behind: what belongs to the other environment, and what is secret.
  private static let leftBehind: Set<String> = ["ledger", "state", "secrets", "plans", ".git"]

  /// Takes a tried project to another environment, without its ledger, projections, state, plans and secrets.
  ///
  /// In the copy writes are off for both systems.
  package func copy(from source: String, to folder: String) throws(Failure) -> Outcome {
    guard let main = try Disk.text(PathText.join(source, ProjectFile.name), name: ProjectFile.name) else {
      throw .configMissing(folder: source)
    }
    var files: [String: [UInt8]] = [:]
    try Self.collect(source, "", depth: 0, into: &files)
    files[ProjectFile.name] = Array(try Self.withWritesOff(main).utf8)
    return try finish(files, in: folder)
  }

  private static func collect(
    _ source: String, _ prefix: String, depth: Int, into files: inout [String: [UInt8]]
  ) throws(Failure) {
    for name in try Disk.names(in: PathText.join(source, prefix)) {
      if prefix.isEmpty, leftBehind.contains(name) || name.hasPrefix("projections.sqlite") { continue }
      let relative = prefix.isEmpty ? name : "\(prefix)/\(name)"
      let whole = PathText.join(source, relative)
      guard let status = try Disk.status(whole) else { continue }  // a link that leads nowhere
      if status.isFolder {
        guard depth < depthMax else { throw .unreadable(whole, ELOOP) }
        try collect(source, relative, depth: depth + 1, into: &files)
      } else if status.isFile {
        files[relative] = try Disk.read(whole)
      }
    }
  }

  /// Deeper than this a link leads in a circle.
  private static let depthMax = 8

  /// The text with `writes` turned off, everything else untouched.
  static func withWritesOff(_ text: String) throws(Failure) -> String {
    var problems = Problems()
    guard
      let root = KeyedNode(try YAMLText.parse(text, file: ProjectFile.name), title: "", keys: nil, &problems),
      let writes = root.block("writes", keys: nil, &problems)
    else { return text }
    let switches = ["jde", "zoho"].compactMap { writes.take($0)?.placedText }
      .filter { ["on", "true"].contains($0.text.lowercased()) }
    var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0) }
    // From the right to the left, so that columns before an edit stay what they were.
    for found in switches.sorted(by: { ($0.place.line, $0.place.column) > ($1.place.line, $1.place.column) })
    {
      let line = found.place.line - 1
      guard lines.indices.contains(line), lines[line].indices.contains(found.place.column - 1) else {
        continue
      }
      let isQuoted = ["\"", "'"].contains(lines[line][found.place.column - 1])
      let start = found.place.column - (isQuoted ? 0 : 1)
      guard start + found.text.unicodeScalars.count <= lines[line].count else { continue }
      lines[line].replaceSubrange(start..<start + found.text.unicodeScalars.count, with: "off".unicodeScalars)
    }
    var edited = String.UnicodeScalarView()
    edited.append(contentsOf: lines.joined(separator: "\n".unicodeScalars))
    return String(edited)
  }
}

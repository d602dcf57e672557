import Crypto
import Diagnostics
import Instants

/// The texts of a project's files beside `counterfoil.yaml`.
struct RuleFiles {
  struct TextFile {
    /// Relative to the project: `mappings/customer.yaml`.
    let path: String
    let text: String

    /// `customer`.
    var stem: String { RuleFiles.stem(of: path) }
  }

  private(set) var mappings: [TextFile] = []
  private(set) var crosswalks: [TextFile] = []
  private(set) var matching: String?
  private(set) var fixtures: [TextFile] = []

  static func read(folder: String, _ problems: inout Problems) -> RuleFiles {
    var files = RuleFiles()
    files.mappings = texts(in: "mappings", suffix: ".yaml", of: folder, &problems)
    files.crosswalks = texts(in: "crosswalks", suffix: ".csv", of: folder, &problems)
    files.fixtures = texts(in: "tests", suffix: ".yaml", of: folder, &problems)
    let path = PathText.join(folder, MatchingReader.name)
    files.matching =
      problems.catching { () throws(Failure) in try Disk.text(path, name: MatchingReader.name) } ?? nil
    if files.mappings.isEmpty, problems.isEmpty {
      problems.add(
        Failure(
          .configMissing, "there is no mapping in \(PathText.join(folder, "mappings"))",
          remedy: "add mappings/customer.yaml; `counterfoil init` in an empty folder writes one to copy"))
    }
    return files
  }

  /// Path → text of the files that decide.
  var deciding: [String: String] {
    var texts: [String: String] = [:]
    for file in mappings + crosswalks { texts[file.path] = file.text }
    texts[MatchingReader.name] = matching
    return texts
  }

  /// SHA-256 over path, length and text of each deciding file in the order of their paths, as hex digits.
  ///
  /// `counterfoil.yaml` is not in it: turning writes on must not make a plan stale.
  var hash: String {
    var hasher = SHA256()
    for (path, text) in deciding.sorted(by: { $0.key < $1.key }) {
      hasher.update(data: Array("\(path)\n\(text.utf8.count)\n\(text)\n".utf8))
    }
    return Hex.text(hasher.finalize())
  }

  /// The name of a file without its folder and its last suffix.
  static func stem(of path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    return String(name.lastIndex(of: ".").map { name[..<$0] } ?? name)
  }

  /// The files of a folder with a suffix; one that a person can have meant is pointed out.
  private static func texts(
    in name: String, suffix: String, of folder: String, _ problems: inout Problems
  ) -> [TextFile] {
    let path = PathText.join(folder, name)
    let names = problems.catching { () throws(Failure) in try Disk.names(in: path) } ?? []
    return names.compactMap { file -> TextFile? in
      guard !file.hasPrefix("."), !file.hasSuffix("~") else { return nil }
      let relative = "\(name)/\(file)"
      guard file.hasSuffix(suffix) else {
        if [".yml", ".YAML", ".YML", ".CSV", ".txt"].contains(where: file.hasSuffix) {
          problems.add(
            .configMalformed, "\(relative) is not read: its name does not end in \(suffix)",
            at: SourcePlace(file: relative, line: 1, column: 1),
            remedy: "rename it to \(name)/\(stem(of: file))\(suffix)")
        }
        return nil
      }
      if let character = ControlCharacters.first(in: file, isName: true) {
        problems.add(
          .configMalformed, "the file's name holds the \(character)",
          at: SourcePlace(file: relative, line: 1, column: 1), remedy: "rename the file in \(name)/")
        return nil
      }
      let text = problems.catching { () throws(Failure) in
        try Disk.text(PathText.join(path, file), name: relative)
      }
      return text.flatMap { $0 }.map { TextFile(path: relative, text: $0) }
    }
  }
}

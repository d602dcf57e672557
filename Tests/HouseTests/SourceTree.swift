import Foundation

/// The Swift files of the project, as they lie beside this test.
enum SourceTree {
  /// One file and its lines.
  struct File {
    /// Relative to the project's folder.
    let path: String
    let lines: [String]

    /// The module of `Sources/<Module>/…`; nil for files elsewhere.
    var module: String? {
      let parts = path.split(separator: "/")
      return parts.first == "Sources" && parts.count > 2 ? String(parts[1]) : nil
    }
  }

  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Every Swift file in the named folders, in the order of their paths.
  static func files(in folders: [String] = ["Sources", "Tests", "tools"]) throws -> [File] {
    var files: [File] = []
    for folder in folders {
      let start = root.appendingPathComponent(folder)
      let paths = FileManager.default.enumerator(atPath: start.path)?.compactMap { $0 as? String } ?? []
      for path in paths where path.hasSuffix(".swift") {
        let text = try String(contentsOf: start.appendingPathComponent(path), encoding: .utf8)
        files.append(File(path: "\(folder)/\(path)", lines: text.components(separatedBy: "\n")))
      }
    }
    return files.sorted { $0.path < $1.path }
  }
}

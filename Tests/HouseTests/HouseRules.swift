/// The rules of the house that no compiler and no formatter knows; each gives the places that break it.
enum HouseRules {
  /// Lines a file may have.
  static let linesMax = 400

  /// Words that have no place in the sources, spelt in two parts so that this file keeps its own rule.
  static let forbiddenWords = [
    "TO" + "DO", "FIX" + "ME", "XX" + "X:", "@unch" + "ecked", "try" + "!", "fatal" + "Error(",
    "Task.det" + "ached",
    "Thread.sl" + "eep", "usl" + "eep(", "not imple" + "mented", "/wo" + "rk/",
    "/tmp/w" + "t",
  ]

  /// The modules that a module of the house may import from the house.
  static let floors: [String: Set<String>] = [
    "Diagnostics": [], "Instants": [], "JSONText": [], "CCurl": [], "CLZ4": [],
    "EventLog": ["CLZ4", "Diagnostics", "Instants", "JSONText"],
    "HTTPTransport": ["CCurl", "Diagnostics", "Instants"],
    "Decisions": ["Diagnostics", "Instants", "JSONText"],
    "ProjectFiles": ["Decisions", "Diagnostics", "EventLog", "HTTPTransport", "Instants", "JSONText"],
    "Projections": ["Decisions", "Diagnostics", "EventLog", "Instants", "JSONText"],
    "JDEdwards": ["Decisions", "Diagnostics", "HTTPTransport", "Instants", "JSONText"],
    "ZohoCRM": ["Diagnostics", "HTTPTransport", "Instants", "JSONText"],
    "Sync": [
      "Decisions", "Diagnostics", "EventLog", "HTTPTransport", "Instants", "JDEdwards", "JSONText",
      "ProjectFiles", "Projections", "ZohoCRM",
    ],
    "Forensics": ["Decisions", "Diagnostics", "EventLog", "Instants", "JSONText", "Projections"],
    "counterfoil": [
      "Decisions", "Diagnostics", "EventLog", "Forensics", "HTTPTransport", "Instants", "JDEdwards",
      "JSONText", "ProjectFiles", "Projections", "Sync", "ZohoCRM",
    ],
  ]

  static func longFiles(_ file: SourceTree.File) -> [String] {
    let count = file.lines.last == "" ? file.lines.count - 1 : file.lines.count
    return count > linesMax ? ["\(file.path): \(count) lines"] : []
  }

  static func forbidden(_ file: SourceTree.File) -> [String] {
    places(in: file) { line in forbiddenWords.contains { line.contains($0) } }
  }

  /// A `switch` over what should happen to a record.
  static func verdictSwitches(_ file: SourceTree.File) -> [String] {
    file.lines.indices.filter { index in
      guard file.lines[index].contains("switch "), file.lines[index].hasSuffix("erdict {") else {
        return false
      }
      // Other verdicts are those of a ledger's check and of the doctor.
      return file.lines[index...].prefix(40).contains { $0.contains("case .") && $0.contains(".unpaired") }
    }.map { "\(file.path):\($0 + 1)" }
  }

  /// A call that folds the log into the projection.
  static func catchingUp(_ file: SourceTree.File) -> [String] {
    places(in: file) { $0.contains(".catchUp(") && !$0.contains("///") }
  }

  static func publicDeclarations(_ file: SourceTree.File) -> [String] {
    // The plain look comes first: a regular expression over every line takes half a minute in a debug build.
    places(in: file) { line in
      (line.contains("public ") || line.contains("open "))
        && line.contains(
          #/^\s*(@\w+(\([^)]*\))? )*(public|open) (let|var|func|class|struct|enum|actor|protocol|init|static|final|override|typealias|extension|subscript)\b/#
        )
    }
  }

  /// `package` declarations without a line of documentation before them.
  ///
  /// Exempt is what only repeats its type: a stored `let`, an initialiser, and the conversions that every
  /// value of the log has.
  static func undocumented(_ file: SourceTree.File) -> [String] {
    var places: [String] = []
    for (index, line) in file.lines.enumerated() {
      let words = line.trimmingPrefix(#/\s*/#)
      guard words.hasPrefix("package "), !words.hasPrefix("package import "),
        !words.contains(#/^package (let |init|var (json|description|exitCode)\b)/#)
      else { continue }
      var above = index - 1
      while above >= 0, file.lines[above].contains(#/^\s*@/#) { above -= 1 }
      let isDocumented = above >= 0 && file.lines[above].contains(#/^\s*///|\*/\s*$/#)
      if !isDocumented { places.append("\(file.path):\(index + 1): \(words)") }
    }
    return places
  }

  static func wrongImports(_ file: SourceTree.File) -> [String] {
    guard let module = file.module, let allowed = floors[module] else { return [] }
    return places(in: file) { line in
      guard line.contains("import "),
        let match = line.firstMatch(
          of:
            #/^(?:package |internal |private |@preconcurrency )*import (?:struct |enum |class |func |protocol )?(\w+)/#
        )
      else { return false }
      let name = String(match.1)
      return floors[name] != nil && !allowed.contains(name)
    }
  }

  private static func places(in file: SourceTree.File, where isOffence: (String) -> Bool) -> [String] {
    file.lines.enumerated().filter { isOffence($0.element) }
      .map { "\(file.path):\($0.offset + 1): \($0.element.trimmingPrefix(#/\s*/#))" }
  }
}

import Diagnostics
import Yams

/// Reads the text of a YAML file into nodes with their places.
enum YAMLText {
  /// The most bytes of a file: a hundred times the largest mapping known, and a tree that stays below 100 MB.
  private static let bytesMax = 1 << 20
  /// The most aliases of a file.
  ///
  /// Yams puts what an alias stands for in its place, and looks at keys as a whole: nine aliases of nine each, nine
  /// deep, are 387 million values. With 16 there are at most some 300 times the values that are written.
  private static let aliasesMax = 16

  /// The one document of the file; an empty file is an empty block of keys.
  static func parse(_ text: String, file: String) throws(Failure) -> PlacedNode {
    try checkSize(of: text, file: file)
    let root: Node?
    do {
      root = try Parser(yaml: ReferenceMarks.hidden(text), encoding: .utf8).singleRoot()
    } catch {
      throw translated(error, file: file)
    }
    guard let root else {
      return PlacedNode(place: SourcePlace(file: file, line: 1, column: 1), content: .keyed([]))
    }
    return try PlacedNode(root, file: file)
  }

  /// Refuses what would take more room or time than it looks, before Yams begins with it.
  private static func checkSize(of text: String, file: String) throws(Failure) {
    guard text.utf8.count <= bytesMax else {
      throw .malformed(
        "the file has \(text.utf8.count) bytes, more than \(bytesMax)",
        at: SourcePlace(file: file, line: 1, column: 1),
        remedy: "keep tables in crosswalks/, and examples apart")
    }
    guard let place = AliasCount.place(ofAliasBehind: aliasesMax, in: text, file: file) else { return }
    throw .malformed(
      "the file has more than \(aliasesMax) aliases (*name)", at: place,
      remedy: "write out what they stand for; a text that begins with a star stands in quotes")
  }

  /// What Yams found, in the house's words; the only place that knows Yams's errors.
  private static func translated(_ error: any Error, file: String) -> Failure {
    func malformed(_ mark: Mark?, _ problem: String, remedy: String) -> Failure {
      let place = SourcePlace(file: file, line: max(1, mark?.line ?? 1), column: max(1, mark?.column ?? 1))
      return .malformed(problem, at: place, remedy: remedy)
    }
    switch error as? YamlError {
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let begin = context.map { " (\($0.text) in line \($0.mark.line))" } ?? ""
      return malformed(mark, "this is not YAML: \(problem)\(begin)", remedy: indentation)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let keys = duplicates.joined(separator: ", ")
      return malformed(
        context.mark, "the key \(keys) stands twice in one block", remedy: "keep one of them")
    case .reader, .dataCouldNotBeDecoded:
      return malformed(
        nil, "the file holds characters that YAML does not allow",
        remedy: "save it as UTF-8 without control characters")
    default:
      return malformed(nil, "the file cannot be read as YAML", remedy: indentation)
    }
  }

  private static let indentation =
    "look at the indentation (spaces, no tabs), at colons followed by a space, and at quotes and brackets "
    + "that are not closed"
}

/// Counts what may be aliases, without parsing: a star where a value can begin, and a letter of a name behind it.
///
/// Stars of that form in quotes, comments and blocks of text count too: the limit has room for them, and who reads
/// quotes otherwise than Yams does would miss some.
enum AliasCount {
  /// Where the first alias stands that is one too many; nil where there are no more than `limit`.
  static func place(ofAliasBehind limit: Int, in text: String, file: String) -> SourcePlace? {
    var (count, line, column) = (0, 1, 0)
    var (isStart, isStar) = (true, false)
    for scalar in text.unicodeScalars {
      column += 1
      if isStar, scalar.isASCII,
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "_-".unicodeScalars.contains(scalar)
      {
        count += 1
        if count > limit { return SourcePlace(file: file, line: line, column: column - 1) }
      }
      isStar = scalar == "*" && isStart
      isStart = scalar.properties.isWhitespace || "[{,:?-\u{FEFF}".unicodeScalars.contains(scalar)
      if scalar == "\n" { (line, column) = (line + 1, 0) }
    }
    return nil
  }
}

/// Hides the braces of `${secret:name}` while YAML reads the text, for they would end a scalar inside a block.
///
/// They become two characters of the private area; columns stay the same.
enum ReferenceMarks {
  private static let opening: Unicode.Scalar = "\u{F8E0}"
  private static let closing: Unicode.Scalar = "\u{F8E1}"

  /// The text with the braces of each `${…}` hidden.
  static func hidden(_ text: String) -> String {
    var output = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let dollar = rest.firstIndex(of: "$") {
      output.append(contentsOf: rest[...dollar])
      rest = rest[rest.index(after: dollar)...]
      guard rest.first == "{", let end = rest.firstIndex(where: { $0 == "}" || $0 == "\n" || $0 == "," }),
        rest[end] == "}"
      else { continue }
      output.append(opening)
      output.append(contentsOf: rest[rest.index(after: rest.startIndex)..<end])
      output.append(closing)
      rest = rest[rest.index(after: end)...]
    }
    output.append(contentsOf: rest)
    return String(output)
  }

  /// The scalar as it was written.
  static func shown(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0 == opening || $0 == closing }) else { return text }
    return String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0 == opening ? "{" : $0 == closing ? "}" : $0 }))
  }
}

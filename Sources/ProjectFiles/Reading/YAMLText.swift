import Diagnostics
import Yams

/// Reads the text of a YAML file into nodes with their places.
enum YAMLText {
  /// The one document of the file; an empty file is an empty block of keys.
  static func parse(_ text: String, file: String) throws(Failure) -> PlacedNode {
    do {
      guard let node = try Parser(yaml: ReferenceMarks.hidden(text), encoding: .utf8).singleRoot() else {
        return PlacedNode(place: SourcePlace(file: file, line: 1, column: 1), content: .keyed([]))
      }
      return PlacedNode(node, file: file)
    } catch {
      throw translated(error, file: file)
    }
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

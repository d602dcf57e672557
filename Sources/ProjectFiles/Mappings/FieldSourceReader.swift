import Decisions
import Diagnostics

/// Reads where a field's JD Edwards value comes from: `jde` (with `join` or `else`), `value` or `link`.
enum FieldSourceReader {
  struct Source {
    let source: FieldSource
    let isReversible: Bool
    /// The entity of a link.
    let entity: PlacedText?
  }

  /// Nil where it comes from nowhere or from a column that does not exist, which is reported.
  static func read(_ block: KeyedNode, columns: ColumnResolver, _ problems: inout Problems) -> Source? {
    let origins = ["jde", "value", "link"].filter { block.take($0) != nil }
    let separator = block.placedText("join", &problems)
    let hasElse = block.take("else") != nil
    guard let origin = origins.first else {
      problems.add(
        .configIncomplete, "the field comes from nowhere", at: block.place,
        remedy: "add jde: \(columns.root).\(columns.root == "F0111" ? "MLNM" : "ALPH"), value: or link:")
      return nil
    }
    guard origins.count == 1 else {
      problems.add(
        .configContradictory, "the field comes from \(origins.joined(separator: " and ")) at once",
        at: block.place, remedy: "keep one of them")
      return nil
    }
    for (key, isThere) in [("join", separator != nil), ("else", hasElse)] where isThere && origin != "jde" {
      problems.add(
        .configContradictory, "\(key) belongs to jde, not to \(origin)",
        at: block.place(of: key) ?? block.place,
        remedy: "take \(key) out")
      return nil
    }
    switch origin {
    case "value":
      return block.text("value", &problems).map {
        Source(source: .constant($0), isReversible: false, entity: nil)
      }
    case "link":
      return block.placedText("link", &problems).map {
        Source(source: .link(entity: $0.text), isReversible: false, entity: $0)
      }
    default:
      return fromColumns(block, columns: columns, separator: separator, hasElse: hasElse, &problems)
    }
  }

  private static func fromColumns(
    _ block: KeyedNode, columns: ColumnResolver, separator: PlacedText?, hasElse: Bool,
    _ problems: inout Problems
  ) -> Source? {
    let texts = block.texts("jde", &problems) ?? []
    let others = hasElse ? block.texts("else", &problems) ?? [] : []
    let names = texts.compactMap { columns.column($0, &problems) }
    let otherNames = others.compactMap { columns.column($0, &problems) }
    guard names.count == texts.count, otherNames.count == others.count else { return nil }
    guard !names.isEmpty else {
      problems.add(
        .configIncomplete, "field.jde names no column", at: block.place(of: "jde") ?? block.place,
        remedy: "write jde: \(columns.root).ALPH")
      return nil
    }
    if hasElse {
      guard names.count == 1, separator == nil else {
        problems.add(
          .configContradictory, "else stands behind one column, not behind several that are joined",
          at: block.place(of: "else") ?? block.place, remedy: "keep jde with one column, or take else out")
        return nil
      }
      return Source(source: .firstOf(names + otherNames), isReversible: false, entity: nil)
    }
    if names.count > 1, separator == nil {
      problems.add(
        .configIncomplete, "several columns need what stands between them",
        at: block.place(of: "jde") ?? block.place,
        remedy: "add join: \" \" (or \"\\n\" for lines)")
      return nil
    }
    let isReversible = names.count == 1 || separator?.text.isEmpty == false
    return Source(
      source: .columns(names, separator: separator?.text ?? ""), isReversible: isReversible, entity: nil)
  }
}

import Decisions
import Diagnostics
import Forensics
import JSONText

/// One event of a record's history, for a person.
struct HistoryLine {
  let entry: HistoryEntry
  let paint: Paint

  /// Changes that are shown below a line; `--json` has all.
  private static let changesMax = 12

  var lines: [String] {
    let cause = entry.cause.map { paint(.quiet, "  because of #\($0)") } ?? ""
    var lines = [
      "#\(entry.sequence)  \(entry.at.shortInstant)  \(paint(.strong, entry.kind))  \(entry.stream)  \(entry.what)\(cause)"
    ]
    for change in entry.changes.prefix(Self.changesMax) {
      lines.append("      \(change.field): \(change.from.shown) → \(change.to.shown)")
    }
    if entry.changes.count > Self.changesMax {
      lines.append("      … and \((entry.changes.count - Self.changesMax).grouped) more (--json shows all)")
    }
    return lines
  }
}

extension JSONValue? {
  /// A source's value for a person, on one line.
  fileprivate var shown: String {
    switch self {
    case nil: "(not there)"
    case .some(.null): "(blank)"
    case .some(let value): FieldValue.value(value.string?.trimmed ?? value.text).shown
    }
  }
}

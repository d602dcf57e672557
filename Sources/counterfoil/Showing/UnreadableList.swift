import Decisions
import JSONText
import Projections

/// Values that cannot be read, as lines and for a script: which field of which record, and why; never the values.
struct UnreadableList {
  let rows: [OwedRow]
  let names: RecordNames

  var lines: [String] {
    var table = TextTable()
    for row in rows {
      table.add([
        "unreadable", "\(row.owed.side.shown) \(row.owed.field)", "\(row.entity)/\(row.key)", names[row.key],
        Self.sentence(row),
      ])
    }
    return table.lines
  }

  /// The first of them in one line: `customer/4242 tax (JDE), it is partly masked`; nil where there is none.
  var first: String? {
    rows.first.map {
      "\($0.entity)/\($0.key) \($0.owed.field) (\($0.owed.side.shown)), \(Self.sentence($0))"
    }
  }

  var json: JSONValue {
    .array(
      rows.map { row in
        [
          "state": "unreadable", "entity": JSONValue(row.entity), "key": JSONValue(row.key),
          "name": JSONValue(names[row.key]), "side": JSONValue(row.owed.side.rawValue),
          "field": JSONValue(row.owed.field), "reason": JSONValue(row.owed.detail),
          "why": JSONValue(Self.sentence(row)), "since_seq": JSONValue(row.sinceSequence),
        ]
      })
  }

  /// A reason that only a newer version knows is shown by its name.
  private static func sentence(_ row: OwedRow) -> String {
    UnreadableReason(rawValue: row.owed.detail)?.sentence ?? row.owed.detail
  }
}

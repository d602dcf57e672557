import Decisions
import JSONText
import Projections

/// Writes as lines and for a script.
struct OperationList {
  let rows: [OperationRow]
  let names: RecordNames

  var lines: [String] {
    var table = TextTable()
    for row in rows {
      let words = [row.errorClass?.rawValue, row.code, row.message].compactMap { $0 }.joined(separator: ": ")
      table.add([
        String(row.operation.prefix(OperationNames.shownLength)), row.state.rawValue, row.action.rawValue,
        "\(row.entity)/\(row.key)",
        names[row.key], words,
      ])
    }
    return table.lines
  }

  var json: JSONValue {
    .array(
      rows.map { row in
        [
          "operation": JSONValue(row.operation), "state": JSONValue(row.state.rawValue),
          "action": JSONValue(row.action.rawValue), "entity": JSONValue(row.entity),
          "key": JSONValue(row.key),
          "name": JSONValue(names[row.key]), "module": JSONValue(row.target.kind),
          "zoho_id": JSONValue(row.target.id),
          "class": JSONValue(row.errorClass?.rawValue), "code": JSONValue(row.code),
          "message": JSONValue(row.message),
          "intended_seq": JSONValue(row.intendedSequence), "last_seq": JSONValue(row.lastSequence),
        ]
      })
  }
}

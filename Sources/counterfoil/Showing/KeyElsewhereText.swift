import Decisions
import JSONText
import Projections

/// A record whose key stands on others of Zoho, of which a person said that they are not this one.
struct KeyElsewhereText {
  private let row: OwedRow

  init(_ row: OwedRow) { self.row = row }

  /// `customer/4242: our key stands on 48…501, which is not this record`.
  var line: String {
    "\(row.entity)/\(row.key): our key stands on \(row.owed.detail), which is not this record"
  }

  /// `{"entity":…,"key":…,"reason":"key_stands_on","zoho_ids":[…],"since_seq":…}`.
  var json: JSONValue {
    let ids = row.owed.detail.split(separator: " ").map { JSONValue(String($0)) }
    return [
      "entity": JSONValue(row.entity), "key": JSONValue(row.key), "reason": JSONValue(row.owed.reason),
      "zoho_ids": .array(ids), "since_seq": JSONValue(row.sinceSequence),
    ]
  }
}

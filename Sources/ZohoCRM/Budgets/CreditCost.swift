/// What a call costs of the day's credits (reference: Zoho's API limits, v8).
package enum CreditCost {
  /// Pages, records by id, metadata, deleted records, users.
  package static let read = 1

  /// Insert and update: one for each started ten rows.
  package static func write(rows: Int) -> Int { max(1, (rows + 9) / 10) }

  /// A COQL query by its limit.
  package static func coql(limit: Int) -> Int {
    switch limit {
    case ...200: 1
    case ...1_000: 2
    default: 3
    }
  }
}

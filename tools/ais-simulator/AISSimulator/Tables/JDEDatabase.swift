/// The rows of all tables, each table ordered by its primary key.
struct JDEDatabase: Sendable {
  private(set) var tables: [String: [JDERow]] = [:]

  /// The rows of a table that lie in the ranges of AN8, in the order of the key, as far as `body` wants them.
  func forEachRow(of table: JDETable, in ranges: NumberRanges, _ body: (JDERow) -> Bool) {
    guard let rows = tables[table.name] else { return }
    for range in ranges.ranges {
      var index = rows.firstIndexOrdered { $0.an8 >= range.lowerBound }
      while index < rows.count, rows[index].an8 <= range.upperBound {
        guard body(rows[index]) else { return }
        index += 1
      }
    }
  }

  /// Fills a table at once; the rows come in any order.
  mutating func fill(_ table: JDETable, with rows: [JDERow]) {
    let isOrdered = zip(rows, rows.dropFirst()).allSatisfy { $0.precedes($1, in: table) }
    tables[table.name] = isOrdered ? rows : rows.sorted { $0.precedes($1, in: table) }
  }

  /// The row with the same key as `row`.
  func find(_ row: JDERow, in table: JDETable) -> JDERow? {
    let place = place(of: row, in: table)
    return place.isTaken ? tables[table.name]?[place.index] : nil
  }

  /// Puts a row in, in place of one with the same key.
  mutating func put(_ row: JDERow, into table: JDETable) {
    let place = place(of: row, in: table)
    if place.isTaken {
      tables[table.name]?[place.index] = row
    } else {
      tables[table.name, default: []].insert(row, at: place.index)
    }
  }

  /// Takes the row with the same key out; false where there is none.
  mutating func remove(_ row: JDERow, from table: JDETable) -> Bool {
    let place = place(of: row, in: table)
    if place.isTaken { tables[table.name]?.remove(at: place.index) }
    return place.isTaken
  }

  private func place(of row: JDERow, in table: JDETable) -> (index: Int, isTaken: Bool) {
    let rows = tables[table.name] ?? []
    let index = rows.firstIndexOrdered { !$0.precedes(row, in: table) }
    return (index, index < rows.count && !row.precedes(rows[index], in: table))
  }
}

extension Array {
  /// The first index where `isReached` is true, of an array in which it is false first and then true.
  func firstIndexOrdered(where isReached: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isReached(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

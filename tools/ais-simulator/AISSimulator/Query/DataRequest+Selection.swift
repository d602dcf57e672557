extension DataRequest {
  /// The rows that fulfil the condition, in the asked order, at most `limit` of them.
  ///
  /// In the order of the key this walks only the ranges of AN8 that the condition allows, and ends early.
  func select(from database: JDEDatabase, limit: Int, unsorted: AISQuirks.Unsorted) -> [JDERow] {
    var rows: [JDERow] = []
    let isEarly = followsKey && (!sort.isEmpty || unsorted == .byKey)
    database.forEachRow(of: table, in: condition.addressNumbers) { row in
      if finds(row) { rows.append(row) }
      return !isEarly || rows.count < limit
    }
    guard !isEarly else { return rows }
    if sort.isEmpty { return Array(rows.reversed().prefix(limit)) }
    let keys = sort.map { ($0.position, table.columns[$0.position].kind, $0.isDescending) }
    rows.sort { left, right in
      for (position, kind, isDescending) in keys {
        let order = JDERow.compare(left.cells[position], right.cells[position], kind)
        if order != 0 { return isDescending ? order > 0 : order < 0 }
      }
      return left.precedes(right, in: table)
    }
    return Array(rows.prefix(limit))
  }

  /// How many rows fulfil the condition.
  func count(in database: JDEDatabase) -> Int {
    var count = 0
    database.forEachRow(of: table, in: condition.addressNumbers) { row in
      if finds(row) { count += 1 }
      return true
    }
    return count
  }

  /// Whether a row fulfils the condition and shows to the caller.
  func finds(_ row: JDERow) -> Bool { sight.shows(row) && condition.isFulfilled(by: row) }
}

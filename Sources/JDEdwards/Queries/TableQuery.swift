import JSONText

/// A question to the data service: one table, some of its columns, some of its rows.
package struct TableQuery: Hashable, Sendable {
  /// One column of the order.
  package struct Order: Hashable, Sendable {
    /// The alias.
    package let column: String
    /// Whether the smallest comes first.
    package let isAscending: Bool

    /// An order along one column.
    package init(_ column: String, ascending: Bool = true) {
      self.column = column
      isAscending = ascending
    }
  }

  /// The table, `F0101`.
  package var table: String
  /// The aliases that are wanted, `AN8`; empty asks for every column.
  package var columns: [String]
  /// Which rows; nil asks for all.
  package var filter: RowFilter?
  /// In which order.
  package var order: [Order]
  /// Rows at a time; nil takes the settings' size.
  package var pageSize: Int?

  /// A query of these parts.
  package init(
    _ table: String, columns: [String] = [], where filter: RowFilter? = nil, order: [Order] = [],
    pageSize: Int? = nil
  ) {
    self.table = table
    self.columns = columns
    self.filter = filter
    self.order = order
    self.pageSize = pageSize
  }
}

extension TableQuery {
  /// The body of the request.
  ///
  /// The token travels in a header, so that a body can be shown.
  func body(pageSize: Int, datePattern: String, withLinks: Bool) -> JSONValue {
    var body: JSONObject = [
      "targetName": .string(table), "targetType": "table", "dataServiceType": "BROWSE", "findOnEntry": "TRUE",
    ]
    if !columns.isEmpty {
      body.append("returnControlIDs", .string(columns.map { "\(table).\($0)" }.joined(separator: "|")))
    }
    body.append("maxPageSize", .string(String(pageSize)))  // a string, by the reference
    body.append("outputType", "GRID_DATA")
    if withLinks {
      body.append("enableNextPageProcessing", true)
      body.append("nextPageTimeInterval", "0")  // no "data dripping" in the background
    }
    if let filter { body.append("query", filter.query(table: table, datePattern: datePattern)) }
    if !order.isEmpty {
      let columns = order.map { order -> JSONValue in
        ["column": .string("\(table).\(order.column)"), "direction": order.isAscending ? "ASC" : "DESC"]
      }
      body.append("aggregation", ["orderBy": .array(columns)])
    }
    return .object(body)
  }
}

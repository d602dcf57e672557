import JSONText
import SimulatedCompanies

/// Every row of every write call that reached the organisation.
struct WriteLog: Sendable {
  private(set) var rows: [Row] = []
  private var firstRowOfCall: [Int: Int] = [:]

  struct Row: Sendable {
    let time: WallTime
    let call: Int
    /// `insert`, `update`, `delete`.
    let action: String
    /// The call's method and path.
    let operation: String
    let module: String
    let id: UInt64?
    /// The value of the module's key field, as sent or as the record has it.
    let key: String?
    /// The row as it was sent.
    let sent: String
    let before: String
    let after: String
    let isApplied: Bool
    let code: String
    /// Nil until the call is over.
    var isDelivered: Bool?
  }

  mutating func record(_ row: Row) {
    if firstRowOfCall[row.call] == nil { firstRowOfCall[row.call] = rows.count }
    rows.append(row)
  }

  func hasRows(ofCall call: Int) -> Bool { firstRowOfCall[call] != nil }

  /// The rows of one call.
  func rows(ofCall call: Int) -> ArraySlice<Row> {
    guard let first = firstRowOfCall[call] else { return [] }
    return rows[first...].prefix { $0.call == call }
  }

  /// Writes down whether the answer of a call went out.
  mutating func ended(_ call: Int, isDelivered: Bool) {
    guard let first = firstRowOfCall[call] else { return }
    var index = first
    while index < rows.count, rows[index].call == call {
      rows[index].isDelivered = isDelivered
      index += 1
    }
  }

  /// The list for the control endpoint.
  func bytes(after number: Int) -> [UInt8] {
    var bytes = Array("[".utf8)
    for index in rows.indices.dropFirst(max(0, number)) {
      if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
      let row = rows[index]
      let sent = (try? JSONValue(parsing: row.sent))?.object  // our own text, which parses
      let head: JSONValue = [
        "n": JSONValue(index + 1), "time": JSONValue(row.time.iso), "call": JSONValue(row.call),
        "action": JSONValue(row.action), "op": JSONValue(row.operation), "module": JSONValue(row.module),
        "id": row.id.map { JSONValue(String($0)) } ?? .null, "key": JSONValue(row.key),
        "applied": JSONValue(row.isApplied), "code": JSONValue(row.code),
        "delivered": row.isDelivered.map { JSONValue($0) } ?? .null,
        "fields": .array((sent?.keys ?? []).filter { $0 != "id" }.map { JSONValue($0) }),
      ]
      head.append(to: &bytes)
      bytes.removeLast()
      bytes += Array(",\"row\":\(row.sent),\"before\":\(row.before),\"after\":\(row.after)}".utf8)
    }
    bytes.append(UInt8(ascii: "]"))
    return bytes
  }
}

package import JSONText

/// One call in the list of calls.
package struct LoggedCall: Sendable {
  /// The call's number, from 1.
  package let number: Int
  /// When its last byte was there.
  package let time: WallTime
  package let method: String
  /// The path, without the query: tokens stand there.
  package let path: String
  /// Nil as long as it is not answered, and for a call whose connection was dropped.
  package var status: Int?
  /// When the answer was given away.
  package var end: WallTime?
  package var rows = 0
  package var bytes = 0
  /// The table or module that it was about.
  package var subject = ""
  /// The faults that struck it.
  package var faults: [String] = []
  /// False where the answer was withheld.
  package var isDelivered = false

  /// The call as the control endpoint shows it.
  package var json: JSONValue {
    [
      "n": JSONValue(number), "time": JSONValue(time.iso), "end": JSONValue(end?.iso),
      "method": JSONValue(method), "path": JSONValue(path), "subject": JSONValue(subject),
      "status": status.map { JSONValue($0) } ?? .null,
      "microseconds": end.map { JSONValue($0.microseconds - time.microseconds) } ?? .null,
      "rows": JSONValue(rows), "bytes": JSONValue(bytes), "delivered": JSONValue(isDelivered),
      "faults": .array(faults.map { JSONValue($0) }),
    ]
  }
}

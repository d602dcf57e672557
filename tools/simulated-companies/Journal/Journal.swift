import JSONText

/// Everything that changed in an imitated system and, where switched on, everything that it showed.
package struct Journal: Sendable {
  /// Whether reads are kept.
  package var keepsReads = false
  /// Whether the bodies of answers are kept with the reads.
  package var keepsBodies = false
  /// Every change, in order.
  package private(set) var changes: [Change] = []
  fileprivate var reads: [Read] = []
  /// What calls under way have shown, until they end.
  private var shown: [Int: [(place: String, keys: [String])]] = [:]

  /// One change of one record; texts are JSON as it was.
  package struct Change: Sendable {
    package let time: WallTime
    /// The call that made it; 0 for a change through the control endpoint.
    package let call: Int
    package let who: String
    /// `insert`, `update` or `delete`.
    package let action: String
    /// The table or module.
    package let place: String
    package let key: String
    /// The members concerned as they were before; `null` for an insert.
    package let before: String
    /// The members concerned as they are now; `null` for a delete.
    package let after: String

    /// A change by its parts.
    package init(
      time: WallTime, call: Int, who: String, action: String, place: String, key: String, before: String,
      after: String
    ) {
      self.time = time
      self.call = call
      self.who = who
      self.action = action
      self.place = place
      self.key = key
      self.before = before
      self.after = after
    }
  }

  fileprivate struct Read: Sendable {
    let call: Int
    let time: WallTime
    let end: WallTime
    let place: String
    let keys: [String]
    let isDelivered: Bool
    let body: [UInt8]
  }

  /// A journal without entries.
  package init() {}

  /// Writes a change down.
  package mutating func record(_ change: Change) { changes.append(change) }

  /// Notes what a call shows; it becomes a read when the call ends.
  package mutating func show(call: Int, place: String, keys: @autoclosure () -> [String]) {
    guard keepsReads, call > 0 else { return }
    shown[call, default: []].append((place, keys()))
  }

  /// Writes down as reads what an ended call has shown.
  package mutating func ended(
    _ request: ImitatedRequest, answer: ImitatedAnswer?, at end: WallTime, isDelivered: Bool
  ) {
    guard let shown = shown.removeValue(forKey: request.number) else { return }
    for (place, keys) in shown {
      reads.append(
        Read(
          call: request.number, time: request.time, end: end, place: place, keys: keys,
          isDelivered: isDelivered, body: keepsBodies ? answer?.body ?? [] : []))
    }
  }

  /// Forgets everything but the switches.
  package mutating func clear() {
    changes = []
    reads = []
    shown = [:]
  }
}

extension Journal {
  /// `{"changes":[…],"reads":[…]}`; times are UTC with microseconds, a read counts from its `end`.
  package var bytes: [UInt8] {
    var bytes = Array("{\"changes\":[".utf8)
    for (index, change) in changes.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      change.append(to: &bytes)
    }
    bytes += Array("],\"reads\":[".utf8)
    for (index, read) in reads.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      read.append(to: &bytes)
    }
    bytes += Array("]}".utf8)
    return bytes
  }
}

extension Journal.Change {
  /// Appends the change as a JSON object.
  package func append(to bytes: inout [UInt8]) {
    let head: JSONValue = [
      "time": JSONValue(time.iso), "call": JSONValue(call), "who": JSONValue(who),
      "action": JSONValue(action),
      "place": JSONValue(place), "key": JSONValue(key),
    ]
    head.append(to: &bytes)
    bytes.removeLast()
    bytes += Array(",\"before\":\(before),\"after\":\(after)}".utf8)
  }
}

extension Journal.Read {
  fileprivate func append(to bytes: inout [UInt8]) {
    let head: JSONValue = [
      "time": JSONValue(time.iso), "end": JSONValue(end.iso), "call": JSONValue(call),
      "place": JSONValue(place), "keys": .array(keys.map { JSONValue($0) }),
      "delivered": JSONValue(isDelivered),
    ]
    head.append(to: &bytes)
    guard !body.isEmpty else { return }
    bytes.removeLast()
    bytes += Array(",\"body\":".utf8)
    bytes += body
    bytes.append(UInt8(ascii: "}"))
  }
}

/// What the writer adds to an event.
struct LinePosition {
  var sequence: UInt64
  var at: [UInt8]
  var previous: UInt64
  /// The first event of the append, for references inside it.
  var appendFirst: UInt64
}

extension PreparedEvent {
  /// Appends the event's line, with its newline: the one place that knows the order of the keys.
  func appendLine(_ position: LinePosition, to line: inout [UInt8]) {
    line.append(contentsOf: Key.sequence)
    line.append(decimal: position.sequence)
    line.append(contentsOf: Key.at)
    line.append(contentsOf: position.at)
    line.append(contentsOf: Key.kind)
    line.append(contentsOf: kind)
    line.append(0x22)
    if version != 1 { line.append(Key.version, UInt64(version)) }
    line.append(Key.stream, stream)
    if position.previous > 0 { line.append(Key.previous, position.previous) }
    if let cause { line.append(Key.cause, position.number(of: cause)) }
    if let run { line.append(Key.run, position.number(of: run)) }
    if !sourceAt.isEmpty { line.append(Key.sourceAt, sourceAt) }
    if !effectiveAt.isEmpty { line.append(Key.effectiveAt, effectiveAt) }
    if !salt.isEmpty { line.append(Key.salt, salt) }
    line.append(contentsOf: Key.body)
    line.append(contentsOf: body)
    line.append(0x7D)
    line.append(0x0A)
  }

  private enum Key {
    static let sequence = Array(#"{"seq":"#.utf8)
    static let at = Array(#","at":""#.utf8)
    static let kind = Array(#"","kind":""#.utf8)
    static let version = Array(#","v":"#.utf8)
    static let stream = Array(#","stream":""#.utf8)
    static let previous = Array(#","prev":"#.utf8)
    static let cause = Array(#","cause":"#.utf8)
    static let run = Array(#","run":"#.utf8)
    static let sourceAt = Array(#","source_at":""#.utf8)
    static let effectiveAt = Array(#","effective_at":""#.utf8)
    static let salt = Array(#","salt":""#.utf8)
    static let body = Array(#","body":"#.utf8)
  }
}

extension LinePosition {
  func number(of reference: EventReference) -> UInt64 {
    switch reference {
    case .sequence(let number): number
    case .inCommit(let index): appendFirst + UInt64(index)
    }
  }
}

extension [UInt8] {
  fileprivate mutating func append(_ key: [UInt8], _ number: UInt64) {
    append(contentsOf: key)
    append(decimal: number)
  }

  fileprivate mutating func append(_ key: [UInt8], _ text: [UInt8]) {
    append(contentsOf: key)
    append(contentsOf: text)
    append(0x22)
  }
}

import EventLog
import Testing

extension ConformanceGenerator {
  /// Numbers that a header, a footer or a name can not have, with every checksum right.
  func renumbered() throws -> [GeneratedCase] {
    let closed = base.closed
    let active = "a segment that is not sealed"
    return [
      GeneratedCase(
        "active-length", "The header of \(active) says another length than it has.",
        closed.putting(Self.third, try Self.header(closed[Self.third], 45, at: 4, 4)), .damaged, events: 21,
        named: [Self.third]),
      GeneratedCase(
        "waiting-length", "The header of \(active), and is full, says another length than it has.",
        base.waiting.putting(Self.second, try Self.header(base.waiting[Self.second], 0xFFFF_FFFF, at: 4, 4)),
        .damaged, events: 21, named: [Self.second]),
      GeneratedCase(
        "active-geometry", "The header of \(active) says other blocks than LEDGER.",
        closed.putting(Self.third, try Self.header(closed[Self.third], 2, at: 40, 4)), .damaged, events: 21,
        named: [Self.third]),
      GeneratedCase(
        "footer-offset", "A footer says that a block begins at the greatest number there is.",
        closed.putting(Self.second, try Self.footer(closed[Self.second], .max - 3, at: 96, 8)), .damaged,
        events: 21, named: [Self.second]),
      GeneratedCase(
        "footer-block", "A footer says that a block has four thousand million events.",
        closed.putting(Self.second, try Self.footer(closed[Self.second], 0xFFFF_FFFF, at: 116, 4)), .damaged,
        events: 21, named: [Self.second]),
      GeneratedCase(
        "name-between", "A segment has the name of an event that begins none.",
        closed.putting(Self.log(2), closed[Self.second]), .damaged, events: 21, named: [Self.log(2)]),
      GeneratedCase(
        "name-zero", "A segment has the name of event 0.", closed.putting(Self.log(0), closed[Self.second]),
        .damaged, events: 21, named: [Self.log(0)]),
      GeneratedCase(
        "name-beyond", "A segment's name has a number of 19 digits.",
        closed.putting(Self.log(1_000_000_000_000_000_001), closed[Self.second]), .damaged, events: 21,
        named: [Self.log(1_000_000_000_000_000_001)]),
    ]
  }

  private static func log(_ first: Int) -> String { "log/\(ForgedLedger.digits(first)).jsonl.lz4" }

  private static func header(
    _ segment: [UInt8]?, _ number: UInt64, at offset: Int, _ width: Int
  ) throws -> [UInt8] {
    var bytes = try #require(segment)
    bytes.write(number, at: offset, width)
    bytes.write(UInt64(ForgedLedger.checksum(Array(bytes[..<48]))), at: 48, 4)
    return bytes
  }

  /// A sealed segment with another number in its footer, whose head ends where its block of pages says.
  private static func footer(
    _ segment: [UInt8]?, _ number: UInt64, at offset: Int, _ width: Int
  ) throws -> [UInt8] {
    var bytes = try #require(segment)
    func read(_ place: Int) -> Int { (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) } }
    let start = bytes.count - read(bytes.count - 12)
    let lists = read(start + 52)
    let region =
      64 * read(start + 60) + 8 * read(start + 48) + (lists > 0 ? 4 * (lists + 1) : 0) + 2 * read(start + 56)
    let head = start + 96 + 104 * read(start + 44) + 4 * ((region + 4_095) / 4_096)
    bytes.write(number, at: start + offset, width)
    bytes.write(UInt64(ForgedLedger.checksum(Array(bytes[start..<head]))), at: head, 4)
    return bytes
  }
}

extension [UInt8] {
  fileprivate mutating func write(_ number: UInt64, at offset: Int, _ width: Int) {
    for index in 0..<width { self[offset + index] = UInt8(truncatingIfNeeded: number >> UInt64(8 * index)) }
  }
}

// A look-up is one read of memory: names of streams are hashed already, so nothing is hashed again.

/// The last event of each of many streams, in memory.
struct StreamHeads: Sendable {
  private struct Slot {
    var stream: StreamHash
    /// 0 = the slot is free.
    var last: UInt64
  }

  private static let free = Slot(stream: StreamHash(high: 0, low: 0), last: 0)
  /// A power of two of them, at most two thirds of them taken; none where nothing was ever put in.
  private var slots: [Slot] = []
  /// The number of streams.
  private(set) var count = 0

  /// The last event of a stream, 0 = none.
  subscript(stream: StreamHash) -> UInt64 { slots.isEmpty ? 0 : slots[place(of: stream)].last }

  /// Puts an event in the place of a stream's last one; gives that, 0 = there was none.
  @discardableResult
  mutating func advance(_ stream: StreamHash, to event: UInt64) -> UInt64 {
    if (count + 1) * 3 > slots.count * 2 { grow() }
    let place = place(of: stream)
    let previous = slots[place].last
    slots[place] = Slot(stream: stream, last: event)
    if previous == 0 { count += 1 }
    return previous
  }

  /// Takes in what came after.
  mutating func advance(to later: StreamHeads) {
    for (stream, last) in later.entries { advance(stream, to: last) }
  }

  /// All streams with their last events, in no order.
  var entries: [(stream: StreamHash, last: UInt64)] {
    var entries: [(stream: StreamHash, last: UInt64)] = []
    entries.reserveCapacity(count)
    for slot in slots where slot.last > 0 { entries.append((slot.stream, slot.last)) }
    return entries
  }

  private func place(of stream: StreamHash) -> Int {
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: stream.low) & mask
    while slots[place].last > 0, slots[place].stream != stream { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    var larger = StreamHeads()
    larger.slots = [Slot](repeating: Self.free, count: max(64, slots.count * 2))
    for slot in slots where slot.last > 0 { larger.advance(slot.stream, to: slot.last) }
    self = larger
  }
}

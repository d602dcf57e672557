/// Changes texts byte by byte: cuts, flips, repeats, and what stands in other texts.
struct TextMutator {
  var dice: Dice

  /// Up to three changes of some bytes; `tokens` are what may be put in.
  mutating func changed(_ bytes: [UInt8], tokens: [String], changes: ClosedRange<Int> = 1...3) -> [UInt8] {
    var bytes = bytes
    for _ in 0..<dice.roll(changes) { change(&bytes, tokens) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8], _ tokens: [String]) {
    let place = dice.roll(0...bytes.count)
    switch dice.roll(0...9) {
    case 0: bytes.removeSubrange(place...)  // cut, also inside a character
    case 1 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: dice.next())
    case 2 where place < bytes.count: bytes[place] ^= 1 << UInt8(dice.roll(0...7))
    case 3:
      bytes.insert(
        dice.pick([0x00, 0x0A, 0x0D, 0x22, 0x2C, 0x5C, 0x7F, 0x80, 0xC0, 0xED, 0xF5, 0xFF]), at: place)
    case 4: bytes.insert(contentsOf: [0xEF, 0xBB, 0xBF], at: dice.happens(50) ? 0 : place)
    case 5:
      let end = min(bytes.count, place + dice.roll(1...40))
      bytes.removeSubrange(place..<end)
    case 6:
      let piece = bytes[place..<min(bytes.count, place + dice.roll(1...60))]
      for _ in 0..<dice.pick([1, 2, 50, 500]) { bytes.insert(contentsOf: piece, at: place) }
    case 7:
      let piece = Array(dice.pick(["[", "{", "\"", "- ", "((", "a", "\u{301}", "0"]).utf8)
      bytes.insert(contentsOf: (0..<dice.pick([3, 130, 2_000, 20_000])).flatMap { _ in piece }, at: place)
    default: bytes.insert(contentsOf: dice.pick(tokens).utf8, at: place)
    }
  }
}

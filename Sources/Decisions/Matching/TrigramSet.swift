/// The three-letter pieces of a name's words, each word with two blanks before and one behind.
struct TrigramSet {
  /// Sorted and distinct.
  let pieces: [UInt32]

  /// The pieces of a normalised name.
  init(_ name: some Collection<UInt8>) {
    var pieces: [UInt32] = []
    pieces.reserveCapacity(name.count + 4)
    var window: UInt32 = 0x2020
    var isInside = false
    for byte in name {
      if byte == 0x20 {
        if isInside { pieces.append((window << 8 | 0x20) & 0xFF_FFFF) }
        window = 0x2020
        isInside = false
      } else {
        window = (window << 8 | UInt32(byte)) & 0xFF_FFFF
        pieces.append(window)
        isInside = true
      }
    }
    if isInside { pieces.append((window << 8 | 0x20) & 0xFF_FFFF) }
    pieces.sort()
    var distinct = 0
    for piece in pieces where distinct == 0 || pieces[distinct - 1] != piece {
      pieces[distinct] = piece
      distinct += 1
    }
    pieces.removeLast(pieces.count - distinct)
    self.pieces = pieces
  }

  /// 128 bits of which each piece sets one: two sets cannot share more pieces than their bits allow.
  var signature: SIMD2<UInt64> {
    var bits = SIMD2<UInt64>()
    for piece in pieces {
      let place = (piece &* 0x9E37_79B1) >> 25
      bits[Int(place >> 6)] |= 1 << UInt64(place & 63)
    }
    return bits
  }

  /// Shared pieces of all pieces, in hundredths (0…100), rounded down.
  func similarity(to other: TrigramSet) -> Int {
    var (left, right, shared) = (0, 0, 0)
    while left < pieces.count, right < other.pieces.count {
      if pieces[left] == other.pieces[right] {
        shared += 1
        left += 1
        right += 1
      } else if pieces[left] < other.pieces[right] {
        left += 1
      } else {
        right += 1
      }
    }
    let all = pieces.count + other.pieces.count - shared
    return all == 0 ? 0 : shared * 100 / all
  }
}

// Written from Format.md alone, like tools/verify-ledger.py: what makes checksums right again must not share the mistakes of
// what is tried.

/// Where the numbers and the checksums of a segment's file stand.
struct LedgerFrames {
  /// Numbers of frames: where they stand, and how many bytes they have.
  private(set) var fields: [(offset: Int, width: Int)] = []
  /// Where commit headers stand.
  private(set) var commits: [Int] = []
  /// Behind the last commit.
  private(set) var commitsEnd = 52
  /// Where the footer begins; nil in an active segment.
  private(set) var footer: Int?
  private let byteCount: Int

  /// The frames of a file that is as it was written; of any other as far as they are found.
  init(_ bytes: [UInt8]) {
    byteCount = bytes.count
    guard bytes.count >= 52 else { return }
    fields = [(4, 4), (12, 2), (14, 2), (32, 8), (40, 4), (44, 4)]
    var place = 52
    while bytes.count - place >= 80, bytes.number(at: place, 4) == 0x184D_2A51 {
      let (rest, stored) = (bytes.number(at: place + 4, 4), bytes.number(at: place + 48, 4))
      let end = place + 8 + Int(rest) + Int(stored)
      guard end <= bytes.count, rest >= 72 else { return }
      commits.append(place)
      fields += [
        (4, 4), (12, 2), (14, 2), (32, 8), (40, 4), (44, 4), (48, 4), (56, 8), (64, 8), (72, 4), (76, 8),
      ].map { (place + $0.0, $0.1) }
      place = end
    }
    commitsEnd = place
    let length = bytes.count >= 200 ? Int(bytes.number(at: bytes.count - 12, 4)) : 0
    guard commits.isEmpty, length >= 112, length <= bytes.count - 52 else { return }
    let start = bytes.count - length
    guard bytes.number(at: start, 4) == 0x184D_2A52 else { return }
    footer = start
    fields += [(4, 4), (12, 2), (32, 8), (40, 4), (44, 4), (48, 4), (52, 4), (56, 4), (60, 4)].map {
      (start + $0.0, $0.1)
    }
    let blocks = min(8, Int(bytes.number(at: start + 44, 4)))
    for block in 0..<blocks where start + 200 + 104 * block <= bytes.count {
      fields += [(0, 8), (8, 4), (12, 4), (20, 4), (24, 8), (32, 8), (72, 8)].map {
        (start + 96 + 104 * block + $0.0, $0.1)
      }
    }
    fields += stride(from: 20, to: min(length - 100, 120), by: 8).map { (bytes.count - $0, 8) }
    fields.append((bytes.count - 12, 4))
  }

  /// Makes the checksums of a changed file of the same length right again; a commit's stands where its number of streams
  /// says, where `movesChecksums` and the file reaches so far.
  func mend(_ bytes: inout [UInt8], movesChecksums: Bool) {
    guard bytes.count == byteCount, bytes.count >= 52 else { return }
    bytes.set(UInt64(PlainCRC.checksum(bytes[..<48])), at: 48, 4)
    for (index, place) in commits.enumerated() {
      let end = index + 1 < commits.count ? commits[index + 1] : commitsEnd
      var tail = place + 72
      // The checksum of the header stands right before the data frame.
      while tail < end - 8, bytes.number(at: tail, 4) != 0x184D_2204 { tail += 1 }
      // A change before this one may have moved what was a commit: then there is nothing to make right.
      guard tail < end, end <= bytes.count else { continue }
      bytes.set(UInt64(PlainCRC.checksum(bytes[tail..<end])), at: place + 52, 4)
      let streams = bytes.number(at: place + 72, 4)
      var sum = tail - 4
      if movesChecksums, streams < 65_537, place + 80 + 8 * Int(streams) <= bytes.count {
        sum = place + 76 + 8 * Int(streams)
        bytes.set(UInt64(sum + 4 - place - 8), at: place + 4, 4)
      }
      bytes.set(UInt64(PlainCRC.checksum(bytes[place..<sum])), at: sum, 4)
    }
    if let footer { Self.mendFooter(&bytes, at: footer) }
  }

  private static func mendFooter(_ bytes: inout [UInt8], at start: Int) {
    let counts = [44, 48, 52, 56, 60].map { bytes.number(at: start + $0, 4) }
    let (head, region) = sizes(counts)
    if head + region + 16 == bytes.count - start {
      let regionStart = start + head + 4
      for page in 0..<(region + 4_095) / 4_096 {
        let from = regionStart + page * 4_096
        let sum = PlainCRC.checksum(bytes[from..<min(from + 4_096, regionStart + region)])
        bytes.set(UInt64(sum), at: start + 96 + 104 * Int(counts[0]) + 4 * page, 4)
      }
      bytes.set(UInt64(PlainCRC.checksum(bytes[start..<start + head])), at: start + head, 4)
    }
    let tail = bytes.count - 12
    bytes.set(UInt64(PlainCRC.checksum(bytes[tail..<tail + 8])), at: tail + 8, 4)
  }

  /// Bytes of a footer before its checksum, and of its region.
  private static func sizes(_ counts: [UInt64]) -> (head: Int, region: Int) {
    let lists = Int(counts[2])
    let region =
      64 * Int(counts[4]) + 8 * Int(counts[1]) + (lists > 0 ? 4 * (lists + 1) : 0) + 2 * Int(counts[3])
    return (96 + 104 * Int(counts[0]) + 4 * ((region + 4_095) / 4_096), region)
  }

  /// A footer like another, with other counts (blocks, entries, lists, places of lists, filter blocks); where it would be
  /// too long to be made, only its numbers say so.
  static func footer(like old: [UInt8], counts: [UInt64], _ dice: inout Dice) -> [UInt8] {
    let (head, region) = sizes(counts)
    let isMade = head + region < 1 << 20
    var bytes = Array(old.prefix(96))
    for (index, count) in counts.enumerated() { bytes.set(count, at: 44 + 4 * index, 4) }
    let length = isMade ? head + region + 16 : old.count
    let filler = UInt8(truncatingIfNeeded: dice.next())
    bytes += isMade ? [UInt8](repeating: filler, count: length - 96) : Array(old.dropFirst(96))
    let kept = 96..<max(96, min(head, old.count, 304))
    if isMade { bytes.replaceSubrange(kept, with: old[kept]) }
    bytes.set(UInt64(length - 8), at: 4, 4)
    bytes.set(UInt64(length), at: length - 12, 4)
    bytes.replaceSubrange(length - 8..<length - 4, with: Array("CFft".utf8))
    mendFooter(&bytes, at: 0)
    return bytes
  }

  /// A commit of lines, one stream named by a zero hash; its data frame holds them as they are.
  static func commit(_ lines: [[UInt8]], first: UInt64, ledger: [UInt8]) -> [UInt8] {
    let raw = lines.flatMap { (line: [UInt8]) -> [UInt8] in line + [0x0A] }
    var frame: [UInt8] = [0x04, 0x22, 0x4D, 0x18, 0x68, 0x70]
    frame.add(UInt64(raw.count), 8)
    frame.append(UInt8(truncatingIfNeeded: shortHash(frame[4...]) >> 8))
    for start in stride(from: 0, to: raw.count, by: 4 << 20) {
      let part = raw[start..<min(start + 4 << 20, raw.count)]
      frame.add(UInt64(part.count) | 1 << 31, 4)
      frame += part
    }
    frame.add(0, 4)
    var bytes: [UInt8] = []
    bytes.add(0x184D_2A51, 4)
    bytes.add(80, 4)
    bytes += Array("CFcm".utf8) + [1, 0, 0, 0] + ledger
    bytes.add(first, 8)
    for number in [lines.count, raw.count, frame.count] { bytes.add(UInt64(number), 4) }
    bytes.add(UInt64(PlainCRC.checksum(frame)), 4)
    bytes.add(first &- 1, 8)
    bytes.add(first, 8)
    bytes.add(1, 4)
    bytes.add(0, 8)
    bytes.add(UInt64(PlainCRC.checksum(bytes)), 4)
    return bytes + frame
  }

  /// XXH32 of less than 16 bytes, with seed 0: the checksum of an LZ4 frame's descriptor.
  private static func shortHash(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    func turned(_ value: UInt32, _ bits: UInt32) -> UInt32 { value << bits | value >> (32 - bits) }
    var hash = 374_761_393 &+ UInt32(bytes.count)
    var rest = bytes
    while rest.count >= 4 {
      hash = turned(hash &+ UInt32(Array(rest).number(at: 0, 4)) &* 3_266_489_917, 17) &* 668_265_263
      rest = rest.dropFirst(4)
    }
    for byte in rest { hash = turned(hash &+ UInt32(byte) &* 374_761_393, 11) &* 2_654_435_761 }
    hash = (hash ^ hash >> 15) &* 2_246_822_519
    hash = (hash ^ hash >> 13) &* 3_266_489_917
    return hash ^ hash >> 16
  }
}

/// CRC-32C, bit by bit.
enum PlainCRC {
  static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    var state: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      state ^= UInt32(byte)
      for _ in 0..<8 { state = state & 1 == 1 ? state >> 1 ^ 0x82F6_3B78 : state >> 1 }
    }
    return ~state
  }
}

extension [UInt8] {
  /// A number of some bytes, the least significant first.
  func number(at offset: Int, _ width: Int) -> UInt64 {
    (0..<width).reduce(0) { $0 | UInt64(self[offset + $1]) << UInt64(8 * $1) }
  }

  /// Writes one over what stands there.
  mutating func set(_ number: UInt64, at offset: Int, _ width: Int) {
    for index in 0..<width { self[offset + index] = UInt8(truncatingIfNeeded: number >> UInt64(8 * index)) }
  }

  fileprivate mutating func add(_ number: UInt64, _ width: Int) {
    append(contentsOf: (0..<width).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) })
  }
}

import EventLog
import Foundation
import Testing

/// Makes the ledgers of the conformance folder: each case is a base ledger, whole or with one thing done to it.
struct ConformanceGenerator {
  let base: BaseLedgers
  static let first = "log/00000000000000000001.jsonl.lz4"
  static let second = "log/00000000000000000009.jsonl.lz4"
  static let third = "log/00000000000000000017.jsonl.lz4"
  static let lastHead = "checkpoints/00000000000000000021"

  func cases() throws -> [GeneratedCase] {
    try whole() + flipped() + misplaced() + renumbered() + rotated() + forged() + kept()
  }

  private func whole() throws -> [GeneratedCase] {
    let torn = try base.killed.unpadding(Self.third).cutting(Self.third, by: 7)
    var halfCommit = base.killed
    halfCommit[Self.third] = nil
    var begun = base.killed
    begun[Self.third] = Array(try #require(begun[Self.third]).prefix(30))
    return [
      GeneratedCase("new", "Only ledger.opened.", base.fresh, events: 1),
      GeneratedCase(
        "closed", "Two sealed segments and an active one, closed cleanly.", base.closed, events: 21),
      GeneratedCase(
        "killed", "The same, left by a kill: padding ends the log, and no head is signed behind event 16.",
        base.killed, events: 21),
      GeneratedCase(
        "padding-bit", "A bit of the padding of a ledger that was left by a kill: a torn tail.",
        try base.killed.flipping(Self.third, at: -5), events: 21, noted: [Self.third]),
      GeneratedCase(
        "padding-cut", "The padding is cut: a torn tail.", try base.killed.cutting(Self.third, by: 5),
        events: 21, noted: [Self.third]),
      GeneratedCase(
        "waiting", "Left by a kill before anything was sealed: padding ends each segment.", base.waiting,
        events: 21),
      GeneratedCase(
        "waiting-padding-bit", "The same, with a bit of the padding of a full segment: bytes of no event.",
        try base.waiting.flipping(Self.first, at: -5), events: 21, noted: [Self.first]),
      GeneratedCase(
        "torn-tail", "The last commit is half there, and nothing says that it was durable.", torn, events: 17,
        noted: [Self.third]),
      GeneratedCase(
        "last-segment-gone", "The last segment never came into its folder; nothing says that it was durable.",
        halfCommit, events: 16),
      GeneratedCase(
        "segment-begun", "The last segment's header is half there, without a commit behind it.", begun,
        events: 16),
    ]
  }

  /// One bit of each kind of thing.
  private func flipped() throws -> [GeneratedCase] {
    let sealed = try #require(base.closed[Self.second]).count
    let places: [(name: String, about: String, file: String, at: Int, events: Int)] = [
      ("bit-ledger", "A bit of LEDGER.", "LEDGER", 60, 0),
      ("bit-sealed-header", "A bit of a sealed segment's header.", Self.second, 33, 21),
      ("bit-sealed-magic", "A bit of the magic number of a sealed segment.", Self.second, 1, 21),
      ("bit-block", "A bit of a block.", Self.second, 90, 21),
      ("bit-footer-root", "A bit of the root in a footer.", Self.second, sealed - 300, 21),
      ("bit-footer-index", "A bit of the index in a footer.", Self.second, -20, 21),
      ("bit-footer-end", "A bit of the last bytes of a footer.", Self.second, -1, 21),
      ("bit-active-header", "A bit of the active segment's header.", Self.third, 40, 21),
      (
        "bit-commit-header", "A bit of the first commit's header in the active segment.", Self.third, 52 + 30,
        16
      ),
      ("bit-commit", "A bit of the lines of the last commit.", Self.third, -3, 17),
      ("bit-checkpoint-root", "A bit of a signed root.", Self.lastHead, 40, 21),
      ("bit-checkpoint-signature", "A bit of a signature.", Self.lastHead, -20, 21),
    ]
    return try places.map { place in
      GeneratedCase(
        place.name, place.about, try base.closed.flipping(place.file, at: place.at), .damaged,
        events: place.events, named: [place.file])
    }
  }

  /// A segment with a byte more behind its header.
  private static func displaced(_ segment: [UInt8]?) throws -> [UInt8] {
    var bytes = try #require(segment)
    bytes.insert(0, at: 52)
    return bytes
  }

  /// A segment whose header has the next version, with a right checksum.
  private static func newer(_ segment: [UInt8]?) throws -> [UInt8] {
    var bytes = try #require(segment)
    bytes[12] += 1
    let sum = ForgedLedger.checksum(Array(bytes[..<48]))
    for index in 0..<4 { bytes[48 + index] = UInt8(truncatingIfNeeded: sum >> UInt32(8 * index)) }
    return bytes
  }

  /// Files that are missing, cut, doubled, swapped, strange, or of another ledger.
  private func misplaced() throws -> [GeneratedCase] {
    let closed = base.closed
    let swapped = closed.putting(Self.first, closed[Self.second]).putting(Self.second, closed[Self.first])
    let newer = String(decoding: try #require(closed["LEDGER"]), as: UTF8.self)
      .replacing("\"format\":1", with: "\"format\":2")
    let body = newer.prefix(upTo: try #require(newer.range(of: ",\"checksum\"")).lowerBound)
    let sum = String(ForgedLedger.checksum(Array(body.utf8)), radix: 16)
    let padded = String(repeating: "0", count: 8 - sum.count) + sum
    let newerBytes = Array("\(body),\"checksum\":\"\(padded)\"}\n".utf8)
    return [
      GeneratedCase(
        "no-identity", "LEDGER is missing.", closed.putting("LEDGER", nil), .refused, events: 0),
      GeneratedCase(
        "newer-format", "LEDGER says format 2.", closed.putting("LEDGER", newerBytes), .refused, events: 0),
      GeneratedCase(
        "sealed-missing", "A sealed segment is missing.", closed.putting(Self.first, nil), .damaged,
        events: 0,
        named: [Self.first]),
      GeneratedCase(
        "middle-missing", "A sealed segment in the middle is missing.", closed.putting(Self.second, nil),
        .damaged, events: 8, named: [Self.second]),
      GeneratedCase(
        "active-missing", "The active segment is missing, and a signed head tells of it.",
        closed.putting(Self.third, nil), .damaged, events: 16, named: [Self.third]),
      GeneratedCase(
        "active-cut", "The active segment is cut below the signed head.",
        try closed.cutting(Self.third, by: 7), .damaged, events: 17, named: [Self.third]),
      GeneratedCase(
        "sealed-cut", "A sealed segment has lost its footer.", try closed.cutting(Self.second, by: 200),
        .damaged, events: 21, named: [Self.second]),
      GeneratedCase(
        "swapped", "Two segments have each other's names.", swapped, .damaged, events: 0, named: [Self.first]),
      GeneratedCase(
        "doubled", "A segment stands a second time under a strange name.",
        closed.putting("log/00000000000000000009.copy", closed[Self.second]), .damaged, events: 21,
        named: ["log/00000000000000000009.copy"]),
      GeneratedCase(
        "strange-name", "A file among the signed heads has no size as its name.",
        closed.putting("checkpoints/latest", closed[Self.lastHead]), .damaged, events: 21,
        named: ["checkpoints/latest"]),
      GeneratedCase(
        "foreign-segment", "A segment of another ledger stands in the place of one.",
        closed.putting(Self.third, base.other[Self.third]), .damaged, events: 16, named: [Self.third]),
      GeneratedCase(
        "waiting-displaced", "A byte of no event stands before the commits of the second of them.",
        base.waiting.putting(Self.second, try Self.displaced(base.waiting[Self.second])), .damaged, events: 8,
        named: [Self.second]),
      GeneratedCase(
        "last-empty", "The file of the last segment is empty: a torn tail.",
        base.killed.putting(Self.third, []), events: 16, noted: [Self.third]),
      GeneratedCase(
        "waiting-bit", "A bit of the second of three segments that wait to be sealed.",
        try base.waiting.flipping(Self.second, at: 150), .damaged, events: 8, named: [Self.second]),
      GeneratedCase(
        "foreign-segment-unclaimed",
        "The same, where no signed head tells of the events that stood there.",
        base.killed.putting(Self.third, base.other[Self.third]), .damaged, events: 16, named: [Self.third]),
      GeneratedCase(
        "newer-segment", "A segment's header says version 2.",
        closed.putting(Self.third, try Self.newer(closed[Self.third])), .refused, events: 0),
      GeneratedCase(
        "foreign-head", "A signed head of another ledger stands among the others.",
        closed.putting(Self.lastHead, base.other[Self.lastHead]), .damaged, events: 21, named: [Self.lastHead]
      ),
      GeneratedCase(
        "wrong-size", "A signed head stands under another size.",
        closed.putting("checkpoints/00000000000000000020", closed[Self.lastHead]), .damaged, events: 21,
        named: ["checkpoints/00000000000000000020"]),
    ]
  }
}

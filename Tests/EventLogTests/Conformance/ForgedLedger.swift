import Crypto
import EventLog
import Foundation
import Testing

/// A ledger of one active segment that holds any lines at all, with every checksum and signature right: what somebody
/// writes who has the key and knows the format.
///
/// It is made from `Format.md`, with the `lz4` command, and shares nothing with the program.
struct ForgedLedger {
  /// Lines with the names of their streams, one commit each.
  var lines: [(text: String, stream: String)]

  /// The files of a ledger like `base`, with these lines in place of its own.
  func files(like base: [String: [UInt8]]) throws -> [String: [UInt8]] {
    let identity = try #require(base["LEDGER"])
    let text = String(decoding: identity, as: UTF8.self)
    let id = HexText.bytes(try #require(text.split(separator: "\"ledger\":\"").last).prefix(32))
    let origin = String(
      try #require(text.split(separator: "\"origin\":\"").last).prefix { $0 != "\"" })
    let segment = "log/00000000000000000001.jsonl.lz4"
    var bytes = Array(try #require(base[segment]).prefix(48))
    bytes[14] = 1  // active
    bytes += Self.little(UInt64(Self.checksum(bytes)), 4)
    var tree = MerkleFrontier()
    for (index, line) in lines.enumerated() {
      let number = UInt64(index) + 1
      let frame = try Self.compressed(Array((line.text + "\n").utf8))
      var header = Self.little(0x184D_2A51, 4) + Self.little(80, 4) + Array("CFcm".utf8)
      header += Self.little(1, 2) + Self.little(0, 2) + id + Self.little(number, 8) + Self.little(1, 4)
      header += Self.little(UInt64(line.text.utf8.count) + 1, 4) + Self.little(UInt64(frame.count), 4)
      header += Self.little(UInt64(Self.checksum(frame)), 4) + Self.little(number - 1, 8)
      header += Self.little(number, 8) + Self.little(1, 4)
      header += SHA256.hash(data: Array(line.stream.utf8)).prefix(8).reversed()
      bytes += header + Self.little(UInt64(Self.checksum(header)), 4) + frame
      tree.append(Self.leaf(line.text))
    }
    let head = "\(origin)\n\(lines.count)\n\(tree.root.base64)\n"
    return [
      "LEDGER": identity, segment: bytes,
      "checkpoints/" + Self.digits(lines.count): try KeyRotationTests.note(head, key: testKey, name: origin),
    ]
  }

  /// The leaf that a line yields, erased or not.
  private static func leaf(_ line: String) -> TreeHash {
    let stated = line.split(separator: "\"erased\":{\"leaf\":\"").dropFirst().first?.prefix(44)
    return stated.flatMap { TreeHash(base64: String($0)) } ?? .leaf(of: Array(line.utf8))
  }

  static func digits(_ number: Int) -> String {
    String(repeating: "0", count: 20 - "\(number)".count) + "\(number)"
  }

  private static func little(_ number: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
  }

  /// CRC-32C, bit by bit.
  static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var state: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      state ^= UInt32(byte)
      for _ in 0..<8 { state = state & 1 == 1 ? state >> 1 ^ 0x82F6_3B78 : state >> 1 }
    }
    return ~state
  }

  private static func compressed(_ bytes: [UInt8]) throws -> [UInt8] {
    try Command.run("lz4", ["-1", "-c", "--content-size", "-BI", "-B4"], input: bytes).output
  }
}

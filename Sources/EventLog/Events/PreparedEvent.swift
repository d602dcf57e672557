import Diagnostics
import Instants
import JSONText

/// A new event that was judged good: its texts as bytes, its body without white space between tokens.
struct PreparedEvent: Sendable {
  let kind: [UInt8]
  let version: Int
  let stream: [UInt8]
  let hash: StreamHash
  let cause: EventReference?
  let run: EventReference?
  let sourceAt: [UInt8]
  let effectiveAt: [UInt8]
  let salt: [UInt8]
  let body: [UInt8]

  static let streamBytesMax = 1_024
  static let kindBytesMax = 64
  static let depthMax = 128

  /// Judges an event that is number `index` of its append; salts come from `random`.
  init(_ event: NewEvent, index: Int, random: (Int) -> [UInt8]) throws(Failure) {
    let place = "event \(index) of the append (\(event.kind.prefix(80)))"
    let kind = Array(event.kind.utf8)
    guard (1...Self.kindBytesMax).contains(kind.count), kind.allSatisfy(Self.isKindByte) else {
      throw .badEvent(
        "the kind \"\(event.kind.prefix(80))\" is no event name", at: place,
        remedy: "use 1 to 64 small letters, digits, dots, hyphens and underscores, like record.polled")
    }
    guard event.version >= 1, event.version < 1 << 31 else {
      throw .badEvent("version \(event.version)", at: place, remedy: "count versions of a body from 1")
    }
    guard (1...Self.streamBytesMax).contains(event.stream.utf8.count),
      event.stream.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
    else {
      throw .badEvent(
        "a stream's name of \(event.stream.utf8.count) bytes, or with control characters", at: place,
        remedy: "use 1 to \(Self.streamBytesMax) bytes without control characters")
    }
    self.kind = kind
    version = event.version
    stream = EscapedText.encoded(event.stream)
    hash = StreamHash(event.stream)
    cause = event.cause
    run = event.run
    sourceAt = try Self.time(event.sourceAt, "source_at", place)
    effectiveAt = try Self.time(event.effectiveAt, "effective_at", place)
    salt = event.isPersonal ? Self.salt(random(16)) : []
    body = try Self.body(event.body, place)
    guard body.count <= NewEvent.bodyBytesMax else {
      throw .badEvent(
        "a body of \(body.count) bytes", at: place,
        remedy: "keep a body below \(NewEvent.bodyBytesMax) bytes; split what is larger into several events")
    }
  }

  static func isKindByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x30...0x39, 0x2E, 0x2D, 0x5F: true
    default: false
    }
  }

  private static func time(_ text: String?, _ key: String, _ place: String) throws(Failure) -> [UInt8] {
    guard let text else { return [] }
    guard RFC3339.microseconds(text) != nil else {
      throw .badEvent(
        "\(key) \"\(text.prefix(40))\" is no RFC 3339 time", at: place, remedy: "write 2026-07-14T09:30:00Z")
    }
    return Array(text.utf8)
  }

  private static func body(_ body: [UInt8], _ place: String) throws(Failure) -> [UInt8] {
    var compact: [UInt8] = []
    compact.reserveCapacity(body.count)
    do {
      try JSONScan.compact(unsafe body.span.bytes, depthMax: depthMax, into: &compact)
    } catch {
      throw .badEvent(
        "the body is no JSON: \(error.reason) at byte \(error.offset)", at: place,
        remedy: "give one JSON object")
    }
    guard compact.first == 0x7B else {
      throw .badEvent(
        "the body is no JSON object", at: place, remedy: "put the value into a member of an object")
    }
    return compact
  }

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// 22 characters of the base64url alphabet out of 16 random bytes: 128 bits.
  static func salt(_ random: [UInt8]) -> [UInt8] {
    var salt: [UInt8] = []
    salt.reserveCapacity(22)
    var (bits, count) = (0 as UInt32, 0)
    for byte in random {
      bits = bits << 8 | UInt32(byte)
      count += 8
      while count >= 6 {
        count -= 6
        salt.append(alphabet[Int(bits >> UInt32(count)) & 63])
      }
    }
    if count > 0 { salt.append(alphabet[Int(bits << UInt32(6 - count)) & 63]) }
    return salt
  }
}

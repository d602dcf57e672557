package import Diagnostics
import Synchronization

/// Takes secrets out of what a server says before a person reads it or the ledger keeps it.
///
/// A server may give back what it was sent: as it is, percent-encoded, with the escapes of JSON, or one in the other.
/// Data are never masked: a value of a record may happen to be what a password is.
package final class SecretMask: Sendable {
  /// What stands in the place of a secret.
  static let shown = "(secret)"
  /// Shorter ones are parts of any word.
  static let bytesMin = 4
  /// A text may be cut at its end: so much of a secret there is taken for one, and `bytesMin` before the mark of a cut.
  static let cutBytesMin = 8
  /// Forms within forms that are undone: JSON in a form field in a message of JSON is three.
  private static let depthMax = 3
  /// Tokens are renewed by the hour; older ones mean nothing any more.
  private static let tokensMax = 64

  /// Passwords, client secrets, refresh tokens: hidden as long as the program runs.
  private let lasting: [[UInt8]]
  /// Access tokens and sessions, the oldest first.
  private let tokens = Mutex<[[UInt8]]>([])

  /// A mask for these secrets, which last.
  package init(_ secrets: [Secret]) {
    lasting = secrets.map { Array($0.value.utf8) }.filter { $0.count >= Self.bytesMin }
  }

  /// Adds one that came to be known: an access token, a session.
  package func add(_ secret: Secret) {
    let bytes = Array(secret.value.utf8)
    guard bytes.count >= Self.bytesMin else { return }
    tokens.withLock { tokens in
      guard !tokens.contains(bytes) else { return }
      tokens.append(bytes)
      if tokens.count > Self.tokensMax { tokens.removeFirst() }
    }
  }

  /// The failure without secrets in what was found and where; its remedy holds words of the house alone.
  package func masked(_ failure: Failure) -> Failure {
    Failure(
      failure.code, masked(failure.message), at: failure.place.map { masked($0) }, remedy: failure.remedy)
  }

  /// The text without secrets.
  package func masked(_ text: String) -> String {
    let secrets = lasting + tokens.withLock { $0 }
    let bytes = Array(text.utf8)
    var isHidden = [Bool](repeating: false, count: bytes.count)
    var readings = [Reading(bytes)]
    for _ in 0...Self.depthMax {
      for reading in readings {
        for secret in secrets { reading.hide(secret, in: &isHidden) }
      }
      readings = readings.flatMap { [$0.percentDecoded, $0.unescaped].compactMap(\.self) }
    }
    guard isHidden.contains(true) else { return text }
    var shown: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      if !isHidden[index] {
        shown.append(byte)
      } else if index == 0 || !isHidden[index - 1] {
        shown += Array(Self.shown.utf8)
      }
    }
    return String(decoding: shown, as: UTF8.self)
  }
}

/// One way to read a text, with the part of the text that each byte comes from.
private struct Reading {
  private var bytes: [UInt8] = []
  private var origins: [Range<Int>] = []

  init(_ text: [UInt8]) {
    bytes = text
    origins = text.indices.map { $0..<$0 + 1 }
  }

  private init() {}

  private mutating func append(_ byte: UInt8, from origin: Range<Int>) {
    bytes.append(byte)
    origins.append(origin)
  }

  /// Marks where a secret stands, and what is left of one where the text was cut.
  func hide(_ secret: [UInt8], in isHidden: inout [Bool]) {
    for start in bytes.indices where bytes[start] == secret[0] {
      var count = 0
      while count < secret.count, start + count < bytes.count, matches(bytes[start + count], secret[count]) {
        count += 1
      }
      let end = start + count
      let isCut =
        count >= SecretMask.bytesMin && isEllipsis(at: end)
        || count >= SecretMask.cutBytesMin && end == bytes.count
      guard count == secret.count || isCut else { continue }
      for origin in origins[start..<end] {
        for index in origin { isHidden[index] = true }
      }
    }
  }

  /// A form writes a blank as a plus sign.
  private func matches(_ byte: UInt8, _ wanted: UInt8) -> Bool {
    byte == wanted || (byte == UInt8(ascii: "+") && wanted == UInt8(ascii: " "))
  }

  /// Whether `…` stands here, the mark of a text that was cut.
  private func isEllipsis(at index: Int) -> Bool { bytes[index...].starts(with: [0xE2, 0x80, 0xA6]) }

  /// The text with every `%2F` undone; nil where there is none.
  var percentDecoded: Reading? {
    guard bytes.contains(UInt8(ascii: "%")) else { return nil }
    return decoded { index in
      guard bytes[index] == UInt8(ascii: "%"), let value = hex(after: index, digits: 2) else { return nil }
      return ([UInt8(value)], 3)
    }
  }

  /// The text with the escapes of a JSON string undone; nil where there is none.
  var unescaped: Reading? {
    guard bytes.contains(UInt8(ascii: "\\")) else { return nil }
    return decoded { index in
      guard bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count else { return nil }
      switch bytes[index + 1] {
      case UInt8(ascii: "u"): return unicode(at: index)
      case UInt8(ascii: "b"): return ([0x08], 2)
      case UInt8(ascii: "f"): return ([0x0C], 2)
      case UInt8(ascii: "n"): return ([0x0A], 2)
      case UInt8(ascii: "r"): return ([0x0D], 2)
      case UInt8(ascii: "t"): return ([0x09], 2)
      case let byte where [UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/")].contains(byte):
        return ([byte], 2)
      default: return nil
      }
    }
  }

  /// The text with each escape replaced that `escape` knows, by what it stands for and its length.
  private func decoded(_ escape: (Int) -> ([UInt8], Int)?) -> Reading? {
    var reading = Reading()
    var index = 0
    var isOther = false
    while index < bytes.count {
      guard let (values, length) = escape(index) else {
        reading.append(bytes[index], from: origins[index])
        index += 1
        continue
      }
      let origin = origins[index].lowerBound..<origins[index + length - 1].upperBound
      for value in values { reading.append(value, from: origin) }
      index += length
      isOther = true
    }
    return isOther ? reading : nil
  }

  /// `\u00e9`, and two of them for a character beyond the first plane.
  private func unicode(at index: Int) -> ([UInt8], Int)? {
    guard let first = hex(after: index + 1, digits: 4) else { return nil }
    if let scalar = Unicode.Scalar(first) { return (Array(Character(scalar).utf8), 6) }
    guard (0xD800..<0xDC00).contains(first), bytes[(index + 6)...].starts(with: Array("\\u".utf8)),
      let second = hex(after: index + 7, digits: 4), (0xDC00..<0xE000).contains(second),
      let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { return nil }
    return (Array(Character(scalar).utf8), 12)
  }

  /// The number that so many digits behind a byte give.
  private func hex(after index: Int, digits: Int) -> UInt32? {
    guard index + digits < bytes.count else { return nil }
    var value: UInt32 = 0
    for byte in bytes[(index + 1)...(index + digits)] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}

package import Diagnostics
package import JSONText

/// One line of the log, taken apart.
package struct StoredEvent: Hashable, Sendable {
  /// 1, 2, 3 … without gaps.
  package let seq: UInt64
  /// When it was recorded, as written.
  package let at: String
  /// The past-tense name.
  package let kind: String
  /// The version of the body's meaning.
  package let version: Int
  /// The record or process that it is about.
  package let stream: String
  /// The previous event of the same stream.
  package let prev: UInt64?
  /// The event that led to this one.
  package let cause: UInt64?
  /// The event that opened the poll, webhook or command.
  package let run: UInt64?
  /// When the source system says that it changed, as written.
  package let sourceAt: String?
  /// When the fact takes effect, as written.
  package let effectiveAt: String?
  /// The salt of an event with personal fields.
  package let salt: String?
  /// The body's bytes as they are in the log; empty on an erased event.
  package let body: [UInt8]
  /// The whole line without its newline; it also holds the keys that this program does not know.
  package let line: [UInt8]

  /// Takes a line apart; throws `ledger-damaged` where it is no event.
  package init(_ line: RawSpan) throws(Failure) {
    guard let envelope = EnvelopeScanner(line) else {
      throw .ledgerDamaged("a line that is no event", at: line.text(0..<min(60, line.byteCount)))
    }
    self.init(line, envelope)
  }

  /// The event whose envelope was scanned.
  package init(_ line: RawSpan, _ envelope: EnvelopeScanner) {
    func text(_ range: Range<Int>) -> String? { range.isEmpty ? nil : EscapedText.decoded(line.text(range)) }
    seq = envelope.sequence
    at = text(envelope.at) ?? ""
    kind = text(envelope.kind) ?? ""
    version = Int(envelope.version)
    stream = text(envelope.stream) ?? ""
    prev = envelope.previous == 0 ? nil : envelope.previous
    cause = envelope.cause == 0 ? nil : envelope.cause
    run = envelope.run == 0 ? nil : envelope.run
    sourceAt = text(envelope.sourceAt)
    effectiveAt = text(envelope.effectiveAt)
    salt = text(envelope.salt)
    body = line.array(envelope.body)
    self.line = line.array
  }
}

/// The two escapes that the writer uses in envelope texts.
enum EscapedText {
  /// The text between the quotes of a JSON string; control characters have been refused before.
  static func encoded(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      if byte == 0x22 || byte == 0x5C { bytes.append(0x5C) }
      bytes.append(byte)
    }
    return bytes
  }

  static func decoded(_ text: String) -> String {
    guard text.utf8.contains(0x5C) else { return text }
    var bytes: [UInt8] = []
    var isEscape = false
    for byte in text.utf8 {
      if !isEscape && byte == 0x5C {
        isEscape = true
      } else {
        bytes.append(byte)
        isEscape = false
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension StoredEvent {
  /// The body as a tree; throws `event-unreadable` where it is no JSON.
  package func json() throws(Failure) -> JSONValue {
    do throws(JSONSyntaxError) {
      return try JSONValue(parsing: body)
    } catch {
      throw Failure(
        .eventUnreadable, "the body is no JSON: \(error)", at: "event \(seq)",
        remedy: "run `counterfoil verify`")
    }
  }
}

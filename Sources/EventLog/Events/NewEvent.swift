/// What a caller wants appended; the writer adds the number, the time and the link to the stream's previous event.
package struct NewEvent: Hashable, Sendable {
  /// A past-tense name such as `record.polled`: small letters, digits, `.`, `_` and `-`, at most 64.
  package var kind: String
  /// The version of the body's meaning for this kind.
  package var version: Int = 1
  /// The record or process that it is about: any text of 1 to 1,024 bytes without control characters.
  package var stream: String
  /// The event that led to this one.
  package var cause: EventReference?
  /// The event that opened the poll, webhook or command that this one belongs to.
  package var run: EventReference?
  /// When the source system says that it changed, RFC 3339.
  package var sourceAt: String?
  /// When the fact takes effect, where that is another time, RFC 3339.
  package var effectiveAt: String?
  /// Whether the body holds personal fields: the event then gets a salt, so that it can be erased one day.
  package var isPersonal: Bool = false
  /// A JSON object, at most 128 deep; white space between tokens is dropped, everything else stays as it is.
  package var body: [UInt8]

  /// The most bytes of a body without white space between its tokens, 4 MiB: a block of 256 lines stays below what one
  /// LZ4 frame and one buffer can hold.
  package static let bodyBytesMax = 4 << 20

  /// An event with its body.
  package init(
    kind: String, version: Int = 1, stream: String, cause: EventReference? = nil, run: EventReference? = nil,
    sourceAt: String? = nil, effectiveAt: String? = nil, isPersonal: Bool = false, body: [UInt8]
  ) {
    self.kind = kind
    self.version = version
    self.stream = stream
    self.cause = cause
    self.run = run
    self.sourceAt = sourceAt
    self.effectiveAt = effectiveAt
    self.isPersonal = isPersonal
    self.body = body
  }
}

/// Another event, named before its number is known or after.
package enum EventReference: Hashable, Sendable {
  /// An event of the log.
  case sequence(UInt64)
  /// An event of the same append, by its index from 0.
  case inCommit(Int)
}

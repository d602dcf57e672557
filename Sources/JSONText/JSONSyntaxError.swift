/// Why a text is no JSON, and where.
package struct JSONSyntaxError: Error, Hashable, Sendable {
  /// The byte, counted from 0, at which the text stops being JSON; its length where it ends too early.
  package let offset: Int
  /// What is wrong there, without anything of the text: small first letter, no full stop.
  package let reason: String

  /// An error at a byte of the text.
  package init(offset: Int, reason: String) {
    self.offset = offset
    self.reason = reason
  }
}

extension JSONSyntaxError: CustomStringConvertible {
  /// `byte 17: a comma or } is expected`.
  package var description: String { "byte \(offset): \(reason)" }
}

extension JSONSyntaxError {
  static func tooDeep(_ depthMax: Int, at offset: Int) -> Self {
    Self(offset: offset, reason: "arrays and objects are nested deeper than \(depthMax)")
  }

  static func trailing(at offset: Int) -> Self {
    Self(offset: offset, reason: "the text goes on after its value")
  }

  /// Something else stands where the grammar wants `what`, or the text ends there.
  @inline(never)
  static func expected(_ what: String, at offset: Int, in bytes: RawSpan) -> Self {
    if offset >= bytes.byteCount {
      Self(offset: bytes.byteCount, reason: "the text ends where \(what) is expected")
    } else if offset == 0, bytes.peek(0) == 0xEF, bytes.peek(1) == 0xBB, bytes.peek(2) == 0xBF {
      Self(offset: 0, reason: "a byte order mark stands before the text")
    } else {
      Self(offset: offset, reason: "\(what) is expected")
    }
  }
}

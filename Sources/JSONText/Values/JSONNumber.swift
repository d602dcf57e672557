/// A number as its token says it: digits, point and exponent are kept, nothing is rounded.
///
/// Two numbers are equal when their tokens are: `1.0` and `1` differ.
package struct JSONNumber: Hashable, Sendable {
  /// The exact token, as RFC 8259 allows it.
  package let digits: String

  /// A number from a token; nil where that is no JSON number.
  package init?(digits: String) {
    let utf8 = Array(digits.utf8)
    do {
      guard try utf8.span.bytes.endOfNumber(from: 0) == utf8.count else { return nil }
    } catch {
      return nil
    }
    self.digits = digits
  }

  /// A number from an integer.
  package init(_ value: Int) { digits = String(value) }

  /// A number from an unsigned integer.
  package init(_ value: UInt64) { digits = String(value) }

  /// A number from a token that the scanner has judged.
  init(judged digits: String) { self.digits = digits }

  /// The integer that the token is; nil with a point or an exponent, or beyond 64 bits.
  package var int: Int? { Int(digits) }

  /// The unsigned integer that the token is; nil as for `int`.
  package var uint64: UInt64? { UInt64(digits) }
}

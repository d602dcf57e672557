/// A decimal number with its exact digits: no binary floating point comes near an amount.
///
/// The value is `digits` × 10^-`scale`. Trailing zeros behind the point are dropped, so that equal numbers
/// have equal parts.
package struct ExactDecimal: Hashable, Sendable {
  /// The most digits before and behind the point together; what is longer is no amount.
  package static let digitsMax = 64

  /// Below zero; never for zero itself.
  package let isNegative: Bool
  /// The digits as numbers 0–9 without leading zeros; empty for zero.
  package let digits: [UInt8]
  /// How many of the digits stand behind the point.
  package let scale: Int

  private init(isNegative: Bool, digits: [UInt8], scale: Int) {
    var digits = digits
    var scale = scale
    while scale > 0, digits.isEmpty || digits.last == 0 {
      if !digits.isEmpty { digits.removeLast() }
      scale -= 1
    }
    let leading = digits.prefix { $0 == 0 }.count
    if leading > 0 { digits.removeFirst(leading) }
    self.isNegative = isNegative && !digits.isEmpty
    self.digits = digits
    self.scale = scale
  }

  /// Reads `-12.50`, `850000`, `1e3`, `1.5E-2`; nil where `text` is no such number or is out of bounds.
  package init?(_ text: String) {
    var bytes = Array(CanonicalText.trimmed(text).utf8)[...]
    var isNegative = false
    if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      bytes.removeFirst()
    }
    var digits: [UInt8] = []
    var scale = 0
    var seenPoint = false
    while let byte = bytes.first {
      if byte == UInt8(ascii: ".") {
        guard !seenPoint else { return nil }
        seenPoint = true
      } else if let digit = Self.digit(byte) {
        digits.append(digit)
        if seenPoint { scale += 1 }
      } else {
        break
      }
      bytes.removeFirst()
    }
    guard !digits.isEmpty, digits.count <= Self.digitsMax, let exponent = Self.exponent(bytes) else {
      return nil
    }
    scale -= exponent
    if scale < 0 {
      digits.append(contentsOf: repeatElement(0, count: -scale))
      scale = 0
    }
    if digits.count < scale {
      digits.insert(contentsOf: repeatElement(0, count: scale - digits.count), at: 0)
    }
    guard digits.count <= 2 * Self.digitsMax else { return nil }
    self.init(isNegative: isNegative, digits: digits, scale: scale)
  }

  /// The plain text: no exponent, no superfluous zero, `0` for zero.
  package var text: String {
    guard !digits.isEmpty else { return "0" }
    var bytes: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
    let whole = digits.count - scale
    if whole <= 0 { bytes.append(UInt8(ascii: "0")) }
    for index in min(0, whole)..<digits.count {
      if index == whole { bytes.append(UInt8(ascii: ".")) }
      bytes.append(UInt8(ascii: "0") + (index < 0 ? 0 : digits[index]))
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The number with at most `scale` digits behind the point, halves away from zero.
  package func rounded(toScale target: Int) -> ExactDecimal {
    guard scale > target, target >= 0 else { return self }
    let kept = digits.count - (scale - target)
    guard kept >= 0 else { return ExactDecimal(isNegative: false, digits: [], scale: 0) }
    var result = Array(digits.prefix(kept))
    if digits[kept] >= 5 {
      var index = kept - 1
      while index >= 0, result[index] == 9 {
        result[index] = 0
        index -= 1
      }
      if index >= 0 { result[index] += 1 } else { result.insert(1, at: 0) }
    }
    return ExactDecimal(isNegative: isNegative, digits: result, scale: target)
  }

  /// The plain text of a number token; one that is out of bounds stays as it is.
  static func plain(_ token: String) -> String {
    let bytes = token.utf8
    // Nearly every number is a plain integer already.
    if bytes.count <= digitsMax, bytes.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }),
      bytes.count == 1 || bytes.first != UInt8(ascii: "0")
    {
      return token
    }
    return ExactDecimal(token)?.text ?? token
  }

  /// Whether it has no digits behind the point.
  package var isWhole: Bool { scale == 0 }

  private static func digit(_ byte: UInt8) -> UInt8? {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? byte - UInt8(ascii: "0") : nil
  }

  /// The value of `e3`, `E-2`; 0 for nothing, nil for anything else or beyond ±64.
  private static func exponent(_ rest: ArraySlice<UInt8>) -> Int? {
    guard let mark = rest.first else { return 0 }
    guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return nil }
    // The magnitude, because the lowest Int has no positive twin.
    guard let value = Int(String(decoding: rest.dropFirst(), as: UTF8.self)), value.magnitude <= digitsMax
    else { return nil }
    return value
  }
}

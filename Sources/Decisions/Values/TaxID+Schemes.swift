// The forms and check digits follow the published rules of each tax office; they are tried against real
// numbers of each scheme in the tests.
extension TaxID {
  /// The scheme of `country` in whose form `number` is valid; nil where there is none.
  static func scheme(of number: String, in country: String) -> Scheme? {
    let bytes = Array(number.utf8)
    switch country {
    case "AU": return isABN(bytes) ? .abn : nil
    case "BR": return isCNPJ(bytes) ? .cnpj : nil
    case "CA": return isBN(bytes) ? .bn : nil
    case "CH": return isUID(bytes) ? .uid : nil
    case "NO": return isOrganisationNumber(bytes) ? .mva : nil
    case "FR": return isVAT(bytes, "FR") ? .vat : isSIREN(bytes) ? .siren : nil
    default: return isVAT(bytes, country) ? .vat : nil
    }
  }

  private static func isABN(_ bytes: [UInt8]) -> Bool {
    guard var digits = digits(bytes, count: 11), digits[0] > 0 else { return false }
    digits[0] -= 1
    return weighted(digits, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) % 89 == 0
  }

  /// Fourteen places, letters allowed in the first twelve (since 2026); a character counts as its code - 48.
  private static func isCNPJ(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == 14, bytes.suffix(2).allSatisfy(isDigit) else { return false }
    let places = bytes.map { Int($0) - 48 }
    func check(_ count: Int) -> Int {
      var sum = 0
      for index in 0..<count { sum += places[index] * ((count - index - 1) % 8 + 2) }
      return sum % 11 < 2 ? 0 : 11 - sum % 11
    }
    return check(12) == places[12] && check(13) == places[13]
  }

  /// Nine digits, alone or with a program account (`RC0001`).
  private static func isBN(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == 9 || bytes.count == 15, let root = digits(Array(bytes.prefix(9)), count: 9) else {
      return false
    }
    if bytes.count == 15 {
      let program = String(decoding: bytes[9..<11], as: UTF8.self)
      guard ["RC", "RM", "RP", "RT", "RR", "RZ"].contains(program), bytes[11...].allSatisfy(isDigit) else {
        return false
      }
    }
    return luhn(root) % 10 == 0
  }

  private static func isUID(_ bytes: [UInt8]) -> Bool {
    guard let digits = digits(bytes, count: 9) else { return false }
    return (11 - weighted(Array(digits.prefix(8)), [5, 4, 3, 2, 7, 6, 5, 4]) % 11) % 11 == digits[8]
  }

  private static func isOrganisationNumber(_ bytes: [UInt8]) -> Bool {
    guard let digits = digits(bytes, count: 9) else { return false }
    return weighted(digits, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0
  }

  static func isSIREN(_ bytes: [UInt8]) -> Bool {
    guard let digits = digits(bytes, count: 9) else { return false }
    return luhn(digits) % 10 == 0
  }

  /// The numbers of `bytes` if they are exactly `count` digits.
  static func digits(_ bytes: [UInt8], count: Int) -> [Int]? {
    guard bytes.count == count, bytes.allSatisfy(isDigit) else { return nil }
    return bytes.map { Int($0) - 48 }
  }

  static func weighted(_ digits: [Int], _ weights: [Int]) -> Int {
    zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The sum of Luhn's rule with the last digit as the check digit.
  static func luhn(_ digits: [Int]) -> Int {
    var sum = 0
    for (place, digit) in digits.reversed().enumerated() {
      let doubled = place % 2 == 1 ? digit * 2 : digit
      sum += doubled > 9 ? doubled - 9 : doubled
    }
    return sum
  }

  /// The remainder of a number of any length; letters count as 10…35 (ISO 7064).
  static func remainder(_ bytes: some Sequence<UInt8>, modulus: Int) -> Int {
    bytes.reduce(0) { rest, byte in
      let value = isDigit(byte) ? Int(byte) - 48 : Int(byte) - 55
      return (rest * (value > 9 ? 100 : 10) + value) % modulus
    }
  }
}

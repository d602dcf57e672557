extension TaxID {
  /// Whether `bytes` (without the country) are a valid VAT number of `country`.
  static func isVAT(_ bytes: [UInt8], _ country: String) -> Bool {
    switch country {
    case "AT": isAustrian(bytes)
    case "CY": isCypriot(bytes)
    case "DE": isGerman(bytes)
    case "EE": digits(bytes, count: 9).map { weighted($0, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0 } ?? false
    case "FI": digits(bytes, count: 8).map { weighted($0, [7, 9, 10, 5, 8, 4, 2, 1]) % 11 == 0 } ?? false
    case "FR": isFrench(bytes)
    case "GB": isBritish(bytes)
    case "HU": digits(bytes, count: 8).map { weighted($0, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 == 0 } ?? false
    case "IT":
      digits(bytes, count: 11).map { $0.prefix(7).contains { $0 > 0 } && luhn($0) % 10 == 0 } ?? false
    case "LV": isLatvian(bytes)
    case "NL": isDutch(bytes)
    case "PL":
      digits(bytes, count: 10).map { weighted($0, [6, 5, 7, 2, 3, 4, 5, 6, 7, -1]) % 11 == 0 } ?? false
    case "PT": isPortuguese(bytes)
    case "RO": isRomanian(bytes)
    case "SI": isSlovenian(bytes)
    default: false
    }
  }

  private static func isAustrian(_ bytes: [UInt8]) -> Bool {
    guard bytes.first == UInt8(ascii: "U"), let digits = digits(Array(bytes.dropFirst()), count: 8) else {
      return false
    }
    var sum = 0
    for (place, digit) in digits.prefix(7).enumerated() {
      let doubled = place % 2 == 1 ? digit * 2 : digit
      sum += doubled > 9 ? doubled - 9 : doubled
    }
    return (96 - sum) % 10 == digits[7]
  }

  private static func isCypriot(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == 9, let digits = digits(Array(bytes.prefix(8)), count: 8), let letter = bytes.last
    else {
      return false
    }
    let odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21]
    var sum = 0
    for (place, digit) in digits.enumerated() { sum += place % 2 == 0 ? odd[digit] : digit }
    return Int(letter) == 65 + sum % 26
  }

  /// ISO 7064 mod 11, 10.
  private static func isGerman(_ bytes: [UInt8]) -> Bool {
    guard let digits = digits(bytes, count: 9), digits[0] > 0 else { return false }
    var product = 10
    for digit in digits.prefix(8) {
      let sum = (digit + product) % 10
      product = (sum == 0 ? 10 : sum) * 2 % 11
    }
    return (11 - product) % 10 == digits[8]
  }

  /// Two check characters, old style digits, new style with letters, before the SIREN.
  private static func isFrench(_ bytes: [UInt8]) -> Bool {
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)
    guard bytes.count == 11, let first = alphabet.firstIndex(of: bytes[0]),
      let second = alphabet.firstIndex(of: bytes[1]), let siren = digits(Array(bytes[2...]), count: 9)
    else { return false }
    // Monaco's numbers have three zeros here and no SIREN behind them.
    guard siren.prefix(3).allSatisfy({ $0 == 0 }) || luhn(siren) % 10 == 0 else { return false }
    let value = siren.reduce(0) { $0 * 10 + $1 }
    if first < 10, second < 10 { return first * 10 + second == (value * 100 + 12) % 97 }
    let check = first < 10 ? first * 24 + second - 10 : first * 34 + second - 100
    return (value + 1 + check / 11) % 11 == check % 11
  }

  private static func isBritish(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == 9 || bytes.count == 12, let all = digits(bytes, count: bytes.count) else {
      return false
    }
    let remainder = weighted(all, [8, 7, 6, 5, 4, 3, 2, 10, 1]) % 97
    let isNewer = all[0] > 0  // numbers from 100 on may follow the later rule
    return remainder == 0 || isNewer && (remainder == 42 || remainder == 55)
  }

  private static func isLatvian(_ bytes: [UInt8]) -> Bool {
    guard let digits = digits(bytes, count: 11), digits[0] > 3 else { return false }
    return weighted(digits, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3
  }

  /// Nine digits, B and two more: by the old rule of eleven or, for sole traders, mod 97.
  private static func isDutch(_ bytes: [UInt8]) -> Bool {
    guard bytes.count == 12, bytes[9] == UInt8(ascii: "B"), bytes[10...].allSatisfy(isDigit),
      let digits = digits(Array(bytes.prefix(9)), count: 9)
    else { return false }
    if weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 == 0 { return true }
    return remainder(Array("NL".utf8) + bytes, modulus: 97) == 1
  }

  private static func isPortuguese(_ bytes: [UInt8]) -> Bool {
    guard let digits = digits(bytes, count: 9), digits[0] > 0 else { return false }
    return (11 - weighted(Array(digits.prefix(8)), [9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10 == digits[8]
  }

  private static func isRomanian(_ bytes: [UInt8]) -> Bool {
    guard (5...10).contains(bytes.count), let digits = digits(bytes, count: bytes.count), digits[0] > 0 else {
      return false
    }
    let padded = [Int](repeating: 0, count: 10 - digits.count) + digits
    return 10 * weighted(Array(padded.prefix(9)), [7, 5, 3, 2, 1, 7, 5, 3, 2]) % 11 % 10 == padded[9]
  }

  private static func isSlovenian(_ bytes: [UInt8]) -> Bool {
    guard let digits = digits(bytes, count: 8), digits[0] > 0 else { return false }
    let check = 11 - weighted(Array(digits.prefix(7)), [8, 7, 6, 5, 4, 3, 2]) % 11
    return check == digits[7] || check == 10 && digits[7] == 0
  }
}

// Austria to France; Germany and Estonia need no function of their own.
extension TaxCheck {
  /// Seven digits and a check digit, with or without the U before them.
  static func austrian(_ number: [UInt8]) -> Bool {
    let digits = digits(number.suffix(8))
    var sum = 0
    for (place, digit) in digits.prefix(7).enumerated() {
      let doubled = place % 2 == 1 ? digit * 2 : digit
      sum += doubled > 9 ? doubled - 9 : doubled
    }
    return (96 - sum) % 10 == digits[7]
  }

  /// 97 less the remainder of the first digits are the last two; ten digits begin with 0 or 1.
  static func belgian(_ number: [UInt8]) -> Bool {
    if number.count == 10, number[0] > UInt8(ascii: "1") { return false }
    return value(number) > 0 && (value(number.dropLast(2)) + value(number.suffix(2))) % 97 == 0
  }

  /// Nine digits for companies; ten for people, foreigners and others, each with a rule of their own.
  static func bulgarian(_ number: [UInt8]) -> Bool {
    let digits = digits(number)
    if number.count == 9 {
      let first = sum(number, [1, 2, 3, 4, 5, 6, 7, 8]) % 11
      return (first < 10 ? first : sum(number, [3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10) == digits[8]
    }
    let isCitizen =
      isBirthday(number, monthsAdded: [0, 20, 40])
      && sum(number, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == digits[9]
    let isForeigner = sum(number, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 == digits[9]
    return isCitizen || isForeigner || (11 - sum(number, [4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 == digits[9]
  }

  static func cypriot(_ number: [UInt8]) -> Bool {
    guard !number.starts(with: [UInt8(ascii: "1"), UInt8(ascii: "2")]), let letter = number.last else {
      return false
    }
    let odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21]
    var sum = 0
    for (place, digit) in digits(number.prefix(8)).enumerated() { sum += place % 2 == 0 ? odd[digit] : digit }
    return Int(letter) == 65 + sum % 26
  }

  /// Eight digits for companies; ten are a birth number, nine that begin with 6 somebody without one.
  ///
  /// Birth numbers of nine digits (before 1954) have no check.
  static func czech(_ number: [UInt8]) -> Bool {
    let digits = digits(number)
    switch number.count {
    case 8:
      let check = 11 - sum(number, [8, 7, 6, 5, 4, 3, 2]) % 11
      return digits[0] != 9 && (check == 11 ? 1 : check % 10) == digits[7]
    case 9:
      let check = sum(number.dropFirst(), [8, 7, 6, 5, 4, 3, 2]) % 11
      return digits[0] == 6 && (8 - (10 - check) % 11 + 10) % 10 == digits[8]
    default: return isBirthNumber(number)
    }
  }

  /// The birth number of Czechoslovakia: a birthday (women 50 more, full days 20 more) and ten digits by mod 11.
  private static func isBirthNumber(_ number: [UInt8]) -> Bool {
    isBirthday(number, monthsAdded: [0, 20, 50, 70])
      && value(number.dropLast()) % 11 % 10 == digits(number.suffix(1))[0]
  }

  static func danish(_ number: [UInt8]) -> Bool {
    number[0] > UInt8(ascii: "0") && sum(number, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0
  }

  /// Citizens (DNI), foreigners (NIE), people without either (K, L, M), companies and bodies (the other letters).
  static func spanish(_ number: [UInt8]) -> Bool {
    guard let first = number.first, let last = number.last else { return false }
    if TaxScheme.isDigit(first) { return last == letterOfDNI(number.prefix(8)) }
    switch first {
    case UInt8(ascii: "X")...UInt8(ascii: "Z"):
      return last == letterOfDNI([first - UInt8(ascii: "X") + 48] + number[1..<8])
    case UInt8(ascii: "K")...UInt8(ascii: "M"): return last == letterOfDNI(number[1..<8])
    default:
      // Which bodies have a digit and which a letter is told in several ways, so either is taken.
      guard Array("ABCDEFGHJNPQRSUVW".utf8).contains(first) else { return false }
      let check = (10 - luhn(number[1..<8] + [48]) % 10) % 10
      return Int(last) == check + 48 || last == Array("JABCDEFGHI".utf8)[check]
    }
  }

  private static func letterOfDNI(_ digits: some Sequence<UInt8>) -> UInt8 {
    Array("TRWAGMYFPDXBNJZSQVHLCKE".utf8)[value(digits) % 23]
  }

  /// Two check characters, old style digits, new style with letters, before the SIREN.
  static func french(_ number: [UInt8]) -> Bool {
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)
    guard let first = alphabet.firstIndex(of: number[0]), let second = alphabet.firstIndex(of: number[1]),
      isMonegasque(number) || luhn(number.suffix(9)) % 10 == 0
    else { return false }
    let siren = value(number.suffix(9))
    if first < 10, second < 10 { return first * 10 + second == (siren * 100 + 12) % 97 }
    let check = first < 10 ? first * 24 + second - 10 : first * 34 + second - 100
    return (siren + 1 + check / 11) % 11 == check % 11
  }

  static func isMonegasque(_ number: [UInt8]) -> Bool { number[2..<5].allSatisfy { $0 == UInt8(ascii: "0") } }

  /// By Luhn's rule, the SIREN in it too; establishments of the post office by the sum of their digits.
  static func siret(_ number: [UInt8]) -> Bool {
    guard luhn(number.prefix(9)) % 10 == 0 else { return false }
    if luhn(number) % 10 == 0 { return true }
    return value(number.prefix(9)) == 356_000_000 && digits(number).reduce(0, +) % 5 == 0
  }
}

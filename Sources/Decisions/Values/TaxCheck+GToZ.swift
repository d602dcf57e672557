// The United Kingdom to Slovakia; Luxembourg, Malta, Norway, Poland and Sweden need no function of their own.
extension TaxCheck {
  /// Mod 97 in two rules, of which numbers from 100 on may follow the later; a branch's three digits do not count.
  static func british(_ number: [UInt8]) -> Bool {
    guard number.allSatisfy(TaxScheme.isDigit) else { return false }
    let remainder = sum(number, [8, 7, 6, 5, 4, 3, 2, 10, 1]) % 97
    return remainder == 0 || number[0] > UInt8(ascii: "0") && (remainder == 42 || remainder == 55)
  }

  /// Powers of two, mod 11; eight digits are nine whose first zero was left out.
  static func greek(_ number: [UInt8]) -> Bool {
    let digits = digits(padded(number, to: 9))
    return digits.prefix(8).reduce(0) { ($0 + $1) * 2 } % 11 % 10 == digits[8]
  }

  static func hungarian(_ number: [UInt8]) -> Bool { sum(number, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 == 0 }

  /// Seven digits, the check letter and perhaps a second letter; old ones have a letter, + or * in the second
  /// place, and their first digit counts last.
  static func irish(_ number: [UInt8]) -> Bool {
    let weights = [8, 7, 6, 5, 4, 3, 2]
    func letter(_ sum: Int) -> UInt8 { sum % 23 == 0 ? UInt8(ascii: "W") : UInt8(64 + sum % 23) }
    guard TaxScheme.isDigit(number[1]) else {
      return number[7] == letter(sum([UInt8(ascii: "0")] + number[2..<7] + [number[0]], weights))
    }
    var sum = sum(number, weights)
    if number.count == 9, number[8] != UInt8(ascii: "W") { sum += 9 * (Int(number[8]) - 64) }
    return number[7] == letter(sum)
  }

  /// Seven digits, a province or 120, 121, 888, 999, and Luhn's check digit.
  static func italian(_ number: [UInt8]) -> Bool {
    let province = value(number[7..<10])
    guard (1...100).contains(province) || [120, 121, 888, 999].contains(province) else { return false }
    return value(number.prefix(7)) > 0 && luhn(number) % 10 == 0
  }

  /// The last but one digit is 1; the weights go round from 1 to 9, and from 3 where that gives 10.
  static func lithuanian(_ number: [UInt8]) -> Bool {
    let digits = digits(number)
    let count = digits.count - 1
    var check = sum(number, (0..<count).map { 1 + $0 % 9 }) % 11
    if check == 10 { check = sum(number, (0..<count).map { 1 + ($0 + 2) % 9 }) % 11 }
    return digits[count - 1] == 1 && check % 10 == digits[count]
  }

  /// Companies' numbers begin with 4 to 9; people's have no check.
  static func latvian(_ number: [UInt8]) -> Bool {
    number[0] > UInt8(ascii: "3") && sum(number, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3
  }

  /// Nine digits, B and two more: by the old rule of eleven or, for sole traders, mod 97.
  static func dutch(_ number: [UInt8]) -> Bool {
    let number = padded(number, to: 12)
    guard value(number.suffix(2)) > 0 else { return false }
    if sum(number.prefix(9), [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 == 0 { return true }
    return remainder(Array("NL".utf8) + number, modulus: 97) == 1
  }

  static func portuguese(_ number: [UInt8]) -> Bool {
    let check = (11 - sum(number, [9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10
    return number[0] > UInt8(ascii: "0") && check == digits(number)[8]
  }

  /// Up to ten digits for companies, thirteen (the personal number) for people.
  static func romanian(_ number: [UInt8]) -> Bool {
    guard number[0] > UInt8(ascii: "0") else { return false }
    if number.count == 13 {
      let check = sum(number, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11
      return (check == 10 ? 1 : check) == digits(number)[12]
    }
    let padded = padded(number, to: 10)
    return 10 * sum(padded, [7, 5, 3, 2, 1, 7, 5, 3, 2]) % 11 % 10 == digits(padded)[9]
  }

  static func slovenian(_ number: [UInt8]) -> Bool {
    let check = 11 - sum(number, [8, 7, 6, 5, 4, 3, 2]) % 11
    let last = digits(number)[7]
    return number[0] > UInt8(ascii: "0") && (check == last || check == 10 && last == 0)
  }

  static func slovak(_ number: [UInt8]) -> Bool {
    number[0] > UInt8(ascii: "0") && [2, 3, 4, 7, 8, 9].contains(digits(number)[2]) && value(number) % 11 == 0
  }

  static func swiss(_ number: [UInt8]) -> Bool {
    (11 - sum(number, [5, 4, 3, 2, 7, 6, 5, 4]) % 11) % 11 == digits(number)[8]
  }
}

// Beyond Europe.
extension TaxCheck {
  static func australian(_ number: [UInt8]) -> Bool {
    guard number[0] > UInt8(ascii: "0") else { return false }
    return (sum(number, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 == 0
  }

  /// Fourteen places, letters allowed in the first twelve (since 2026); a character counts as its code - 48.
  static func brazilian(_ number: [UInt8]) -> Bool {
    let places = digits(number)
    func check(_ count: Int) -> Int {
      var sum = 0
      for index in 0..<count { sum += places[index] * ((count - index - 1) % 8 + 2) }
      return sum % 11 < 2 ? 0 : 11 - sum % 11
    }
    return check(12) == places[12] && check(13) == places[13]
  }

  static func canadian(_ number: [UInt8]) -> Bool {
    let programs = ["RC", "RM", "RP", "RT", "RR", "RZ"]
    let isAccount = number.count == 9 || programs.contains(String(decoding: number[9..<11], as: UTF8.self))
    return isAccount && luhn(number.prefix(9)) % 10 == 0
  }

  /// Letters of the name, the day of birth or foundation, two characters against doubles, a check character.
  ///
  /// Some 1.5 % of the numbers in use have a wrong check character; they are numbers all the same.
  static func mexican(_ number: [UInt8]) -> Bool {
    let alphabet = Array("0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ ".utf8) + [TaxScheme.enye]
    guard isBirthday(number.suffix(9), monthsAdded: [0]), let last = number.last else { return false }
    let places = [UInt8](repeating: UInt8(ascii: " "), count: 13 - number.count) + number.dropLast()
    var sum = 0
    for (index, byte) in places.enumerated() {
      guard let value = alphabet.firstIndex(of: byte) else { return false }
      sum += value * (13 - index)
    }
    return alphabet[(11 - sum % 11) % 11] == last
  }
}

/// Makes tax numbers that are right in form and check digits for their country, from dice.
enum TaxNumber {
  /// A number in its compact form, with the country's prefix where the country writes one.
  static func make(country: String, dice: inout SeededDice) -> String {
    switch country {
    case "DE": "DE" + text(germanDigits(dice.digits(8)))
    case "GB": "GB" + text(britishDigits(dice.digits(7)))
    case "FR": french(text(luhn(dice.digits(8))))
    case "ES": "ES" + spanish(dice.digits(7), letter: dice.pick(["A", "B"]))
    case "NL": "NL" + dutch(&dice) + "B01"
    case "CH": "CHE" + swiss(&dice)
    case "FI": "FI" + finnish(&dice)
    case "SE": "SE" + text(luhn([5, 5] + dice.digits(7))) + "01"
    case "BE": belgian(dice.digits(7))
    case "IE": irish(dice.digits(7))
    case "LU": luxembourgian(dice.digits(6))
    case "IT": "IT" + text(luhn(dice.digits(10)))
    case "AT": "ATU" + austrian(dice.digits(7))
    case "AU": australian(dice.digits(9))
    case "CA": text(luhn(dice.digits(8))) + "RC0001"
    case "JP": japanese(dice.digits(12))
    case "US": "\(dice.within(10...88))-\(text(dice.digits(7)))"
    default: country + text(dice.digits(9))
    }
  }

  private static func text(_ digits: [Int]) -> String { digits.map(String.init).joined() }

  private static func weighed(_ digits: [Int], _ weights: [Int]) -> Int {
    zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// The digits with the check digit of Luhn behind them.
  private static func luhn(_ digits: [Int]) -> [Int] {
    let sum = digits.reversed().enumerated().reduce(0) { sum, item in
      let doubled = item.offset.isMultiple(of: 2) ? item.element * 2 : item.element
      return sum + doubled / 10 + doubled % 10
    }
    return digits + [(10 - sum % 10) % 10]
  }

  /// ISO 7064, mod 11,10.
  private static func germanDigits(_ digits: [Int]) -> [Int] {
    let product = digits.reduce(10) { product, digit in
      let sum = (digit + product) % 10
      return (sum == 0 ? 10 : sum) * 2 % 11
    }
    return digits + [(11 - product) % 10]
  }

  private static func britishDigits(_ digits: [Int]) -> [Int] {
    let check = 97 - weighed(digits, [8, 7, 6, 5, 4, 3, 2]) % 97
    return digits + [check / 10, check % 10]
  }

  private static func french(_ siren: String) -> String {
    let key = (12 + 3 * ((Int(siren) ?? 0) % 97)) % 97
    return "FR\(twoDigits(key))\(siren)"
  }

  private static func spanish(_ digits: [Int], letter: String) -> String {
    let sum = digits.enumerated().reduce(0) { sum, item in
      let doubled = item.offset.isMultiple(of: 2) ? item.element * 2 : item.element
      return sum + doubled / 10 + doubled % 10
    }
    return letter + text(digits + [(10 - sum % 10) % 10])
  }

  private static func dutch(_ dice: inout SeededDice) -> String {
    while true {
      let digits = dice.digits(8)
      let check = weighed(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11
      if check < 10 { return text(digits + [check]) }
    }
  }

  private static func swiss(_ dice: inout SeededDice) -> String {
    while true {
      let digits = dice.digits(8)
      let check = (11 - weighed(digits, [5, 4, 3, 2, 7, 6, 5, 4]) % 11) % 11
      if check < 10 { return text(digits + [check]) }
    }
  }

  private static func finnish(_ dice: inout SeededDice) -> String {
    while true {
      let digits = dice.digits(7)
      let check = (11 - weighed(digits, [7, 9, 10, 5, 8, 4, 2]) % 11) % 11
      if check < 10 { return text(digits + [check]) }
    }
  }

  private static func belgian(_ digits: [Int]) -> String {
    let number = Int(text(digits)) ?? 0
    return "BE0\(text(digits))\(twoDigits(97 - number % 97))"
  }

  private static func irish(_ digits: [Int]) -> String {
    let letters = Array("WABCDEFGHIJKLMNOPQRSTUV")
    return "IE\(text(digits))\(letters[weighed(digits, [8, 7, 6, 5, 4, 3, 2]) % 23])"
  }

  private static func luxembourgian(_ digits: [Int]) -> String {
    "LU\(text(digits))\(twoDigits((Int(text(digits)) ?? 0) % 89))"
  }

  private static func austrian(_ digits: [Int]) -> String {
    let sum = digits.enumerated().reduce(0) { sum, item in
      let (digit, isOdd) = (item.element, item.offset.isMultiple(of: 2))
      return sum + (isOdd ? digit : digit / 5 + digit * 2 % 10)
    }
    return text(digits + [(10 - (sum + 4) % 10) % 10])
  }

  private static func australian(_ digits: [Int]) -> String {
    let rest = weighed(digits, [3, 5, 7, 9, 11, 13, 15, 17, 19]) % 89
    return "\(10 + (89 - rest))\(text(digits))"
  }

  private static func japanese(_ digits: [Int]) -> String {
    let sum = digits.reversed().enumerated().reduce(0) { sum, item in
      sum + item.element * (item.offset.isMultiple(of: 2) ? 1 : 2)
    }
    return "\(9 - sum % 9)\(text(digits))"
  }
}

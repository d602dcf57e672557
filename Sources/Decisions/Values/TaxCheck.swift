/// The check digits of tax numbers, each by the published rule of its tax office; tried against real numbers of
/// each scheme in the tests.
///
/// Every check is asked of a number that has one of its scheme's forms (``TaxScheme``).
enum TaxCheck {
  /// The numbers of digits.
  static func digits(_ number: some Sequence<UInt8>) -> [Int] { number.map { Int($0) - 48 } }

  /// The value of at most 18 digits.
  static func value(_ number: some Sequence<UInt8>) -> Int { number.reduce(0) { $0 * 10 + Int($1) - 48 } }

  /// The sum of the digits, each with its weight; digits without a weight do not count.
  static func sum(_ number: some Sequence<UInt8>, _ weights: [Int]) -> Int {
    zip(number, weights).reduce(0) { $0 + (Int($1.0) - 48) * $1.1 }
  }

  /// The sum of Luhn's rule with the last digit as the check digit.
  static func luhn(_ number: some Collection<UInt8>) -> Int {
    var sum = 0
    for (place, digit) in digits(number).reversed().enumerated() {
      let doubled = place % 2 == 1 ? digit * 2 : digit
      sum += doubled > 9 ? doubled - 9 : doubled
    }
    return sum
  }

  /// ISO 7064 mod 11, 10: Germany and Croatia.
  static func isMod11And10(_ number: [UInt8]) -> Bool {
    let digits = digits(number)
    var product = 10
    for digit in digits.dropLast() {
      let sum = (digit + product) % 10
      product = (sum == 0 ? 10 : sum) * 2 % 11
    }
    return (11 - product) % 10 == digits.last
  }

  /// The remainder of a number of any length; letters count as 10…35 (ISO 7064).
  static func remainder(_ bytes: some Sequence<UInt8>, modulus: Int) -> Int {
    bytes.reduce(0) { rest, byte in
      let value = TaxScheme.isDigit(byte) ? Int(byte) - 48 : Int(byte) - 55
      return (rest * (value > 9 ? 100 : 10) + value) % modulus
    }
  }

  /// `number` with zeros before it up to `count` characters.
  static func padded(_ number: [UInt8], to count: Int) -> [UInt8] {
    [UInt8](repeating: UInt8(ascii: "0"), count: max(0, count - number.count)) + number
  }

  /// Whether six digits, year, month and day, can be a birthday; months may have 20, 40, 50 or 70 added.
  static func isBirthday(_ number: some Sequence<UInt8>, monthsAdded: [Int]) -> Bool {
    let digits = digits(number.prefix(6))
    let (month, day) = (digits[2] * 10 + digits[3], digits[4] * 10 + digits[5])
    return (1...31).contains(day) && monthsAdded.contains { (1...12).contains(month - $0) }
  }
}

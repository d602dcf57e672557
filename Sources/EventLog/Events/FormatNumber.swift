/// The numbers of this format: at most 18 digits, so that no sum of a few of them overflows.
enum FormatNumber {
  /// The greatest number that an event, a size or a name may have: 18 nines (Format.md, "An event").
  static let greatest: UInt64 = 999_999_999_999_999_999

  /// The number that a text writes without a sign and without leading zeros; nil for any other text.
  static func decimal(_ text: some StringProtocol) -> UInt64? {
    guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }),
      text == "0" || text.utf8.first != 48
    else { return nil }
    return UInt64(text)
  }
}

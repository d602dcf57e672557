/// A user's date pattern as the token answer gives it (`simpleDateFormat`, Java's letters): `MM/dd/yyyy`, `dd.MM.yy`.
struct DatePattern: Hashable, Sendable {
  /// What a server without the member is taken to use.
  static let usual = "MM/dd/yyyy"

  private let pattern: String

  init(_ pattern: String) { self.pattern = pattern }

  /// The date `yyyyMMdd` in this pattern; nil where the text is no such date.
  func text(of date: String) -> String? {
    guard date.utf8.count == 8, date.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    let year = date.prefix(4)
    let month = date.dropFirst(4).prefix(2)
    let day = date.suffix(2)
    var result = ""
    var rest = Substring(pattern)
    while let letter = rest.first {
      let run = rest.prefix { $0 == letter }
      switch letter {
      case "y": result += run.count <= 2 ? year.suffix(2) : year
      case "M": result += run.count == 1 ? Self.short(month) : month
      case "d": result += run.count == 1 ? Self.short(day) : day
      default: result += run
      }
      rest = rest.dropFirst(run.count)
    }
    return result
  }

  private static func short(_ digits: Substring) -> Substring {
    digits.first == "0" ? digits.dropFirst() : digits
  }
}

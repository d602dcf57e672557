import SimulatedCompanies

/// How values look to the user: amounts grouped by thousands, with the user's own sign for decimals.
struct DisplayText: Sendable {
  let decimals: AISQuirks.DecimalFormat

  /// `767500` as `767.500` or `767,500`, `-12.5` as `-12,5`; only amounts are grouped.
  func number(_ digits: String, isAmount: Bool) -> String {
    let (mark, group) = decimals == .comma ? (",", ".") : (".", ",")
    let sign = digits.hasPrefix("-") ? "-" : ""
    let parts = digits.dropFirst(sign.count).split(separator: ".", maxSplits: 1)
    let whole = parts.first.map(String.init) ?? "0"
    let grouped = isAmount ? Self.grouped(whole, by: group) : whole
    return sign + grouped + (parts.count > 1 ? mark + parts[1] : "")
  }

  /// `11/23/2026`, the pattern of the login answer.
  func date(_ date: CivilDate) -> String {
    let (year, month, day) = date.parts
    return "\(twoDigits(month))/\(twoDigits(day))/\(year)"
  }

  private static func grouped(_ digits: String, by mark: String) -> String {
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += mark }
      text.append(digit)
    }
    return text
  }
}

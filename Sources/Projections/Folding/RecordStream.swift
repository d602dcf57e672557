import Decisions

/// What the name of a record's stream says about it.
struct RecordStream: Hashable {
  let side: Side
  /// Table or module.
  let kind: String
  /// AN8, where the table is keyed by it.
  let number: Int?
  /// IDLN, where the table is keyed by it.
  let line: Int?
  let zohoID: String?
  /// F0116: `yyyyMMdd`; empty is always, and for all other records.
  let effectiveOn: String

  /// Nil where the name is not that of a record.
  init?(_ stream: String) {
    let parts = StreamKey.parts(of: stream)
    guard parts.count >= 3, let side = Side(rawValue: parts[0]) else { return nil }
    self.side = side
    kind = parts[1]
    zohoID = side == .zoho ? parts[2] : nil
    let columns = side == .jde ? TableKeys.columns(of: kind) : []
    func part(_ column: String) -> String? {
      guard let place = columns.firstIndex(of: column), place + 2 < parts.count else { return nil }
      return parts[place + 2]
    }
    number = part("AN8").flatMap { Int($0) }
    line = part("IDLN").flatMap { Int($0) }
    effectiveOn = part("EFTB") ?? ""
  }
}

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
    let isNumbered = side == .jde && Self.numbered.contains(parts[1])
    number = isNumbered ? Int(parts[2]) : nil
    line = isNumbered && Self.lined.contains(parts[1]) && parts.count > 3 ? Int(parts[3]) : nil
    zohoID = side == .zoho ? parts[2] : nil
    effectiveOn = side == .jde && parts[1] == "F0116" && parts.count > 3 ? parts[3] : ""
  }

  /// The tables whose key begins with AN8, and those where IDLN follows it.
  private static let numbered: Set = ["F0101", "F03012", "F0401", "F0116", "F0111", "F0115", "F01151"]
  private static let lined: Set = ["F0111", "F0115", "F01151"]
}

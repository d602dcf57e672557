package import Decisions
package import Diagnostics

/// A record as a person names it.
package enum RecordName: Hashable, Sendable {
  /// `4242`: everything that hangs on an address number.
  case number(Int)
  /// `customer/4242`, `contact/4242.1`: one record of an entity.
  case record(SubjectKey)
  /// `zoho/Accounts/<id>`: a Zoho record and what it was ever linked to.
  case zoho(module: String, id: String)

  /// Reads one of the three forms.
  package init(_ text: String) throws(Failure) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard !parts.contains(where: \.isEmpty) else { throw .recordNameUnreadable(text) }
    switch parts.count {
    case 1:
      guard let number = Int(text), number > 0 else { throw .recordNameUnreadable(text) }
      self = .number(number)
    case 2 where parts[0] != "zoho" && parts[0] != "jde":
      let key = SubjectKey(entity: parts[0], key: parts[1])
      guard key.number != nil else { throw .recordNameUnreadable(text) }
      self = .record(key)
    case 3 where parts[0] == "zoho":
      self = .zoho(module: parts[1], id: parts[2])
    default: throw .recordNameUnreadable(text)
    }
  }

  /// The name as it is written.
  package var text: String {
    switch self {
    case .number(let number): String(number)
    case .record(let key): "\(key.entity)/\(key.key)"
    case .zoho(let module, let id): "zoho/\(module)/\(id)"
    }
  }
}

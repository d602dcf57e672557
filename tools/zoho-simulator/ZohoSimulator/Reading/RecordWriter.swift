import JSONText
import SimulatedCompanies

/// Writes records as JSON: the names are made once, values are copied as they are kept.
struct RecordWriter: Sendable {
  private let fields: [Field]
  private let quirks: ZohoQuirks
  /// COQL gives lookups without their names.
  private let namesLookups: Bool

  private struct Field: Sendable {
    let name: [UInt8]
    let source: ZohoFieldSource
    let kind: ZohoField.Kind
  }

  /// A writer of these fields; names that the module does not have are left out, `id` is always there.
  init(_ module: ZohoModule, names: [String], quirks: ZohoQuirks, namesLookups: Bool = true) {
    var fields: [Field] = []
    var seen: Set<String> = []
    for name in names + ["id"] {
      guard seen.insert(name).inserted, let source = module.source(name),
        let shown = name == "id" ? quirks.idName : name
      else { continue }
      let kind =
        if case .cell(let position) = source { module.fields[position].kind } else { ZohoField.Kind.text }
      fields.append(Field(name: Self.key(shown), source: source, kind: kind))
    }
    self.fields = fields
    self.quirks = quirks
    self.namesLookups = namesLookups
  }

  private static func key(_ name: String) -> [UInt8] { Array("\"\(name)\":".utf8) }

  /// Appends a record; `accounts` are for the names of lookups.
  func append(_ record: ZohoRecord, lookups: ZohoLookups, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "{"))
    for (index, field) in fields.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += field.name
      append(field, of: record, lookups: lookups, to: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private func append(
    _ field: Field, of record: ZohoRecord, lookups: ZohoLookups, to bytes: inout [UInt8]
  ) {
    switch field.source {
    case .id: quirks.value(of: record.id).append(to: &bytes)
    case .created: appendTime(record.created, to: &bytes)
    case .modified: appendTime(record.modified, to: &bytes)
    case .owner: appendUser(record.owner, withMail: true, to: &bytes)
    case .createdBy: appendUser(record.createdBy, withMail: true, to: &bytes)
    case .modifiedBy: appendUser(record.modifiedBy, withMail: true, to: &bytes)
    case .locked: bytes += Array((record.isLocked ? "true" : "false").utf8)
    case .tag: bytes += Array("[]".utf8)
    case .recordStatus: bytes += Array("\"Available\"".utf8)
    case .cell(let position):
      guard let text = record[position] else {
        bytes += Array((field.kind == .boolean ? "false" : "null").utf8)
        return
      }
      if case .lookup(let module) = field.kind {
        appendLookup(text, name: namesLookups ? lookups.name(of: text, in: module) : nil, to: &bytes)
      } else if field.kind == .userLookup {
        appendUser(ZohoUser.position(id: text) ?? 0, withMail: true, to: &bytes)
      } else {
        bytes += text.utf8
      }
    }
  }

  private func appendLookup(_ id: String, name: String?, to bytes: inout [UInt8]) {
    let id = quirks.ids == .text ? "\"\(id)\"" : quirks.value(of: UInt64(id) ?? 0).text
    guard namesLookups else {
      bytes += Array("{\"id\":\(id)}".utf8)
      return
    }
    bytes += Array("{\"name\":".utf8)
    bytes += (name ?? "null").utf8
    bytes += Array(",\"id\":\(id)}".utf8)
  }

  private func appendUser(_ user: UInt8, withMail: Bool, to bytes: inout [UInt8]) {
    let user = ZohoUser.all[Int(user)]
    guard namesLookups else {
      bytes += Array("{\"id\":\(quirks.value(of: user.id).text)}".utf8)
      return
    }
    user.ownerJSON(quirks).append(to: &bytes)
  }

  private func appendTime(_ seconds: Int, to bytes: inout [UInt8]) {
    let time = WallTime(seconds: seconds)
    bytes.append(UInt8(ascii: "\""))
    time.appendISOSeconds(offset: quirks.timeZone == .utc ? 0 : time.centralEuropeOffset, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }
}

/// How Zoho writes instants.
enum ZohoTimeText {
  /// Whole seconds, with the offset of the calling user's zone on that day.
  static func text(_ seconds: Int, _ zone: ZohoQuirks.TimeZone) -> String {
    let time = WallTime(seconds: seconds)
    return time.isoSeconds(offset: zone == .utc ? 0 : time.centralEuropeOffset)
  }
}

/// The names behind lookups.
struct ZohoLookups: Sendable {
  let tables: [String: ZohoTable]

  /// The JSON text of a record's name.
  func name(of id: String, in module: String) -> String? {
    guard let table = tables[module], let id = UInt64(id), let index = table.index(of: id) else { return nil }
    let field = module == "Contacts" ? "Full_Name" : table.module.systemField
    return table.module.position(field).flatMap { table.records[index][$0] }
  }
}

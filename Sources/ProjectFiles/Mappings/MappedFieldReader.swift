import Decisions
import Diagnostics

/// Reads the list `fields` of a mapping: single fields and groups, in the order of the file.
struct MappedFieldReader {
  let columns: ColumnResolver
  private static let ownKeys = [
    "id", "jde", "join", "else", "value", "link", "zoho", "type", "crosswalk", "missing", "max", "personal",
  ]

  private(set) var fields: [MappedField] = []
  private(set) var entityUses: [PlacedText] = []
  private(set) var crosswalkUses: [CrosswalkUse] = []
  private var groups: Set<String> = []
  private var zohoFields: Set<String> = []

  init(columns: ColumnResolver) { self.columns = columns }

  mutating func read(_ root: KeyedNode, _ problems: inout Problems) {
    guard let items = root.list("fields", &problems) else {
      if root.take("fields") == nil {
        root.missing(
          "fields", example: "- { id: name, jde: F0101.ALPH, zoho: Account_Name, owner: jde }", &problems)
      }
      return
    }
    for item in items {
      if item.has("group") || item.has("fields") {
        readGroup(item, &problems)
      } else if let block = KeyedNode(
        item, title: "field", keys: Self.ownKeys + MergePolicy.keys, &problems)
      {
        let policy = MergePolicy.read(block, &problems)
        readField(block, policy: policy, group: nil, isPersonal: false, &problems)
      }
    }
  }

  private mutating func readGroup(_ node: PlacedNode, _ problems: inout Problems) {
    guard
      let block = KeyedNode(
        node, title: "group", keys: ["group", "fields", "personal"] + MergePolicy.keys, &problems)
    else { return }
    let name = block.requiredText("group", example: "address", &problems)
    let policy = MergePolicy.read(block, &problems)
    let isPersonal = block.flag("personal", &problems) ?? false
    let members = block.list("fields", &problems)
    if members?.isEmpty ?? (block.take("fields") == nil) {
      block.missing("fields", example: "the fields that merge as one", &problems)
    }
    if let name, !groups.insert(name.text).inserted {
      problems.add(
        .duplicateName, "two groups are called \(name.text)", at: name.place,
        remedy: "put their fields into one group, or name one of them differently")
    }
    for member in members ?? [] {
      guard let block = KeyedNode(member, title: "field", keys: Self.ownKeys + MergePolicy.keys, &problems)
      else { continue }
      MergePolicy.refuse(in: block, group: name?.text ?? "", &problems)
      readField(block, policy: policy, group: name?.text, isPersonal: isPersonal, &problems)
    }
  }

  private mutating func readField(
    _ block: KeyedNode, policy: MergePolicy?, group: String?, isPersonal: Bool, _ problems: inout Problems
  ) {
    let zoho = block.requiredText("zoho", example: "Account_Name", &problems)
    let id = block.placedText("id", &problems)
    let source = FieldSourceReader.read(block, columns: columns, &problems)
    let type: FieldType? = block.choice("type", &problems)
    let crosswalk = block.placedText("crosswalk", &problems)
    let missing = MissingRule.read(block, hasCrosswalk: crosswalk != nil, &problems)
    let lengthMax = block.integer("max", in: 1...100_000, &problems)
    let personal = block.flag("personal", &problems) ?? isPersonal
    guard let zoho, ZohoNames.check(zoho, "field", &problems), let source, let policy else { return }
    checkNames(id: id, zoho: zoho, &problems)
    let field = MappedField(
      id: id?.text ?? zoho.text.lowercased(), group: group, source: source.source, zoho: zoho.text,
      owner: policy.owner, tie: policy.tie, first: policy.first, foreignEdit: policy.foreignEdit,
      allowsClear: policy.allowsClear, type: source.entity == nil ? type ?? .text : .lookup,
      crosswalk: crosswalk?.text, missing: missing,
      lengthMax: self.lengthMax(
        lengthMax, source: source.source, type: type ?? .text, isCoded: crosswalk != nil),
      isPersonal: personal, isReversible: source.isReversible, place: block.place)
    fields.append(field)
    if let entity = source.entity { entityUses.append(entity) }
    if let crosswalk {
      crosswalkUses.append(CrosswalkUse(name: crosswalk, flowsBack: field.isReversible && field.flowsBack))
    }
    check(field, writtenType: type, crosswalk: crosswalk, &problems)
  }

  /// A length written in the file, else the table's where the text stands in one column as it is.
  private func lengthMax(_ written: Int?, source: FieldSource, type: FieldType, isCoded: Bool) -> Int? {
    if let written { return written }
    guard type == .text || type == .email, !isCoded else { return nil }
    switch source {
    case .columns(let names, _) where names.count == 1: return names.first.flatMap(columns.length)
    case .firstOf(let names):
      let lengths = Set(names.map(columns.length))
      return lengths.count == 1 ? lengths.first.flatMap { $0 } : nil
    default: return nil
    }
  }

  private mutating func checkNames(id: PlacedText?, zoho: PlacedText, _ problems: inout Problems) {
    let name = id?.text ?? zoho.text.lowercased()
    if fields.contains(where: { $0.id == name }) {
      problems.add(
        .duplicateName, "two fields have the id \(name)", at: id?.place ?? zoho.place,
        remedy: "give one of them another id")
    }
    if !zohoFields.insert(zoho.text).inserted {
      problems.add(
        .duplicateName, "two fields write to \(zoho.text)", at: zoho.place,
        remedy:
          "keep one of them; several columns go into one field with jde: [first, second] and join, or else")
    }
  }

  /// What contradicts itself inside one field.
  private func check(
    _ field: MappedField, writtenType type: FieldType?, crosswalk: PlacedText?, _ problems: inout Problems
  ) {
    var isLink = false
    if case .link = field.source { isLink = true }
    if let type, (type == .lookup) != isLink {
      problems.add(
        .configContradictory,
        isLink ? "a link is a lookup, not of the type \(type.rawValue)" : "a lookup needs a link",
        at: field.place,
        remedy: isLink ? "take type out" : "write link: customer in place of jde")
    }
    if field.type != .date, let day = field.source.columns.first(where: columns.isDate) {
      problems.add(
        .configContradictory, "\(day) holds days, but the field has the type \(field.type.rawValue)",
        at: field.place, remedy: "add type: date")
    }
    if let crosswalk, !field.source.isOneColumn {
      problems.add(
        .configContradictory, "a crosswalk needs the code of exactly one column", at: crosswalk.place,
        remedy: "write jde: with one column, and neither join, else, value nor link")
    }
    if field.owner == .both, field.first == nil, field.isReversible {
      problems.note(
        "field \(field.id) names no first: every difference at the first load is a conflict", at: field.place)
    }
    if case .constant = field.source, field.owner == .zoho || field.owner == .both {
      problems.add(
        .configContradictory, "a constant value cannot be owned by \(field.owner.rawValue)", at: field.place,
        remedy: "write owner: jde, or owner: initial for a value that is written once")
    } else if !field.isReversible {
      problems.note(
        "field \(field.id) flows one way only, from JD Edwards to Zoho: \(field.source.oneWayReason)",
        at: field.place)
    }
  }
}

extension MappedField {
  /// Whether its owner lets values go from Zoho to JD Edwards.
  var flowsBack: Bool { owner == .zoho || owner == .both }
}

extension FieldSource {
  fileprivate var isOneColumn: Bool {
    guard case .columns(let names, _) = self else { return false }
    return names.count == 1
  }

  fileprivate var oneWayReason: String {
    switch self {
    case .columns: "columns without a separator cannot be taken apart"
    case .firstOf: "nobody knows which of the columns an edit is meant for"
    case .constant: "its value is constant"
    case .link: "it follows the links"
    }
  }
}

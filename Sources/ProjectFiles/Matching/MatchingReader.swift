import Decisions
import Diagnostics

/// Reads `matching.yaml`: how unlinked records of each entity find each other.
enum MatchingReader {
  static let name = "matching.yaml"

  private static let keys = ["keys", "rank", "free_mail", "placeholder_records"]

  /// A key on more records of a side than this is none, where the file says nothing else.
  static let placeholderRecords = 5

  /// No keys: only the stored cross-reference links.
  static let none = MatchingRules(keys: [], rank: [], freeMail: [], placeholderRecords: placeholderRecords)

  /// The rules of each entity that the file names.
  ///
  /// Where not all mappings could be read (`isWhole` is false),
  /// an unknown entity is no news.
  static func read(
    _ text: String, drafts: [MappingDraft], isWhole: Bool, _ problems: inout Problems
  ) -> [String: MatchingRules] {
    guard let tree = problems.catching({ () throws(Failure) in try YAMLText.parse(text, file: name) }),
      let root = KeyedNode(tree, title: "", keys: nil, &problems)
    else { return [:] }
    var rules: [String: MatchingRules] = [:]
    for (entity, value) in root.pairs {
      guard let draft = drafts.first(where: { $0.entity == entity.text }) else {
        guard isWhole else { continue }
        problems.add(
          .unknownName, "there is no mapping of an entity \(entity.text)", at: entity.place,
          remedy: NearestName.remedy(
            entity.text, among: drafts.map(\.entity), otherwise: "add mappings/\(entity.text).yaml"))
        continue
      }
      guard !value.isNull, let block = KeyedNode(value, title: entity.text, keys: keys, &problems) else {
        continue
      }
      rules[entity.text] = read(block, draft: draft, &problems)
    }
    return rules
  }

  private static func read(
    _ block: KeyedNode, draft: MappingDraft, _ problems: inout Problems
  ) -> MatchingRules {
    let keys = (block.list("keys", &problems) ?? []).compactMap { item -> MatchKeyRule? in
      guard
        let node = KeyedNode(
          item, title: "\(block.title).keys", keys: ["tax_id", "country", "email", "unique", "within"],
          &problems)
      else { return nil }
      return key(node, draft: draft, &problems)
    }
    let known = RankRule.allCases.map(\.rawValue)
    let rank = (block.texts("rank", &problems) ?? []).compactMap { text -> RankRule? in
      if let rule = RankRule(rawValue: text.text) { return rule }
      problems.add(
        .configMalformed, "candidates cannot be ranked by \(text.text)", at: text.place,
        remedy: NearestName.remedy(text.text, among: known, otherwise: "take it out"))
      return nil
    }
    let order: [RankRule] = [.name, .postalCode, .city]
    if let place = block.place(of: "rank"), !order.starts(with: rank) || rank.isEmpty {
      problems.noteWithoutEffect(
        "\(block.title).rank", "candidates are ranked by shared keys, then name, postal code and city",
        at: place)
    }
    let domains = (block.texts("free_mail", &problems) ?? []).compactMap { text -> String? in
      if text.text.contains("."), !text.text.contains("@") { return text.text.lowercased() }
      problems.add(
        .configMalformed, "\(text.text) is no mail domain", at: text.place, remedy: "write gmail.com")
      return nil
    }
    let placeholders = block.integer("placeholder_records", in: 1...1_000_000, &problems)
    return MatchingRules(
      keys: keys, rank: rank, freeMail: Set(domains), placeholderRecords: placeholders ?? placeholderRecords)
  }

  private static func key(_ node: KeyedNode, draft: MappingDraft, _ problems: inout Problems) -> MatchKeyRule?
  {
    let taxID = node.placedText("tax_id", &problems)
    let email = node.placedText("email", &problems)
    guard (taxID == nil) != (email == nil) else {
      // Where neither is there, an unknown key may be meant for one of them, and is reported already.
      guard taxID != nil || node.areKeysKnown else { return nil }
      problems.add(
        .configMalformed, "a key is one tax id or one e-mail", at: node.place,
        remedy: "write { tax_id: tax, country: F0116.CTR } or { email: email, unique: true }")
      return nil
    }
    if let taxID {
      let country = node.placedText("country", &problems)
      let column = country.flatMap { draft.columns.column($0, &problems) }
      guard field(taxID, type: .taxID, draft: draft, &problems) != nil else { return nil }
      return .taxID(field: taxID.text, country: column)
    }
    guard let email else { return nil }
    let isUnique = node.flag("unique", &problems)
    if isUnique == false, let place = node.place(of: "unique") {
      problems.noteWithoutEffect(
        "unique: off", "an e-mail links two records only where no other record has it", at: place)
    }
    let unique = isUnique ?? false
    let within = node.placedText("within", &problems)
    if let within {
      guard let link = field(within, type: .lookup, draft: draft, &problems), link.type == .lookup else {
        return nil
      }
    }
    guard field(email, type: .email, draft: draft, &problems) != nil else { return nil }
    return .email(field: email.text, unique: unique, withinAccount: within != nil)
  }

  /// The field with an id; it must be of the type that the key is about.
  private static func field(
    _ id: PlacedText, type: FieldType, draft: MappingDraft, _ problems: inout Problems
  ) -> MappedField? {
    guard let field = draft.fields.first(where: { $0.id == id.text }) else {
      guard draft.isWhole else { return nil }
      problems.add(
        .unknownField, "\(draft.entity) has no field with the id \(id.text)", at: id.place,
        remedy: NearestName.remedy(
          id.text, among: draft.fields.map(\.id),
          otherwise: "write the id of a field of mappings/\(draft.entity).yaml"))
      return nil
    }
    guard field.type == type || !draft.isWhole else {
      problems.add(
        .configContradictory,
        "the field \(id.text) has the type \(field.type.rawValue), not \(type.rawValue)",
        at: id.place,
        remedy: type == .lookup
          ? "name a field with link:" : "write type: \(type.rawValue) at \(field.place)")
      return nil
    }
    return field
  }
}

import Decisions
import Diagnostics
import JSONText

/// What Zoho says of its own fields and users, as far as writing depends on it.
struct SystemFacts: Sendable {
  /// What is read of a field.
  static let members = ["api_name", "data_type", "unique", "private"]

  let owners: OwnerBook
  /// Module → the API names of its fields.
  private let names: [String: Set<String>]
  /// Module → the kind of each field's values (`data_type`), as far as it is told.
  private let dataTypes: [String: [String: String]]
  /// Module → the fields that the organisation enforces as unique.
  private let unique: [String: Set<String>]
  /// Module → the fields that are marked personal: Zoho may answer null for them whatever they hold.
  let hidden: [String: Set<String>]

  init(users: [JSONValue], fields: [String: [JSONValue]], crosswalks: [String: Crosswalk]) {
    owners = OwnerBook(users: users)
    names = fields.mapValues { Set($0.compactMap { $0["api_name"]?.string }) }
    dataTypes = fields.mapValues { list in
      let types = list.compactMap { field in
        field["api_name"]?.string.flatMap { name in field["data_type"]?.string.map { (name, $0) } }
      }
      return Dictionary(types) { first, _ in first }
    }
    unique = fields.mapValues { list in
      Set(list.filter(Self.isUnique).compactMap { $0["api_name"]?.string })
    }
    hidden = fields.mapValues { list in
      Set(list.filter(Self.isPrivate).compactMap { $0["api_name"]?.string })
    }
  }

  /// Whether Zoho itself refuses a second record with our key.
  func enforcesKey(of mapping: EntityMapping) -> Bool {
    unique[mapping.zoho.module]?.contains(mapping.zoho.key) ?? false
  }

  /// Every field that the mappings name must exist, the key first of all, and be a multi-select pick list where, and
  /// only where, the mapping says so.
  func check(_ rules: SyncRules) throws(Failure) {
    for mapping in rules.mappings {
      let module = mapping.zoho.module
      guard let known = names[module], !known.isEmpty else { continue }
      guard known.contains(mapping.zoho.key) else {
        throw .missingKeyField(mapping.zoho.key, module: module)
      }
      for field in mapping.fields where !known.contains(field.zoho) {
        throw .zohoFieldMissing(field.zoho, module: module, at: field.place.description)
      }
      for field in mapping.fields {
        let dataType = dataTypes[module]?[field.zoho] ?? ""
        if let mismatch = field.choiceMismatch(dataType: dataType, module: module) { throw mismatch }
      }
    }
  }

  /// Whether Zoho says that a field is unique: `{}` is not, anything inside is.
  ///
  /// That a field is external is not enough (a user-based one is not unique): only what is said in so many words is
  /// relied on, and waiting for the time-outs costs no more than minutes.
  private static func isUnique(_ field: JSONValue) -> Bool { !(field["unique"]?.object?.isEmpty ?? true) }

  /// Whether a field is marked personal: `private` says more than null, `{}` or false.
  private static func isPrivate(_ field: JSONValue) -> Bool {
    switch field["private"] {
    case nil, .some(.null), .some(.bool(false)): false
    case .some(.object(let object)): !object.isEmpty
    default: true
    }
  }
}

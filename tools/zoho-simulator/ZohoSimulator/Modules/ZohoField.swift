import JSONText

/// A field of a module, as the metadata describes it.
struct ZohoField: Sendable {
  let name: String
  let label: String
  let kind: Kind
  var length = 255
  var isMandatory = false
  var isReadOnly = false
  var isCustom = false
  var isUnique = false
  var isExternal = false
  var choices: [String] = []

  /// The data types that the simulator knows.
  enum Kind: Hashable, Sendable {
    case text, textarea, phone, email, website, picklist, multiselect, currency, double, percent, integer,
      bigint
    case boolean, date, datetime, autonumber, ownerLookup, userLookup, profileImage
    case lookup(String)

    /// The `data_type` of the metadata.
    var dataType: String {
      switch self {
      case .text: "text"
      case .textarea: "textarea"
      case .phone: "phone"
      case .email: "email"
      case .website: "website"
      case .picklist: "picklist"
      case .multiselect: "multiselectpicklist"
      case .currency: "currency"
      case .double: "double"
      case .percent: "percent"
      case .integer: "integer"
      case .bigint: "bigint"
      case .boolean: "boolean"
      case .date: "date"
      case .datetime: "datetime"
      case .autonumber: "autonumber"
      case .ownerLookup: "ownerlookup"
      case .userLookup: "userlookup"
      case .profileImage: "profileimage"
      case .lookup: "lookup"
      }
    }

    /// The `json_type` of the metadata.
    var jsonType: String {
      switch self {
      case .currency, .double, .percent: "double"
      case .integer: "integer"
      case .boolean: "boolean"
      case .ownerLookup, .userLookup, .lookup: "jsonobject"
      case .multiselect: "jsonarray"
      default: "string"
      }
    }
  }
}

/// Where the value of a field comes from.
enum ZohoFieldSource: Hashable, Sendable {
  case id
  case created
  case modified
  case owner
  case createdBy
  case modifiedBy
  case locked
  case tag
  case recordStatus
  /// A cell of the record, by the field's position.
  case cell(Int)
}

/// A module with its fields.
struct ZohoModule: Sendable {
  let name: String
  let singular: String
  let id: UInt64
  let fields: [ZohoField]
  /// The field that upsert and people know a record by.
  let systemField: String
  /// The unique field that carries JDE's key.
  let keyField: String?
  private let positions: [String: Int]

  init(
    _ name: String, singular: String, id: UInt64, systemField: String, keyField: String?,
    _ fields: [ZohoField]
  ) {
    self.name = name
    self.singular = singular
    self.id = id
    self.fields = fields
    self.systemField = systemField
    self.keyField = keyField
    positions = Dictionary(uniqueKeysWithValues: fields.enumerated().map { ($1.name, $0) })
  }

  /// The position of a field by its API name.
  func position(_ name: String) -> Int? { positions[name] }

  /// The positions of the fields that are unique.
  var uniquePositions: [Int] { fields.indices.filter { fields[$0].isUnique } }

  /// Where a field's value comes from; nil for a name that the module does not have.
  func source(_ name: String) -> ZohoFieldSource? {
    switch name {
    case "id": .id
    case "Created_Time": .created
    case "Modified_Time": .modified
    case "Owner": .owner
    case "Created_By": .createdBy
    case "Modified_By": .modifiedBy
    case "Locked__s": .locked
    case "Tag": .tag
    case "Record_Status__s": .recordStatus
    default: positions[name].map { .cell($0) }
    }
  }
}

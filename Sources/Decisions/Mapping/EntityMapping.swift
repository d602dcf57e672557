/// One kind of business record and how it looks in both systems, as the files of a project say.
///
/// ProjectFiles reads it from `mappings/<entity>.yaml` and has checked it: names of tables, columns, fields,
/// crosswalks and owners are known where they can be known offline.
package struct EntityMapping: Hashable, Sendable {
  /// `customer`, `contact`, …: the name of the file and of the link streams.
  package let entity: String
  /// How it looks in JD Edwards.
  package let jde: JDEShape
  /// How it looks in Zoho.
  package let zoho: ZohoShape
  /// Whether a record that only JD Edwards has may be created in Zoho.
  package let createsInZoho: Bool
  /// The condition under which JD Edwards gets a record that only Zoho has, as written; nil is off.
  package let createsInJDE: String?
  /// The orchestration that writes this entity in JD Edwards; nil where none is named.
  package let orchestration: String?
  /// The fields in the order of the file, those of groups in place.
  package let fields: [MappedField]
  /// How records without a link find each other.
  package let matching: MatchingRules
  /// What gives each field's values their meaning, by field id: asked for every field of every record.
  let meanings: [String: FieldMeaning]

  /// A mapping from its parts.
  package init(
    entity: String, jde: JDEShape, zoho: ZohoShape, createsInZoho: Bool, createsInJDE: String?,
    orchestration: String?, fields: [MappedField], matching: MatchingRules
  ) {
    self.entity = entity
    self.jde = jde
    self.zoho = zoho
    self.createsInZoho = createsInZoho
    self.createsInJDE = createsInJDE
    self.orchestration = orchestration
    self.fields = fields
    self.matching = matching
    meanings = Dictionary(
      fields.map { ($0.id, FieldMeaning($0, jde: jde, zoho: zoho)) }, uniquingKeysWith: { first, _ in first })
  }

  /// The field with this id.
  package func field(_ id: String) -> MappedField? { fields.first { $0.id == id } }
}

/// The JD Edwards side of an entity: a root table, its scope, and the rows joined to it.
package struct JDEShape: Hashable, Sendable {
  /// `F0101` (keyed by AN8) or `F0111` (keyed by AN8 and IDLN).
  package let root: String
  /// What a record must show to belong to the entity.
  package let scope: [ScopeRule]
  /// The entity whose records the root's AN8 must be (`of: customer`); nil where none.
  package let memberOf: String?
  /// What happens in Zoho when a record leaves the scope.
  package let onLeave: LeavePolicy
  /// The rows that belong to the root's.
  package let joins: [TableJoin]
  /// The column that carries the Zoho id of a record made from Zoho.
  package let reference: ColumnName?

  /// A side from its parts.
  package init(
    root: String, scope: [ScopeRule], memberOf: String?, onLeave: LeavePolicy, joins: [TableJoin],
    reference: ColumnName?
  ) {
    self.root = root
    self.scope = scope
    self.memberOf = memberOf
    self.onLeave = onLeave
    self.joins = joins
    self.reference = reference
  }

  /// Whether a key of this entity is `<AN8>.<IDLN>` rather than `<AN8>`.
  package var isKeyedByLine: Bool { root == "F0111" }
}

/// One condition on a column of the root table.
package struct ScopeRule: Hashable, Sendable {
  /// The alias in the root table: `AT1`.
  package let column: String
  /// The values that count; a blank one matches a blank column.
  package let values: [String]
  /// True for `not 0`: the value must be none of `values`.
  package let isExcluding: Bool

  /// A condition from its parts.
  package init(column: String, values: [String], isExcluding: Bool) {
    self.column = column
    self.values = values
    self.isExcluding = isExcluding
  }
}

/// What happens to the Zoho record when its JD Edwards record leaves the scope.
package enum LeavePolicy: Hashable, Sendable {
  case keep
  /// Zoho fields (API name → value) that are written once.
  case mark([String: String])
  case unlink
}

/// Rows of another table that belong to a record, under a name that fields use.
package struct TableJoin: Hashable, Sendable {
  /// `F0115`.
  package let table: String
  /// The name that columns use (`phone`); the table's own name where the file gives none.
  package let alias: String
  /// F03012 only: the companies in order, the first present wins; empty where no rule is given.
  package let companies: [String]
  /// Column → value that a row must have (right-trimmed); a blank value matches a blank column.
  package let pick: [String: String]
  /// True: a record without such a row is not in scope.
  package let isRequired: Bool

  /// A join from its parts.
  package init(table: String, alias: String, companies: [String], pick: [String: String], isRequired: Bool) {
    self.table = table
    self.alias = alias
    self.companies = companies
    self.pick = pick
    self.isRequired = isRequired
  }
}

/// A column of a root table or of a join: `F0101.ALPH`, `phone.PH1`.
package struct ColumnName: Hashable, Sendable, CustomStringConvertible {
  /// The root table's name or a join's alias.
  package let source: String
  /// The data-dictionary alias, without the table's column prefix.
  package let column: String

  /// A column of a source.
  package init(source: String, column: String) {
    self.source = source
    self.column = column
  }

  /// `source.column`.
  package var description: String { "\(source).\(column)" }
}

/// The Zoho side of an entity.
package struct ZohoShape: Hashable, Sendable {
  /// The module's API name: `Accounts`.
  package let module: String
  /// The unique custom field that carries our key: `JDE_Address_Number`.
  package let key: String
  /// A criteria expression that limits the module's records, as written; nil for all.
  package let scope: String?
  /// Who owns a created record; nil leaves that to Zoho.
  package let owner: OwnerRule?
  /// The automations of Zoho that our writes start; empty for none.
  package let trigger: [String]

  /// A side from its parts.
  package init(module: String, key: String, scope: String?, owner: OwnerRule?, trigger: [String]) {
    self.module = module
    self.key = key
    self.scope = scope
    self.owner = owner
    self.trigger = trigger
  }
}

/// How a created record gets its owner: a crosswalk from a column to a Zoho user, else a default user.
package struct OwnerRule: Hashable, Sendable {
  /// The crosswalk from the column's codes to users; nil where none is used.
  package let crosswalk: String?
  /// The column that the crosswalk starts from.
  package let from: ColumnName?
  /// A user's id or e-mail; nil leaves the owner to Zoho (the integration user).
  package let fallback: String?

  /// A rule from its parts.
  package init(crosswalk: String?, from: ColumnName?, fallback: String?) {
    self.crosswalk = crosswalk
    self.from = from
    self.fallback = fallback
  }
}

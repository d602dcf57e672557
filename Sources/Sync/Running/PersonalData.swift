import Decisions

/// Which events carry personal fields and therefore a salt.
struct PersonalData: Sendable {
  private let tables: Set<String>
  private let modules: Set<String>
  private let entities: Set<String>

  /// Who's-who, phones, e-mails and Contacts always; what a mapping marks `personal` besides.
  init(_ rules: SyncRules) {
    var modules: Set<String> = ["Contacts", "Leads"]
    var entities: Set<String> = []
    var tables = TableKeys.personalTables
    for mapping in rules.mappings {
      let personal = mapping.fields.filter(\.isPersonal)
      guard !personal.isEmpty || modules.contains(mapping.zoho.module) else { continue }
      modules.insert(mapping.zoho.module)
      entities.insert(mapping.entity)
      for field in personal {
        for column in field.source.columns {
          tables.insert(mapping.jde.joins.first { $0.alias == column.source }?.table ?? mapping.jde.root)
        }
      }
    }
    self.tables = tables
    self.modules = modules
    self.entities = entities
  }

  func covers(table: String) -> Bool { tables.contains(table) }
  func covers(module: String) -> Bool { modules.contains(module) }
  func covers(entity: String) -> Bool { entities.contains(entity) }
}

/// Everything that decides, as the files of a project say it: the input of the decision core.
package struct SyncRules: Hashable, Sendable {
  /// In the order in which they are synced: entities that others hang on come first.
  package let mappings: [EntityMapping]
  /// The crosswalks by name.
  package let crosswalks: [String: Crosswalk]
  /// The hash over all of it (hex SHA-256): a plan is bound to it.
  package let hash: String

  /// Rules from their parts.
  package init(mappings: [EntityMapping], crosswalks: [String: Crosswalk], hash: String) {
    self.mappings = mappings
    self.crosswalks = crosswalks
    self.hash = hash
  }

  /// The mapping of an entity.
  package func mapping(_ entity: String) -> EntityMapping? { mappings.first { $0.entity == entity } }
}

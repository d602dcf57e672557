/// A record by its entity and its key there: what statements, questions and decisions are about.
package struct SubjectKey: Hashable, Sendable {
  /// The entity's name in the mappings: `customer`.
  package let entity: String
  /// AN8, or AN8.IDLN: `4242`, `4242.1`.
  package let key: String

  /// The record `key` of `entity`.
  package init(entity: String, key: String) {
    self.entity = entity
    self.key = key
  }

  /// A record as events and people name it; nil where the text has no slash or nothing on one side of it.
  package init?(_ text: String) {
    guard let slash = text.firstIndex(of: "/") else { return nil }
    let key = text[text.index(after: slash)...]
    guard slash > text.startIndex, !key.isEmpty else { return nil }
    self.init(entity: String(text[..<slash]), key: String(key))
  }

  /// `customer/4242`: how events and people name it.
  package var text: String { "\(entity)/\(key)" }

  /// The AN8 of the key; nil where it does not begin with a number.
  package var number: Int? { RecordKey(key).number }

  /// The IDLN of the key; nil where it has none.
  package var line: Int? { RecordKey(key).line.flatMap { Int($0) } }
}

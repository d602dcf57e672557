/// The name of a question: one is open at a time.
///
/// `customer/4242` is about the record as a whole, `customer/4242/credit` about one of its fields.
package struct QuestionID: Hashable, Sendable {
  /// The record that it is about.
  package let subject: SubjectKey
  /// The field's id in the mapping; nil for a question about the whole record.
  package let field: String?

  /// A question about a record, or about one of its fields.
  package init(_ subject: SubjectKey, field: String? = nil) {
    self.subject = subject
    self.field = field
  }

  /// A question as events name it; nil for a text that names no record.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    self.init(
      SubjectKey(entity: parts[0], key: parts[1]), field: parts.count == 3 ? parts[2] : nil)
  }

  /// `customer/4242/credit`.
  package var text: String { field.map { "\(subject.text)/\($0)" } ?? subject.text }
}

/// What persons said about one record, the newest about each thing: an input of every decision about it.
///
/// They win over every key. Only a change after a statement contradicts it, and then a question is asked.
package struct Statements: Hashable, Sendable {
  /// One statement as it stands.
  package struct Statement: Hashable, Sendable {
    package let says: SubjectStated.Says
    package let about: SubjectStated.About
    /// The event that said it.
    package let sequence: UInt64
    /// The decision whose operation carries it out; nil while none does: it is said once and done once.
    package let usedSequence: UInt64?
    /// The values that it was about had moved, and it was asked again: it holds no longer.
    package let isOvertaken: Bool

    /// A statement from its parts.
    package init(
      says: SubjectStated.Says, about: SubjectStated.About, sequence: UInt64, usedSequence: UInt64? = nil,
      isOvertaken: Bool = false
    ) {
      self.says = says
      self.about = about
      self.sequence = sequence
      self.usedSequence = usedSequence
      self.isOvertaken = isOvertaken
    }
  }

  /// All of them, the oldest first.
  package let all: [Statement]

  /// The newest statements about each thing, in any order.
  package init(_ statements: some Sequence<Statement> = []) {
    all = statements.sorted { $0.sequence < $1.sequence }
  }

  /// Records of Zoho that this one is not, each with the event that said so.
  package var apart: [String: UInt64] {
    var ids: [String: UInt64] = [:]
    for statement in all where statement.says == .apart {
      if case .record(.zoho, let id) = statement.about { ids[id] = statement.sequence }
    }
    return ids
  }

  /// The record of Zoho that this one is; nil where nobody said so, or something newer was said about the two.
  package var theseTwo: String? {
    guard let newest = all.last(where: { $0.says == .theseTwo || $0.says == .isNew }),
      newest.says == .theseTwo,
      case .record(.zoho, let id) = newest.about
    else { return nil }
    return id
  }

  /// The event that said that the record is new; nil where none holds.
  package var isNew: UInt64? { all.last { $0.says == .isNew }?.sequence }

  /// The event since which it is left alone until it changes; nil where none holds.
  package var notUntilChanged: UInt64? { all.last { $0.says == .notUntilChanged }?.sequence }

  /// The event that said that its row is gone for good; nil where none holds.
  package var isGone: UInt64? { all.last { $0.says == .isGone }?.sequence }

  /// The event that said that it is still the same company; nil where none holds.
  package var sameCompany: UInt64? { all.last { $0.says == .sameCompany }?.sequence }

  /// What was said of fields and is not done yet, by the field's id.
  package var words: [String: FieldWord] {
    var words: [String: FieldWord] = [:]
    for statement in all where statement.usedSequence == nil {
      switch (statement.says, statement.about) {
      case (.takeSide, .side(let field, let side, let pair)):
        words[field] = FieldWord(takes: .side(side), about: pair, isOvertaken: statement.isOvertaken)
      case (.takeValue, .value(let field, let value, let pair)):
        words[field] = FieldWord(takes: .value(value), about: pair, isOvertaken: statement.isOvertaken)
      default: continue
      }
    }
    return words
  }
}

/// What a person said of a field on which both sides differ: whose value holds.
package struct FieldWord: Hashable, Sendable {
  /// Whose value.
  package enum Takes: Hashable, Sendable {
    case side(Side)
    /// A value in Zoho's form.
    case value(FieldValue)
  }

  package let takes: Takes
  /// The two values that it is about: other ones are another question.
  package let about: FieldPair
  /// It was asked again since, about other values.
  package let isOvertaken: Bool

  /// A person's word from its parts.
  package init(takes: Takes, about: FieldPair, isOvertaken: Bool = false) {
    self.takes = takes
    self.about = about
    self.isOvertaken = isOvertaken
  }
}

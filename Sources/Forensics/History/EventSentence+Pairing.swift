import Decisions

extension EventSentence {
  static func made(_ link: LinkMade) -> String { "linked to \(link.module) \(link.zohoID) by \(link.how)" }

  static func removed(_ removed: LinkRemoved) -> String {
    "unlinked from \(removed.module) \(removed.zohoID) (\(removed.by))"
      + (removed.reason.map { ": \($0)" } ?? "")
  }

  static func stated(_ stated: SubjectStated) -> String {
    let said =
      switch stated.about {
      case .subject: said(stated.says)
      case .record(let side, let id): "\(said(stated.says)) \(side.rawValue) \(id)"
      case .side(let field, let side, let pair):
        "\(field) holds what \(side.rawValue) shows, \(shown(side == .jde ? pair.jde : pair.zoho)), of \(shown(pair))"
      case .value(let field, let value, let pair): "\(field) holds \(shown(value)), instead of \(shown(pair))"
      case .statement(let sequence): "what was said in event \(sequence) is taken back"
      }
    return "\(said) (\(stated.by))" + (stated.because.map { ": \($0)" } ?? "")
  }

  private static func said(_ says: SubjectStated.Says) -> String {
    switch says {
    case .apart: "is not"
    case .theseTwo: "is"
    case .isNew: "is a new record"
    case .notUntilChanged: "is left alone until it changes"
    case .sameCompany: "is still the same company"
    case .isGone: "is gone for good"
    case .takeSide, .takeValue, .takenBack: says.rawValue
    }
  }

  static func asked(_ question: QuestionAsked) -> String {
    switch question.about {
    case .conflict:
      "a person is asked about \(question.question.field ?? "it"): \(shown(question.values)) (\(question.reason))"
    case .match, .gone: "a person is asked which record it is: \(question.reason)" + candidates(of: question)
    case .identity: "a person is asked whether it is still the same: \(question.reason)"
    }
  }

  private static func candidates(of question: QuestionAsked) -> String {
    ", \(counted(question.candidates.count, "candidate"))"
  }

  static func answered(_ answered: QuestionAnswered) -> String {
    "the question\(field(answered.question)) is answered: \(answered.says.rawValue) (\(answered.by))"
  }

  static func withdrawn(_ withdrawn: QuestionWithdrawn) -> String {
    "the question\(field(withdrawn.question)) is withdrawn: \(withdrawn.why)"
  }

  private static func field(_ question: QuestionID) -> String {
    question.field.map { " about \($0)" } ?? ""
  }

  static func left(_ left: RecordLeft) -> String { "left its scope: \(left.reason); policy \(left.policy)" }

  static func decided(_ decision: DecisionMade) -> String {
    let fields = decision.fields.map { field in
      let rule = "(\(field.rule))"
      if field.action == "link" { return "found as \(shown(field.zoho)) \(rule)" }
      guard let side = field.to else { return "\(field.id): \(field.action) \(rule)" }
      return "\(field.id) → \(side.rawValue) \(shown(field.value)) \(rule)"
    }
    let held = decision.held.map { ", held: \($0)" } ?? ""
    let base = decision.base.isEmpty ? "" : ", \(counted(decision.base.count, "field")) agreed"
    let owed = (decision.owed ?? []).map {
      $0.reason == DecisionMade.Owed.keyStandsOn
        ? "our key stands on \($0.detail)"
        : "\($0.field) of \($0.side.rawValue) is \($0.reason) (\($0.detail))"
    }
    let owes = owed.isEmpty ? "" : ", " + list(owed, none: "")
    return "\(decision.action), \(decision.outcome.rawValue)\(held)\(base)\(owes)"
      + (fields.isEmpty ? "" : ": " + list(fields, none: ""))
  }

  /// Both sides of a field.
  static func shown(_ pair: FieldPair) -> String { "jde \(shown(pair.jde)), zoho \(shown(pair.zoho))" }

  /// A value in one line.
  static func shown(_ value: FieldValue) -> String {
    switch value {
    case .absent: "absent"
    case .blank: "blank"
    case .value(let text): "\"\(text.replacing("\n", with: "⏎"))\""
    }
  }
}

import ArgumentParser
import Decisions

/// Why something is owed to a record, with what wakes it and what a person can do; the list of `owed`.
enum OwedReason: String, CaseIterable, Sendable, ExpressibleByArgument {
  /// The record that it hangs on has no pairing.
  case parent
  /// A code that no line of its crosswalk names.
  case codeWithoutLine = "code_without_line"
  /// A value that cannot be read.
  case unreadable
  /// Our key stands on a record of which a person said that it is not this one.
  case keyStandsOn = "key_stands_on"
  /// A person is asked.
  case question
  /// A write was refused.
  case refused
  /// Whether a write arrived is not known yet, or not read back.
  case unknown
  /// Decided, and held back: nothing is written in that direction now.
  case lane
  /// An event of the ledger that could not follow the one before.
  case fault

  /// The reason of a row that a decision made.
  init?(_ owed: DecisionMade.Owed) {
    if owed.reason == DecisionMade.Owed.unreadable, owed.detail == UnreadableReason.codeWithoutLine.rawValue {
      self = .codeWithoutLine
    } else {
      self.init(rawValue: owed.reason)
    }
  }

  /// What makes the program look at it again.
  var wakes: String {
    switch self {
    case .parent: "the pairing of that record"
    case .codeWithoutLine: "a change of the crosswalk, or of the record"
    case .unreadable: "a change of the record"
    case .keyStandsOn: "our key is seen off that record"
    case .question: "an answer, or a change that makes it needless"
    case .refused: "a retry, or a change of the record or the configuration"
    case .unknown: "the next run looks it up"
    case .lane: "the next run in which that may be written"
    case .fault: "nothing by itself"
    }
  }

  /// What a person can do.
  var remedy: String {
    switch self {
    case .parent: "see to that record first; `counterfoil owed` names what it waits for itself"
    case .codeWithoutLine: "add a line to the crosswalk; `counterfoil validate` names the file"
    case .unreadable: "correct the value in its system, or have it shown to us"
    case .keyStandsOn: "empty the key field of that record in Zoho, where we may not write it"
    case .question:
      "counterfoil links settle ENTITY/KEY …, or counterfoil conflicts resolve ENTITY/KEY FIELD …"
    case .refused: "mend the cause, then counterfoil failed retry ENTITY/KEY, or discard it"
    case .unknown: "counterfoil sync, or counterfoil ops settle ID where you know better"
    case .lane: "counterfoil plan shows it; `writes` in counterfoil.yaml says what may be written"
    case .fault: "counterfoil history ENTITY/KEY shows what came before it"
    }
  }

  /// The reasons as they are written, for help and messages.
  static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

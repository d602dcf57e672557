import Decisions

/// Why a person is asked, in words: what the reasons of questions and merge rules mean.
enum QuestionWords {
  /// The reason in words; as it is written where it says more itself, or only a newer version knows it.
  static func sentence(_ reason: String) -> String {
    if let match = MatchReviewReason(rawValue: reason) { return sentence(match) }
    if let rule = MergeRule(rawValue: reason), let words = sentence(rule) { return words }
    switch reason {
    case QuestionAsked.goneReason: return "its record is no longer in Zoho"
    case QuestionAsked.About.identity.rawValue:
      return "name, tax number and place became others: it may be another company now"
    default: return reason
    }
  }

  /// Both, where the words are not the reason itself: `weak_only: only the name, …`.
  static func explained(_ reason: String) -> String {
    let words = sentence(reason)
    return words == reason ? reason : "\(reason): \(words)"
  }

  /// The reasons of questions about pairs with their words, for help.
  static let ofPairs: [String] =
    (MatchReviewReason.allCases.map(\.rawValue) + [
      QuestionAsked.goneReason, QuestionAsked.About.identity.rawValue,
    ])
    .map(explained)

  private static func sentence(_ reason: MatchReviewReason) -> String {
    switch reason {
    case .manyLeft: "several records of JD Edwards have the key that fits"
    case .manyRight: "several records of Zoho have the key that fits"
    case .alreadyLinked: "the record that fits belongs to another one"
    case .keysDisagree: "one key says that it is the same, another says that it is not"
    case .weakOnly: "only the name speaks for it, or a tax number whose country nobody shows"
    case .countryDiffers: "the key fits, and the country is another"
    case .unreadableKey: "a key that could say yes or no cannot be read"
    case .keyAgain: "our key stands on a record that somebody said it is not"
    case .saidNew: "it was said to be new, and what changed since says that it is this one"
    case .takenBack: "only our key speaks for it, and it came there by a word that was taken back"
    case .twin: "another record has its tax number, or its e-mail address at the same account"
    case .unlinked: "somebody took its pair apart, so that its company most likely stands in Zoho already"
    }
  }

  private static func sentence(_ rule: MergeRule) -> String? {
    switch rule {
    case .conflict: "both sides changed it"
    case .newerUndecided: "both sides changed it, and nobody saw which edit was the later one"
    case .firstUndecided: "the two differ, and nothing was ever agreed on"
    case .otherFieldUndecided: "its mapping is about another field now, and the two differ"
    case .mappingMoved: "its mapping reads it otherwise now, and the two differ"
    case .doubtfulUndecided: "what was read back is not what was written"
    case .doubtfulDamped: "it was written twice within a day and did not stay"
    case .revertDamped: "it was put back twice within a day and is changed again"
    case .clearNotAllowed: "a blank would go over a value, which the mapping does not allow"
    case .answerOvertaken: "the two values are others than those that were answered about"
    case .parentMoved: "the record that it hangs on is paired with another one now"
    case .mandatoryMissing: "Zoho insists on it, and nothing is there"
    case .codeUnknown: "its crosswalk has no line for the code, and the mapping says fail"
    default: nil
    }
  }
}

/// What each answer about a pair does.
enum PairingWords {
  static let ofAnswers = [
    "--link ID       the two are one: what differs goes by the mapping, and our key goes to that record",
    "--create        it is a new one: Zoho gets a record of its own",
    "--keep-apart ID it is none of these: it is matched without them, and may become a new one",
    "--same          it is still the same company: the pair stays, and goes on",
    "--unlink        the pair was wrong: it ends, and is not made again by itself",
    "--mark          its row is gone for good: what the mapping wants of records that leave (on_leave)",
    "--keep          its row is only hidden: the pair stays as it is, until something changes",
    "--ignore        nothing, until the record changes",
  ]
}

package import SimulatedCompanies

/// One answer to each question about Zoho CRM that stays unconfirmed, and each awkward answer that was seen; all are
/// switches.
package struct ZohoQuirks: QuirkSet {
  /// The HTTP status where every row of a write was refused.
  package var allRowsRefused = AllRowsRefused.status202
  /// The HTTP status where some rows were refused.
  package var someRowsRefused = SomeRowsRefused.status207
  /// How a clash of a unique field says whose value it is.
  package var duplicateShape = DuplicateShape.duplicateRecord
  /// The HTTP status of the token service's "too many requests".
  package var throttledToken = ThrottledToken.status400
  /// What an id gives that does not exist any more.
  package var goneRecord = GoneRecord.status400
  /// The code for a token that is not known.
  package var badToken = BadToken.authenticationFailure
  /// The HTTP status of a missing scope.
  package var missingScope = MissingScope.status401
  /// The code of "too many calls" and of a used-up quota.
  package var tooMany = TooMany.rateLimitExceeded
  /// Whether counts are numbers.
  package var count = Count.string
  /// What a page token remembers.
  package var pageToken = PageToken.offset
  /// Whether errors of a whole request stand in `data`.
  package var requestError = RequestError.wrapped
  /// In whose zone times are shown.
  package var timeZone = TimeZone.centralEurope
  /// How the token answer says when it expires.
  package var expiry = Expiry.milliseconds
  /// Whether the token answer names its scopes.
  package var scope = Scope.missing
  /// What a field gives that the module does not have.
  package var unknownField = UnknownField.ignored
  /// What a value gives that a picklist does not have.
  package var unknownChoice = UnknownChoice.refused
  /// Whether blanks around texts are kept.
  package var textBlanks = TextBlanks.trimmed
  /// Whether Account_Name, Vendor_Name and Email are unique.
  package var systemFields = SystemFields.repeatable
  /// How many values `in` takes.
  package var valuesInList = ValuesInList.fifty
  /// Whether row errors say where in the request they are.
  package var jsonPath = JSONPath.missing

  /// The HTTP status of "too many calls" and of a used-up quota.
  package var quota = Quota.status429
  /// What a text gives that is longer than its field.
  package var longTexts = LongTexts.refused
  /// Whether phone fields take letters.
  package var phoneLetters = PhoneLetters.refused
  /// Which writes set workflows off.
  package var workflows = Workflows.triggered
  /// When what a workflow changes was modified.
  package var workflowTime = WorkflowTime.sameSecond
  /// Whether a row that is answered with success was written.
  package var effect = Effect.real
  /// In which order the rows of a write are answered.
  package var rowOrder = RowOrder.asSent
  /// Which `Modified_Time` the answer to a write names.
  package var writeTime = WriteTime.real
  /// Where the other record of a merge goes.
  package var mergedRecord = MergedRecord.recycled
  /// How ids are written in answers.
  package var ids = IDs.text
  /// Whether a page says what it is a page of.
  package var info = Info.given
  /// How pages follow each other.
  package var listing = Listing.whole
  /// What comes with a status of success in the place of an answer.
  package var answer = Answer.right

  /// The most inconvenient of all that a careful client copes with: what tests run against.
  package static let awkward = ZohoQuirks()

  /// The most convenient of all, as Zoho's pages show it.
  package static let plain: ZohoQuirks = {
    var quirks = ZohoQuirks()
    quirks.allRowsRefused = .status400
    quirks.throttledToken = .status200
    quirks.goneRecord = .status204
    quirks.badToken = .invalidToken
    quirks.tooMany = .tooManyRequests
    quirks.count = .number
    quirks.pageToken = .key
    quirks.requestError = .bare
    quirks.timeZone = .utc
    quirks.expiry = .seconds
    quirks.scope = .given
    quirks.textBlanks = .kept
    quirks.valuesInList = .hundred
    quirks.jsonPath = .given
    quirks.workflowTime = .nextSecond
    return quirks
  }()

  /// Every switch by its name.
  package static let switches: [QuirkSwitch<ZohoQuirks>] = [
    QuirkSwitch("allRowsRefused", \.allRowsRefused), QuirkSwitch("someRowsRefused", \.someRowsRefused),
    QuirkSwitch("duplicateShape", \.duplicateShape), QuirkSwitch("throttledToken", \.throttledToken),
    QuirkSwitch("goneRecord", \.goneRecord), QuirkSwitch("badToken", \.badToken),
    QuirkSwitch("missingScope", \.missingScope), QuirkSwitch("tooMany", \.tooMany),
    QuirkSwitch("count", \.count), QuirkSwitch("pageToken", \.pageToken),
    QuirkSwitch("requestError", \.requestError), QuirkSwitch("timeZone", \.timeZone),
    QuirkSwitch("expiry", \.expiry), QuirkSwitch("scope", \.scope),
    QuirkSwitch("unknownField", \.unknownField), QuirkSwitch("unknownChoice", \.unknownChoice),
    QuirkSwitch("textBlanks", \.textBlanks), QuirkSwitch("systemFields", \.systemFields),
    QuirkSwitch("valuesInList", \.valuesInList), QuirkSwitch("jsonPath", \.jsonPath),
    QuirkSwitch("quota", \.quota), QuirkSwitch("longTexts", \.longTexts),
    QuirkSwitch("phoneLetters", \.phoneLetters), QuirkSwitch("workflows", \.workflows),
    QuirkSwitch("workflowTime", \.workflowTime), QuirkSwitch("effect", \.effect),
    QuirkSwitch("rowOrder", \.rowOrder), QuirkSwitch("writeTime", \.writeTime),
    QuirkSwitch("mergedRecord", \.mergedRecord),
    QuirkSwitch("ids", \.ids), QuirkSwitch("info", \.info), QuirkSwitch("listing", \.listing),
    QuirkSwitch("answer", \.answer),
  ]
}

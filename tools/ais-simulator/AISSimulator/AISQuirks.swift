package import SimulatedCompanies

/// One answer to each question about AIS that stays unconfirmed, and each awkward answer that was seen; all are switches.
package struct AISQuirks: QuirkSet {
  /// Whether strings keep their trailing blanks.
  package var padding = Padding.padded
  /// How a blank string looks.
  package var blankString = BlankString.oneBlank
  /// How an empty date looks.
  package var emptyDate = EmptyDate.null
  /// How a date looks.
  package var dateForm = DateForm.compact
  /// What `validate` says to a dead token.
  package var deadTokenValidated = DeadToken.status444
  /// How `timeStamp` is written.
  package var timeStamp = TimeStamp.dotted
  /// What the column headings are called.
  package var headings = Headings.titles
  /// Whether a page that has another behind it says how to get it.
  package var links = Links.given
  /// Where next-links point.
  package var linkOrigin = LinkOrigin.internalHost
  /// What a column that does not exist gives.
  package var unknownColumn = UnknownColumn.status503
  /// What a table without permission gives.
  package var deniedTable = DeniedTable.status403
  /// What a cursor gives whose session was closed.
  package var cursorWithoutSession = CursorWithoutSession.status444
  /// How COUNT answers.
  package var count = Count.output
  /// How rows come that nobody asked to sort.
  package var unsorted = Unsorted.descending
  /// Whether a page without rows has an empty rowset or none.
  package var emptyRowset = EmptyRowset.missing
  /// How much the token answer says of the user.
  package var userInfo = UserInfo.bare
  /// Whether errors of the server are JSON or the container's HTML.
  package var serverError = ServerError.html
  /// The body of the 444 for a dead token.
  package var deadTokenBody = DeadTokenBody.documented
  /// Whether a token that was asked for with a device name needs that name with every call.
  package var deviceBinding = DeviceBinding.strict
  /// The user's sign for decimals, in the login answer and in display texts.
  package var decimalFormat = DecimalFormat.comma
  /// Whether a page says how many rows it has and whether there are more.
  package var summary = Summary.given
  /// In which output form rows come.
  package var gridForm = GridForm.asAsked
  /// What the object of a VERSION1 cell holds.
  package var cells = Cells.display
  /// How a number is written.
  package var numbers = Numbers.typed
  /// Whether a text that is longer than its column is cut, in units of UTF-16.
  package var longTexts = LongTexts.kept
  /// What stands in the place of rows.
  package var rows = Rows.objects
  /// How pages follow each other.
  package var listing = Listing.whole
  /// What comes with status 200 in the place of a grid.
  package var answer = Answer.right

  /// The most inconvenient of all that a careful client copes with: what tests run against.
  package static let awkward = AISQuirks()

  /// The most convenient of all, as Oracle's examples show it.
  package static let plain: AISQuirks = {
    var quirks = AISQuirks()
    quirks.padding = .trimmed
    quirks.blankString = .empty
    quirks.emptyDate = .emptyString
    quirks.deadTokenValidated = .status200
    quirks.headings = .columns
    quirks.linkOrigin = .own
    quirks.unknownColumn = .status500
    quirks.count = .count
    quirks.unsorted = .byKey
    quirks.emptyRowset = .empty
    quirks.userInfo = .full
    quirks.serverError = .json
    quirks.deadTokenBody = .own
    quirks.decimalFormat = .point
    quirks.cells = .valueOnly
    return quirks
  }()

  /// Every switch by its name.
  package static let switches: [QuirkSwitch<AISQuirks>] = [
    QuirkSwitch("padding", \.padding), QuirkSwitch("blankString", \.blankString),
    QuirkSwitch("emptyDate", \.emptyDate), QuirkSwitch("dateForm", \.dateForm),
    QuirkSwitch("deadTokenValidated", \.deadTokenValidated), QuirkSwitch("timeStamp", \.timeStamp),
    QuirkSwitch("headings", \.headings), QuirkSwitch("links", \.links),
    QuirkSwitch("linkOrigin", \.linkOrigin), QuirkSwitch("unknownColumn", \.unknownColumn),
    QuirkSwitch("deniedTable", \.deniedTable), QuirkSwitch("cursorWithoutSession", \.cursorWithoutSession),
    QuirkSwitch("count", \.count), QuirkSwitch("unsorted", \.unsorted),
    QuirkSwitch("emptyRowset", \.emptyRowset), QuirkSwitch("userInfo", \.userInfo),
    QuirkSwitch("serverError", \.serverError), QuirkSwitch("deadTokenBody", \.deadTokenBody),
    QuirkSwitch("deviceBinding", \.deviceBinding), QuirkSwitch("decimalFormat", \.decimalFormat),
    QuirkSwitch("summary", \.summary), QuirkSwitch("gridForm", \.gridForm), QuirkSwitch("cells", \.cells),
    QuirkSwitch("numbers", \.numbers), QuirkSwitch("longTexts", \.longTexts), QuirkSwitch("rows", \.rows),
    QuirkSwitch("listing", \.listing), QuirkSwitch("answer", \.answer),
  ]
}

import ArgumentParser
import Decisions
import Diagnostics
import JSONText
import Projections
import Sync

/// `links settle`: one answer of a person about one record.
struct LinksSettleVerb: Verb {
  static let verb = "links settle"
  static let configuration = CommandConfiguration(
    commandName: "settle", abstract: "Answer for one record: which one it is, or that it is new.",
    discussion: """
      `counterfoil links --review` lists questions about rows that show no longer by table and day
      (not_shown/F0101/2026-12-01): with --mark, --keep or --unlink such a name answers for all of its records, or for
      those that follow it.
      """)

  @OptionGroup var common: CommonOptions

  @Argument(
    help: ArgumentHelp(
      "The record: customer/4242; or a question about rows that show no longer.", valueName: "record"))
  var record: String

  @Argument(
    help: ArgumentHelp(
      "With --take-back: the event that said it. With a question about rows: only these records.",
      valueName: "event | record"))
  var others: [String] = []

  @Option(help: ArgumentHelp("It is this record of Zoho.", valueName: "id"))
  var link: String?

  @Flag(help: "It is none of them: create it.")
  var create = false

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("It is not this record of Zoho, or none of these.", valueName: "id"))
  var keepApart: [String] = []

  @Flag(help: "Leave it until the record changes.")
  var ignore = false

  @Flag(help: "The pair was wrong: take it apart.")
  var unlink = false

  @Flag(help: "It is still the same company, under another name, tax number and place.")
  var same = false

  @Flag(
    help:
      "Its row shows no longer and is gone for good: what the mapping wants of records that leave (on_leave)."
  )
  var mark = false

  @Flag(help: "Its row shows no longer and is only hidden: the pair stays as it is, until something changes.")
  var keep = false

  @Flag(help: "What was said last holds no longer, or what that event said.")
  var takeBack = false

  @Flag(help: "Whether --mark, --keep, --unlink and --ignore are said of the contacts of an account as well.")
  var contacts = Contacts.withoutContacts

  @OptionGroup var stated: StatementOptions

  /// Whether an answer about an account is one about what hangs on it.
  enum Contacts: String, EnumerableFlag {
    case withContacts
    case withoutContacts
  }

  func validate() throws {
    let given = [link != nil, create, !keepApart.isEmpty, ignore, unlink, same, mark, keep, takeBack]
      .filter { $0 }.count
    guard given == 1 else {
      throw ValidationError(
        "\(given) answers; exactly one of --link ID, --create, --keep-apart ID, --ignore, --unlink, --same, "
          + "--mark, --keep, --take-back is wanted")
    }
    guard contacts == .withoutContacts || mark || keep || unlink || ignore else {
      throw ValidationError(
        "--with-contacts goes with --mark, --keep, --unlink or --ignore: the others are about one record")
    }
  }

  func answer(in console: Console) async throws(Failure) -> Answer {
    let decisions =
      HiddenRows.isName(record)
      ? try await ofHiddenRows(in: console)
      : [LinkDecision(record: try RecordArgument(record), answer: try said(), because: stated.because)]
    return try await EngineRun(folder: common.project, verb: Self.verb, console: console)
      .settle(decisions, by: stated.as, withContacts: contacts == .withContacts)
  }

  /// An answer for each record of a question about rows, or for those that are named.
  private func ofHiddenRows(in console: Console) async throws(Failure) -> [LinkDecision] {
    guard mark || keep || unlink else {
      throw .wrongArguments(
        "\(record) holds many records: --mark, --keep or --unlink answers for them", verb: Self.verb)
    }
    let view = try await common.project.view(console)
    let answer = said(of: nil)
    return try await HiddenRows(in: view).rows(of: record, only: others).map { row in
      LinkDecision(
        record: RecordArgument(row.asked.question.subject), answer: answer, because: stated.because,
        seen: row.askedSequence)
    }
  }

  /// What is said of one record.
  ///
  /// Not checked before: a mistyped option that leaves a word behind is told by its own name.
  private func said() throws(Failure) -> PairingAnswer {
    guard others.isEmpty || takeBack && others.count == 1 && UInt64(others[0]) != nil else {
      throw .wrongArguments("an event is named with --take-back only, by its number", verb: Self.verb)
    }
    return said(of: others.first.flatMap(UInt64.init))
  }

  private func said(of statement: UInt64?) -> PairingAnswer {
    if let link { return .link(link) }
    if !keepApart.isEmpty { return .keepApart(keepApart) }
    if create { return .create }
    if ignore { return .ignore }
    if same { return .same }
    if mark { return .gone }
    if keep { return .keep }
    return unlink ? .unlink : .takeBack(statement)
  }
}

import ArgumentParser
import Decisions
import Diagnostics
import JSONText
import Sync

/// `links settle`: one answer of a person about one record.
struct LinksSettleVerb: Verb {
  static let verb = "links settle"
  static let configuration = CommandConfiguration(
    commandName: "settle", abstract: "Answer for one record: which one it is, or that it is new.")

  @OptionGroup var common: CommonOptions

  @Argument(help: ArgumentHelp("The record: customer/4242.", valueName: "record"))
  var record: String

  @Argument(help: ArgumentHelp("With --take-back: the event that said it.", valueName: "event"))
  var statement: String?

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

  @Flag(help: "What was said last holds no longer, or what that event said.")
  var takeBack = false

  @OptionGroup var stated: StatementOptions

  func validate() throws {
    let given = [link != nil, create, !keepApart.isEmpty, ignore, unlink, same, takeBack].filter { $0 }.count
    guard given == 1 else {
      throw ValidationError(
        "\(given) answers; exactly one of --link ID, --create, --keep-apart ID, --ignore, --unlink, --same, "
          + "--take-back is wanted")
    }
  }

  func answer(in console: Console) async throws(Failure) -> Answer {
    // Not before: a mistyped option that leaves a word behind is told by its own name.
    guard statement == nil || takeBack && statement.flatMap(UInt64.init) != nil else {
      throw .wrongArguments("an event is named with --take-back only, by its number", verb: Self.verb)
    }
    let decision = LinkDecision(record: try RecordArgument(record), answer: said, because: stated.because)
    return try await EngineRun(folder: common.project, verb: Self.verb, console: console)
      .settle([decision], by: stated.as)
  }

  private var said: PairingAnswer {
    if let link { return .link(link) }
    if !keepApart.isEmpty { return .keepApart(keepApart) }
    if create { return .create }
    if ignore { return .ignore }
    if same { return .same }
    return unlink ? .unlink : .takeBack(statement.flatMap(UInt64.init))
  }
}

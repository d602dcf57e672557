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

  @Option(help: ArgumentHelp("It is this record of Zoho.", valueName: "id"))
  var link: String?

  @Flag(help: "It is none of them: create it.")
  var create = false

  @Option(help: ArgumentHelp("It is not this record of Zoho; never ask about it again.", valueName: "id"))
  var keepApart: String?

  @Flag(help: "Leave it until the record changes.")
  var ignore = false

  @Flag(help: "The pair was wrong: take it apart.")
  var unlink = false

  @Option(help: ArgumentHelp("Why; kept with the answer.", valueName: "text"))
  var because: String?

  func validate() throws {
    let given = [link != nil, create, keepApart != nil, ignore, unlink].filter { $0 }.count
    guard given != 1 else { return }
    throw ValidationError(
      "\(given) answers; exactly one of --link ID, --create, --keep-apart ID, --ignore, --unlink is wanted")
  }

  func answer(in console: Console) async throws(Failure) -> Answer {
    let decision = LinkDecision(
      record: try RecordArgument(record), answer: said, zohoID: link ?? keepApart, because: because)
    return try await EngineRun(folder: common.project, verb: Self.verb, console: console)
      .settle([decision])
  }

  private var said: LinkSettled.Answer {
    if link != nil { return .link }
    if keepApart != nil { return .keepApart }
    return create ? .create : ignore ? .ignore : .unlink
  }
}

import ArgumentParser
import Decisions
import Diagnostics
import Sync

/// `conflicts resolve`: which side's value holds.
struct ConflictsResolveVerb: Verb {
  static let verb = "conflicts resolve"
  static let configuration = CommandConfiguration(
    commandName: "resolve", abstract: "Say which side's value of a field holds.")

  @OptionGroup var common: CommonOptions

  @Argument(help: ArgumentHelp("The record: customer/4242.", valueName: "record"))
  var record: String

  @Argument(help: ArgumentHelp("The field's id in the mapping.", valueName: "field"))
  var field: String

  @Option(help: ArgumentHelp("The side whose value holds: jde or zoho.", valueName: "side"))
  var take: String?

  @Option(
    help: ArgumentHelp("The value that holds, as Zoho would show it; empty clears.", valueName: "value"))
  var value: String?

  @OptionGroup var stated: StatementOptions

  func validate() throws {
    guard (take == nil) != (value == nil) else {
      throw ValidationError("exactly one of --take jde, --take zoho, --value VALUE is wanted")
    }
    guard let take, Side(rawValue: take) == nil else { return }
    throw ValidationError("--take \(take) is no side; jde and zoho are")
  }

  func answer(in console: Console) async throws(Failure) -> Answer {
    let record = try RecordArgument(record)
    return try await EngineRun(folder: common.project, verb: Self.verb, console: console)
      .answer { engine throws(Failure) in
        let isForJDE = try await engine.resolve(
          SubjectKey(entity: record.entity, key: record.key), field: field, takes: takes, by: stated.as,
          because: stated.because)
        // This version writes to Zoho alone.
        let way =
          "; enter it in JD Edwards, where this version does not write: Zoho gets it with the next sync then"
        return Answer(
          "\(self.record): \(field) holds \(words)\(isForJDE ? way : "")", next: "counterfoil plan")
      }
  }

  private var takes: FieldWord.Takes {
    if let value { return .value(value.isEmpty ? .blank : .value(value)) }
    return .side(take == Side.jde.rawValue ? .jde : .zoho)
  }

  private var words: String {
    switch takes {
    case .side(let side): "what \(side == .jde ? "JD Edwards" : "Zoho") shows"
    case .value(let value): value.shown
    }
  }
}

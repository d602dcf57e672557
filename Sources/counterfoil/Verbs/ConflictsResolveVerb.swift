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

  @Option(help: ArgumentHelp("jde or zoho.", valueName: "side"))
  var take: String

  func validate() throws {
    guard Side(rawValue: take) == nil else { return }
    throw ValidationError("--take \(take) is no side; jde and zoho are")
  }

  func answer(in console: Console) async throws(Failure) -> Answer {
    let record = try RecordArgument(record)
    let side: Side = take == Side.jde.rawValue ? .jde : .zoho
    return try await EngineRun(folder: common.project, verb: Self.verb, console: console)
      .answer { engine throws(Failure) in
        try await engine.resolve(conflict: record.entity, key: record.key, field: field, take: side)
        return Answer(
          "\(self.record): \(field) holds what \(side == .jde ? "JD Edwards" : "Zoho") shows",
          next: "counterfoil plan")
      }
  }
}

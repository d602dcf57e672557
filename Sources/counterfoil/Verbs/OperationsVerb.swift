import ArgumentParser

/// `ops`: writes that are not at their end, and those of unknown outcome settled.
struct OperationsVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ops",
    abstract: "List writes that are not at their end; settle unknown outcomes.",
    subcommands: [OperationsListVerb.self, OperationsSettleVerb.self],
    defaultSubcommand: OperationsListVerb.self)
}

import ArgumentParser

/// `conflicts`: fields on which both sides moved, listed and resolved.
struct ConflictsVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conflicts",
    abstract: "List fields that both sides changed, and say which value holds.",
    subcommands: [ConflictsListVerb.self, ConflictsResolveVerb.self, ConflictsImportVerb.self],
    defaultSubcommand: ConflictsListVerb.self)
}

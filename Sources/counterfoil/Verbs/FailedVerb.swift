import ArgumentParser

/// `failed`: writes that were refused and wait, alone; retried or discarded.
struct FailedVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "failed",
    abstract: "List failed writes, retry or discard them.",
    subcommands: [FailedListVerb.self, FailedRetryVerb.self, FailedDiscardVerb.self],
    defaultSubcommand: FailedListVerb.self)
}

import ArgumentParser

/// `log`: the ledger's events as JSON Lines, as they lie in its files.
struct LogVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log",
    abstract: "Print the ledger's events as JSON Lines.",
    discussion: """
      Without this program: lz4cat ledger/log/*.jsonl.lz4 | jq .
      """,
    subcommands: [LogCatVerb.self, LogTailVerb.self, LogStatVerb.self])
}

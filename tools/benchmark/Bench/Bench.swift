import ArgumentParser

/// The figures of this program on this machine.
@main
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "The figures of this program on this machine.",
    subcommands: [LedgerBench.self, LoadBench.self, VerbsBench.self])
}

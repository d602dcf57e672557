import ArgumentParser
import Diagnostics
import Glibc

/// The program: reads the command line, runs one verb, and leaves with its exit code.
@main
struct Counterfoil: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "counterfoil",
    abstract: "Keeps JD Edwards and Zoho CRM in agreement, with every step of it in a ledger.",
    discussion: """
      First: counterfoil init, then doctor, plan, apply --limit 10, sync.
      Exit codes: 0 fine; 1 failed or damaged; 2 wrong input, configuration or a stale plan;
      3 environment (unreachable, credentials, budget, second writer, disk); 4 some records wait for a person;
      5 writes were refused; 6 a brake stopped it.
      """,
    version: version,
    groupedSubcommands: [
      CommandGroup(
        name: "Set up:",
        subcommands: [InitVerb.self, DoctorVerb.self, ValidateVerb.self, TestVerb.self]),
      CommandGroup(
        name: "Sync:",
        subcommands: [PlanVerb.self, ApplyVerb.self, SyncVerb.self, StatusVerb.self, OwedVerb.self]),
      CommandGroup(
        name: "Look and settle:",
        subcommands: [
          LinksVerb.self, ConflictsVerb.self, OperationsVerb.self, FailedVerb.self, HistoryVerb.self,
          AsOfVerb.self,
        ]),
      CommandGroup(
        name: "The ledger:",
        subcommands: [
          LogVerb.self, VerifyVerb.self, RepairVerb.self, CheckpointVerb.self, ProveVerb.self,
          RebuildVerb.self,
        ]),
    ])

  static let version = "0.1.0"

  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    let interrupts = Interrupts()
    let code = await interrupts.guarding { await run(arguments, interrupts: interrupts) }
    Glibc.exit(code)
  }

  /// Runs the verb that the arguments name, and gives the exit code.
  static func run(_ arguments: [String], interrupts: Interrupts) async -> Int32 {
    let console = Console(
      output: .standardOutput, errors: .standardError, isJSON: arguments.contains("--json"),
      interrupts: interrupts)
    // What is no UTF-8 comes with U+FFFD in its place; recorded, it would be another word than the person's.
    guard !arguments.contains(where: { $0.contains("\u{FFFD}") }) else {
      let failure = Failure.wrongArguments(
        "an argument is no UTF-8 text (a byte stands in it as U+FFFD)", verb: nil)
      return console.show(Answer(failures: [failure]), of: "counterfoil")
    }
    let arguments = ArgumentAnswer.behindVerb(arguments)
    do {
      var command = try parseAsRoot(arguments)
      if let verb = command as? any Verb { return await verb.answered(in: console) }
      // What is no verb (`help`, a group of verbs, the program itself) throws the help that it is asked for.
      try command.run()
      return console.show(Answer(""), of: "help")
    } catch {
      return console.show(ArgumentAnswer.answer(to: error, arguments: arguments), of: "counterfoil")
    }
  }
}

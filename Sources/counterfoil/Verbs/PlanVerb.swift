import ArgumentParser

/// `plan`: what `apply` would do, made and shown again.
struct PlanVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Read both systems and show what apply would do.",
    discussion: """
      Appends what it observed to the ledger, moves no watermark and writes to neither system. The plan is \
      kept under plans/ and bound to the configuration that made it.

      counterfoil plan                        make a plan and show it
      counterfoil plan --report DIR           its lists as CSV, for a meeting (with --excel for Excel in Europe)
      counterfoil plan --entity contact       for one entity
      counterfoil plan --detailed-exitcode    10 where changes are pending, 11 where a person is needed
      counterfoil plan show 22f7bed43686      a kept plan again
      """,
    subcommands: [PlanMakeVerb.self, PlanShowVerb.self],
    defaultSubcommand: PlanMakeVerb.self)
}

import ArgumentParser

/// `links`: which records are the same, listed and settled.
struct LinksVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "links",
    abstract: "List which records are the same, and settle the doubtful ones.",
    discussion: """
      counterfoil links --review                  what waits for a person, with reason and candidates
      counterfoil links --review customer/4242    both records side by side, and what each answer does
      counterfoil links settle customer/4242 --link 4876876000000500001
      counterfoil links --review --csv > review.csv; counterfoil links import review.csv
      """,
    subcommands: [LinksListVerb.self, LinksSettleVerb.self, LinksImportVerb.self],
    defaultSubcommand: LinksListVerb.self)
}

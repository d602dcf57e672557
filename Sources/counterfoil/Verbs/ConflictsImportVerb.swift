import ArgumentParser
import Decisions
import Diagnostics
import JSONText
import Sync

/// `conflicts import`: the decisions of a spreadsheet.
struct ConflictsImportVerb: Verb {
  static let verb = "conflicts import"
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Take the decisions of a CSV file that `conflicts --csv` wrote.",
    discussion: """
      The column take says jde or zoho; rows without one are left alone. Nothing is taken where a row cannot \
      be read.
      """)

  @OptionGroup var common: CommonOptions

  @Argument(help: ArgumentHelp("The file; - reads standard input.", valueName: "file"))
  var file: String

  @OptionGroup var stated: StatementOptions

  func answer(in console: Console) async throws(Failure) -> Answer {
    let decisions = try ConflictDecision.decisions(in: try DecisionSheet.text(of: file), file: file)
    guard !decisions.isEmpty else { return Answer("no row of \(file) takes a side; nothing was done") }
    return try await EngineRun(folder: common.project, verb: Self.verb, console: console)
      .answer { engine throws(Failure) in
        for (done, decision) in decisions.enumerated() {
          let subject = SubjectKey(entity: decision.record.entity, key: decision.record.key)
          do throws(Failure) {
            try await engine.resolve(
              subject, field: decision.field, takes: .side(decision.take), seen: decision.seen,
              by: stated.as, because: stated.because)
          } catch {
            throw error.about(subject, behind: done, at: decision.place)
          }
        }
        return Answer(
          decisions.count.counted("conflict") + " resolved", result: ["resolved": JSONValue(decisions.count)],
          next: "counterfoil plan")
      }
  }
}

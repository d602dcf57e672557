import ArgumentParser
import Decisions
import Diagnostics
import JSONText
import ProjectFiles

/// `validate`: the configuration and everything that it names, offline.
struct ValidateVerb: Verb {
  static let verb = "validate"
  static let configuration = CommandConfiguration(
    commandName: verb,
    abstract: "Check configuration, mappings and crosswalks offline.",
    discussion: "Lists every problem with file, line, what is wrong and what to write; lists one-way fields.")

  @OptionGroup var common: CommonOptions

  func answer(in console: Console) async throws(Failure) -> Answer {
    let project: Project
    do {
      project = try ProjectLoader.load(folder: common.folder)
    } catch {
      return Answer(
        failures: error.problems, result: ["problems": .array(error.problems.map(\.json))])
    }
    let rules = project.rules
    let fields = rules.mappings.reduce(0) { $0 + $1.fields.count }
    let entities = rules.mappings.map(\.entity)
    return Answer(
      "the configuration is whole: \(entities.joined(separator: ", ")) with \(fields.counted("field")), "
        + rules.crosswalks.count.counted("crosswalk"),
      lines: project.notes.map { "note: \($0)" },
      result: [
        "entities": .array(entities.map { JSONValue($0) }), "fields": JSONValue(fields),
        "crosswalks": .array(rules.crosswalks.keys.sorted().map { JSONValue($0) }),
        "notes": .array(project.notes.map { JSONValue("\($0)") }),
      ])
  }
}

import Foundation
import JSONText
import TestSupport
import Testing

@Suite("The command line", .temporaryFolder, .timeLimit(.minutes(1)))
struct CommandLineTests {
  private var folder: URL { TemporaryFolder.current }

  @Test(
    "says what to type next where there is no configuration",
    arguments: [
      ["plan"], ["apply"], ["sync"], ["status"], ["validate"], ["verify"], ["log", "cat"], ["log", "tail"],
      ["log", "stat"], ["owed"], ["links"], ["conflicts"], ["ops"], ["failed"], ["history", "4242"],
      ["as-of", "2026-07-14", "4242"], ["rebuild"], ["checkpoint"], ["prove", "1"], ["test"],
      ["links", "settle", "customer/1", "--create"],
    ])
  func noConfiguration(arguments: [String]) async throws {
    let run = try await ProgramRun(arguments, in: folder)
    run.expectFailure("counterfoil.yaml", fix: "counterfoil init", exitCode: 2)
  }

  @Test("names verbs and exit codes when nothing is asked")
  func help() async throws {
    let run = try await ProgramRun([], in: folder)
    #expect(run.exitCode == 0)
    #expect(run.output.contains("counterfoil init"))
    #expect(run.errors.isEmpty)
  }

  @Test(
    "explains each verb, also those below another",
    arguments: [
      ["init"], ["doctor"], ["validate"], ["test"], ["plan"], ["apply"], ["sync"], ["status"], ["owed"],
      ["links"],
      ["links", "settle"], ["links", "import"], ["conflicts"], ["conflicts", "resolve"],
      ["conflicts", "import"], ["ops"], ["plan", "show"],
      ["ops", "settle"], ["failed"], ["failed", "retry"], ["failed", "discard"], ["history"], ["as-of"],
      ["log"], ["log", "cat"], ["log", "tail"], ["log", "stat"], ["verify"], ["checkpoint"], ["prove"],
      ["rebuild"],
    ])
  func verbHelp(verb: [String]) async throws {
    let asked = try await ProgramRun(["help"] + verb, in: folder)
    let flagged = try await ProgramRun(verb + ["--help"], in: folder)
    for run in [asked, flagged] {
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(run.output.contains("USAGE: counterfoil \(verb.joined(separator: " "))"), "\(run.output)")
    }
  }

  @Test(
    "answers a mistake with one message, what could be written instead, and 2",
    arguments: [
      (["plam"], "plam"), (["plan", "--detailed"], "--detailed"), (["apply", "--limit", "ten"], "ten"),
      (["apply", "--limit", "0"], "--limit 0"), (["history"], "record"),
      (["rebuild", "--at", "#1"], "--into"),
      (["links", "settle", "customer/1"], "exactly one"),
      (["links", "settle", "customer/1", "--create", "--ignore"], "exactly one"),
      (["conflicts", "resolve", "customer/1", "name", "--take", "both"], "both"),
      (["failed", "retry"], "--all"), (["ops", "settle", "abc"], "--applied"),
      (["log", "tail", "-n", "few"], "few"),
      (["log", "cat", "--kind", "record.poled"], "write record.polled"),
      (["log", "tail", "-n", "99999999999999999999"], "99999999999999999999"),
      (["apply", "--limit", "99999999999999999999"], "99999999999999999999"),
      (["test", "--record=-9223372036854775808"], "--record -9223372036854775808"),
      (["test", "--record", "100000000"], "--record 100000000"),
      (["prove", "18446744073709551616"], "18446744073709551616"),
      (["links", "settle", "customer/1", "--create", "--as", " "], "--as is blank"),
      (["failed", "discard", "abc", "--because", ""], "--because is blank"),
      (["links", "settle", "customer/1", "--create", "--because", "caf\u{FFFD}"], "no UTF-8"),
    ])
  func mistakes(arguments: [String], words: String) async throws {
    let run = try await ProgramRun(arguments, in: folder)
    run.expectFailure(words, fix: "counterfoil help", exitCode: 2)
  }

  @Test(
    "names the verb that was meant where a slip of the keyboard tells it",
    arguments: [
      (["sinc"], "did you mean sync?", "sync"), (["lnks"], "did you mean links?", "links"),
      (["links", "setlte"], "did you mean links settle?", "links settle"),
      (["plan", "shwo"], "did you mean plan show?", "plan show"),
      (["help", "staus"], "did you mean status?", "status"),
    ])
  func slips(arguments: [String], words: String, verb: String) async throws {
    let run = try await ProgramRun(arguments, in: folder)
    run.expectFailure(words, fix: "counterfoil help \(verb)", exitCode: 2)
  }

  @Test(
    "takes what every verb takes before the verb as well",
    arguments: [
      ["--project", "elsewhere", "status"],
      ["--project=elsewhere", "links", "settle", "customer/1", "--create"],
      ["--project", "elsewhere", "plan", "show"],
    ])
  func commonBefore(arguments: [String]) async throws {
    let run = try await ProgramRun(arguments, in: folder)
    run.expectFailure("no counterfoil.yaml in elsewhere", fix: "counterfoil init", exitCode: 2)
    let envelope = try await ProgramRun(["--json"] + arguments, in: folder).envelope
    #expect(envelope["error"]?["code"]?.string == "config-missing")
  }

  @Test("does not explain a verb that there is not", arguments: [["frob"], ["links", "frob"]])
  func unknownVerbHelp(verb: [String]) async throws {
    let run = try await ProgramRun(["help"] + verb, in: folder)
    run.expectFailure("there is no verb frob", fix: "run `counterfoil help`", exitCode: 2)
  }

  @Test(
    "answers a mistake in a verb below another with the help of that very verb",
    arguments: [
      (["--create"], "record"), (["customer/1"], "exactly one"),
      (["customer/1", "--create", "--becuase", "new"], "--becuase"),
    ])
  func mistakesBelow(arguments: [String], words: String) async throws {
    let run = try await ProgramRun(["links", "settle"] + arguments, in: folder)
    run.expectFailure(words, fix: "run `counterfoil help links settle`", exitCode: 2)
  }

  @Test("gives a script the same in one envelope")
  func envelope() async throws {
    let run = try await ProgramRun(["validate", "--json"], in: folder)
    let envelope = try run.envelope
    #expect(run.exitCode == 2)
    #expect(run.errors.isEmpty)
    #expect(envelope.object?.keys == ["command", "ok", "summary", "result", "error"])
    #expect(envelope["command"]?.string == "validate")
    #expect(envelope["ok"]?.bool == false)
    #expect(envelope["error"]?.object?.keys == ["code", "message", "where", "remedy"])
    #expect(envelope["error"]?["code"]?.string == "config-missing")
  }
}

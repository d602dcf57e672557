import Simulation
import Testing

@Suite("Input as nobody should send it", .timeLimit(.minutes(2)))
struct FuzzTests {
  @Test(
    "ends no reader, and is told with code, place and way out: the short form of tools/trial fuzz",
    arguments: FuzzTargets.all.map { $0.name })
  func short(target: String) throws {
    let runs = ["yaml": 60, "csv": 100, "values": 100, "ledger": 40][target] ?? 300
    let trial = try TrialProcess(["fuzz", "--target", target, "--runs", "\(runs)", "--seed", "1"])
    let lines = trial.rest()
    #expect(lines == ["\(target): \(runs) runs, 0 found", "1 passed, 0 failed"])
    #expect(trial.exitCode() == 0)
  }

  @Test(
    "is found with the seed that repeats it: a planted trap, a run without end, memory that is not given back",
    arguments: PlantedFault.allCases)
  func planted(fault: PlantedFault) throws {
    let trial = try TrialProcess([
      "fuzz", "--target", "json", "--runs", "10000", "--plant", fault.rawValue, "--hang-seconds", "1",
    ])
    let lines = trial.rest()
    #expect(lines.last == "0 passed, 1 failed")
    #expect(trial.exitCode() == 1)
    let found = try #require(lines.first { $0.hasPrefix("FOUND json: seed ") })
    let seed = try #require(found.split(separator: " ").dropFirst(3).first)
    let again = try TrialProcess([
      "fuzz", "--target", "json", "--seed", String(seed), "--runs", "1", "--plant", fault.rawValue,
      "--hang-seconds",
      "1",
    ])
    #expect(again.rest().first?.hasPrefix("FOUND json: seed \(seed) ") == true)
    #expect(again.exitCode() == 1)
  }

  @Test("has a target of each name, and tells the names where there is no such target")
  func names() throws {
    let trial = try TrialProcess(["fuzz", "--target", "xml"])
    #expect(trial.rest().contains { $0.contains("there is no target xml") })
    #expect(trial.exitCode() == 2)
  }
}

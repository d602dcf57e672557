import Foundation
import Simulation
import Testing

@Suite("A writer on the real disk", .timeLimit(.minutes(2)))
struct RealDiskTests {
  /// Some machines do not let a process be looked at.
  private static let hasTracer: Bool = {
    do { return try Command.run("strace", ["-o", "/dev/null", "true"]).exitCode == 0 } catch { return false }
  }()

  @Test(
    "loses nothing when any of its system calls fails or is its last: the short form of tools/trial calls",
    .enabled(if: hasTracer, "needs strace, and the right to look at a process with it"))
  func calls() throws {
    let trial = try TrialProcess(["calls", "--each", "3", "--seed", "7"])
    let lines = trial.rest()
    #expect(lines.last == "passed", "\(lines.suffix(4))")
    #expect(trial.exitCode() == 0)
  }

  @Test("loses nothing when it is killed while others read: the short form of tools/trial kills")
  func kills() throws {
    let trial = try TrialProcess(["kills", "--rounds", "60", "--seed", "7"])
    let lines = trial.rest()
    #expect(lines.last == "passed", "\(lines.suffix(4))")
    #expect(trial.exitCode() == 0)
  }

  @Test("loses nothing where files may not grow, or the file system is full, and goes on when there is room")
  func room() throws {
    let trial = try TrialProcess(["room"])
    let lines = trial.rest()
    #expect(lines.last == "passed", "\(lines.suffix(4))")
    #expect(trial.exitCode() == 0)
  }

  @Test("is judged by a trial that tells what it can not run, and where it has no such trial")
  func wrongUse() throws {
    let trial = try TrialProcess(["sunshine"])
    #expect(trial.rest().first?.contains("no such trial: sunshine") == true)
    #expect(trial.exitCode() == 2)
  }
}

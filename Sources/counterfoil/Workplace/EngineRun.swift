import Diagnostics
import Foundation
import ProjectFiles
import Sync

extension ProgressBar: ProgressSink {}

/// The frame of every verb that writes: the engine is opened for it, and closed with its exit code.
struct EngineRun {
  let folder: ProjectFolder
  let verb: String
  let console: Console
  var acceptsClock = false
  /// Whether the verb reads the systems.
  var meetsSystems = false

  /// Opens the engine, lets `body` use it, and closes it on every way out.
  func answer(
    _ body: (SyncEngine) async throws(Failure) -> Answer
  ) async throws(Failure) -> Answer {
    let progress = console.progressBar()
    defer { progress.wipe() }
    let engine = try await SyncEngine.open(
      project: try folder.project(), verb: verb, arguments: Array(CommandLine.arguments.dropFirst()),
      environment: .real { system, pause in
        progress.note(
          "\(system) is left alone for \(pause.components.seconds) s before it is asked again")
      },
      progress: progress, acceptsClock: acceptsClock,
      meetsSystems: meetsSystems)
    let answer: Answer
    do {
      answer = try await body(engine)
    } catch {
      // The first failure is the one to tell; closing fails for the same reason or for a smaller one.
      try? await engine.close(
        exitCode: console.interrupts.exitCode ?? error.code.exitCode, because: error)
      throw error
    }
    try await engine.close(exitCode: console.interrupts.exitCode ?? answer.exitCode)
    return answer
  }
}

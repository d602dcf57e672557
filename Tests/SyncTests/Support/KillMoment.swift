import Diagnostics
import Foundation
import Glibc
import HTTPTransport
import JSONText
import Synchronization
import TestSupport

/// When a run is killed with SIGKILL.
enum KillMoment: Codable, Sendable, Hashable {
  /// By the simulator, when the n-th write arrives, before or after it takes effect.
  case onWrite(method: String, nth: Int, isAfterEffect: Bool)
  /// By itself, when the ledger looks at its clock for the n-th time: before a commit is on disk.
  case onCommit(nth: Int)
  /// By the simulator, when the n-th call of any kind arrives: a reading, a look, a token.
  case onCall(nth: Int)
  /// By a thread of its own that counts so far beside the run: it strikes in the middle of anything.
  case afterCount(Int)

  /// The n-th of a series in which every kind comes up.
  static func random(_ index: Int, using random: inout SeededGenerator) -> KillMoment {
    switch index % 5 {
    case 0, 1:
      .onWrite(
        method: Bool.random(using: &random) ? "POST" : "PUT", nth: Int.random(in: 1...3, using: &random),
        isAfterEffect: index % 5 == 1)
    case 2: .onCommit(nth: Int.random(in: 2...60, using: &random))
    case 3: .onCall(nth: Int.random(in: 1...40, using: &random))
    default: .afterCount(Int.random(in: 10_000...3_000_000, using: &random))
    }
  }
}

/// What a process does that is going to be killed: apply, sync, and at the latest then the end.
enum DoomedRun {
  static func run(folder: String, zoho: String, moment: KillMoment) async throws {
    let looks = Mutex(0)
    var killsAtLook = Int.max
    switch moment {
    case .onWrite(let method, let nth, let isAfterEffect):
      let write: JSONObject = [
        "method": JSONValue(method), "path": "/crm/v8/*ts", "nth": JSONValue(nth),
      ]
      try await arm(zoho: zoho, match: write, isAfterEffect: isAfterEffect)
    case .onCommit(let nth): killsAtLook = nth
    case .onCall(let nth):
      try await arm(zoho: zoho, match: ["nth": JSONValue(nth)], isAfterEffect: false)
    case .afterCount(let count):
      Thread.detachNewThread {
        for _ in 0..<count { sched_yield() }
        kill(getpid(), SIGKILL)
      }
    }
    let look: @Sendable () -> Void = { [killsAtLook] in
      let count = looks.withLock { count in
        count += 1
        return count
      }
      if count == killsAtLook { kill(getpid(), SIGKILL) }
    }
    let project = TrialProject(folder: folder)
    // Faults may end a run before its moment; the next one goes on.
    do { _ = try await project.apply(look: look) } catch is Failure {}
    do { _ = try await project.sync(look: look) } catch is Failure {}
    kill(getpid(), SIGKILL)
  }

  /// Tells the simulator whom to kill, and when.
  private static func arm(zoho: String, match: JSONObject, isAfterEffect: Bool) async throws {
    let fault: JSONValue = [
      [
        "kind": "killCaller", "pid": JSONValue(Int(getpid())), "when": isAfterEffect ? "after" : "before",
        "match": .object(match),
      ]
    ]
    let transport = CurlTransport()
    let answer = try await transport.send(
      HTTPCall(
        .post, zoho + "/control/faults/add", headers: ["Content-Type": "application/json"], body: fault.bytes)
    )
    transport.shutdown()
    guard answer.status == 200 else { throw NotArmed(status: answer.status) }
  }

  private struct NotArmed: Error { let status: Int }
}

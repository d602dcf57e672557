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
  /// By itself, after so many microseconds.
  case after(microseconds: UInt32)

  /// The n-th of a series in which every kind comes up.
  static func random(_ index: Int, using random: inout SeededGenerator) -> KillMoment {
    switch index % 4 {
    case 0, 1:
      .onWrite(
        method: Bool.random(using: &random) ? "POST" : "PUT", nth: Int.random(in: 1...3, using: &random),
        isAfterEffect: index % 4 == 1)
    case 2: .onCommit(nth: Int.random(in: 2...60, using: &random))
    default: .after(microseconds: UInt32.random(in: 20_000...2_000_000, using: &random))
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
      try await arm(zoho: zoho, method: method, nth: nth, isAfterEffect: isAfterEffect)
    case .onCommit(let nth): killsAtLook = nth
    case .after(let microseconds):
      Thread.detachNewThread {
        _ = poll(nil, 0, Int32(microseconds / 1_000))  // a random moment: what it strikes must not matter
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
    _ = try await project.apply(look: look)
    _ = try await project.sync(look: look)
    kill(getpid(), SIGKILL)
  }

  /// Tells the simulator whom to kill, and when.
  private static func arm(zoho: String, method: String, nth: Int, isAfterEffect: Bool) async throws {
    let fault: JSONValue = [
      [
        "kind": "killCaller", "pid": JSONValue(Int(getpid())), "when": isAfterEffect ? "after" : "before",
        "match": ["method": JSONValue(method), "path": "/crm/v8/*ts", "nth": JSONValue(nth)],
      ]
    ]
    let transport = CurlTransport()
    let answer = try await transport.send(
      HTTPCall(
        .post, zoho + "/control/faults", headers: ["Content-Type": "application/json"], body: fault.bytes))
    transport.shutdown()
    guard answer.status == 200 else { throw NotArmed(status: answer.status) }
  }

  private struct NotArmed: Error { let status: Int }
}

package import Diagnostics
package import EventLog
import Glibc
import Synchronization

/// The process that trials kill: appends commits that anybody can work out, and prints a line for each acknowledged one.
package struct TrialWriter: Sendable {
  /// The ledger's folder.
  package var folder: String
  /// The seed of the commits.
  package var seed: UInt64 = 1
  /// How many append at the same time.
  package var appenders = 1
  /// The number of the first commit: each round of a trial has numbers of its own.
  package var from = 1
  /// Commits after which the writer closes the ledger.
  package var commits = Int.max
  /// The environment.
  package var environment = LedgerEnvironment.real

  /// A writer to a ledger's folder.
  package init(folder: String) { self.folder = folder }

  /// Appends until it is killed or done; prints `ready <head>`, then `<commit> <first> <last>` for each acknowledged
  /// commit, `signed <size>` now and then, and `closed`.
  package func run() async throws(Failure) {
    let ledger = try await TrialLedger.open(folder, environment: environment)
    TrialOutput.say("ready \(await ledger.head)")
    var failure: Failure?
    do {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for appender in 0..<appenders {
          group.addTask { try await append(appender, to: ledger) }
        }
        try await group.waitForAll()
      }
    } catch let error as Failure {
      failure = error
    } catch {
      return  // the tasks throw nothing else
    }
    if let failure { throw failure }
    try await ledger.close()
    TrialOutput.say("closed")
  }

  private func append(_ appender: Int, to ledger: Ledger) async throws(Failure) {
    var number = from + appender
    while number - from < commits {
      let commit = TrialCommit(number, seed: seed)
      guard case .appended(let receipt) = try await ledger.append(commit.events) else { return }
      TrialOutput.say("\(number) \(receipt.first) \(receipt.last)")
      if number % 50 == 0, let signed = try await ledger.checkpoint() {
        TrialOutput.say("signed \(signed.size)")
      }
      number += appenders
    }
  }
}

/// Lines on standard output, each written by one call, so that a kill leaves whole ones.
package enum TrialOutput {
  /// Prints a line.
  package static func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    var done = 0
    while done < bytes.count {
      let put = bytes.withUnsafeBytes { buffer in
        write(1, buffer.baseAddress.map { $0 + done }, buffer.count - done)
      }
      if put < 0 && errno == EINTR { continue }
      guard put > 0 else { return }  // nobody listens any more
      done += put
    }
  }
}

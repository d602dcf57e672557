package import Diagnostics
import EventLog
import Glibc

/// A process that follows a ledger while another writes to it, and judges every event that it is shown.
package struct TrialReader: Sendable {
  /// The ledger's folder.
  package var folder: String
  /// The seed of the commits.
  package var seed: UInt64 = 1

  /// A reader of a ledger's folder.
  package init(folder: String) { self.folder = folder }

  /// Follows until standard input ends; prints `at <event>` whenever there is more, and a verdict at the end:
  /// `fine <events>` or `wrong <what>`.
  /// - Returns: whether all was well.
  package func run() throws(Failure) -> Bool {
    var check = TrialCheck(seed: seed)
    do {
      let reader = try LedgerReader.open(at: folder)
      var views = 0
      var last: UInt64 = 0
      while true {
        let isLast = Self.isTold()
        try follow(reader, &check, &last)
        // Now and then with fresh eyes: what a new reader sees must reach as far.
        views += 1
        if views % 16 == 0 {
          let fresh = try LedgerReader.open(at: folder).last
          guard fresh >= last else {
            throw TrialFinding("a new reader sees \(fresh) events after \(last) were shown")
          }
        }
        if isLast { break }
      }
    } catch let finding as TrialFinding {
      TrialOutput.say("wrong \(finding)")
      return false
    } catch let failure as Failure {
      TrialOutput.say("wrong \(failure.code.name) \(failure.message) at \(failure.place ?? "?")")
      return false
    } catch {
      return false  // nothing else is thrown
    }
    TrialOutput.say("fine \(check.next - 1)")
    return true
  }

  private func follow(_ reader: LedgerReader, _ check: inout TrialCheck, _ last: inout UInt64) throws {
    let now = try reader.refresh()
    guard now >= last else { throw TrialFinding("the log shrank from \(last) to \(now) events") }
    guard now > last else { return }
    for line in try reader.trialLines(from: check.next) { try check.take(line) }
    guard check.next == now + 1 else {
      throw TrialFinding("the reader stopped at event \(check.next - 1) of \(now)")
    }
    guard check.isBetweenCommits else { throw TrialFinding("half a commit was shown, up to event \(now)") }
    last = now
    TrialOutput.say("at \(now)")
  }

  /// Whether standard input has ended, waiting two milliseconds for it.
  private static func isTold() -> Bool {
    var input = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
    return poll(&input, 1, 2) != 0
  }
}

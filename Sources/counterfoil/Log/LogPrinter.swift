import Diagnostics
import EventLog

/// Prints the lines of the log that a filter wants.
struct LogPrinter {
  let output: OutputFile
  let filter: LogFilter

  /// Prints what is readable from `first` on, and stops where nobody reads any more.
  func print(_ reader: LedgerReader, from first: UInt64) throws(Failure) {
    try reader.eachLine(from: first, through: filter.through) { line, _ throws(Failure) in
      guard filter.admits(line) else { return true }
      output.line(line)
      return output.isWanted && !Task.isCancelled
    }
    output.flush()
  }
}

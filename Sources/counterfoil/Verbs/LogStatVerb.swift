import ArgumentParser
import Diagnostics
import EventLog
import Foundation
import JSONText

/// `log stat`: how many events of which kind, when, and how many bytes.
struct LogStatVerb: Verb {
  static let verb = "log stat"
  static let configuration = CommandConfiguration(
    commandName: "stat", abstract: "Count events by kind, with times and bytes.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var options: LogOptions

  func answer(in console: Console) async throws(Failure) -> Answer {
    let folder = common.project
    let reader = try folder.reader()
    let filter = try options.filter(over: reader)
    var census = LogCensus()
    try reader.eachLine(from: filter.from, through: filter.through) { line, _ throws(Failure) in
      if filter.admits(line) { census.count(line) }
      return !Task.isCancelled
    }
    let files = SegmentFiles(in: folder.file("ledger/log"))
    return census.answer(files: files, isWhole: filter.isOpen && options.since == nil && options.until == nil)
  }
}

import Diagnostics
import EventLog
import Foundation
import Instants
import JSONText

/// What the log itself says of a first load: when each stretch began, what was read, what was made.
struct LoadLog {
  private(set) var events = 0
  /// Rows of each table, as its first whole reading counted them.
  private(set) var tableRows: [String: Int] = [:]
  /// Records made, by module.
  private(set) var created: [String: Int] = [:]
  private(set) var stretches: [LoadFigures.Stretch] = []

  init(ledger folder: String) throws(Failure) {
    let reader = try LedgerReader.open(at: folder)
    _ = try reader.refresh()
    var log = LoadLog()
    var marks: [(String, Int64)] = []
    try reader.eachEvent { event throws(Failure) in
      log.events += 1
      let at = RFC3339.microseconds(event.at) ?? 0
      func mark(_ name: String) {
        if marks.last?.0 != name { marks.append((name, at)) }
      }
      switch event.kind {
      case "command.started":
        mark("start \(log.text(event, "verb"))")
      case "poll.started":
        mark(event.stream.hasPrefix("poll/jde") ? "reading JD Edwards" : "reading Zoho")
      case "poll.completed":
        let name = String(event.stream.split(separator: "/").last ?? "")
        if event.stream.hasPrefix("poll/jde"), log.tableRows[name] == nil {
          log.tableRows[name] = log.number(event, "rows")
        }
        if event.stream.hasPrefix("poll/zoho") { mark("deciding what to do") }
      case "write.intended":
        mark("deciding, writing, reading back \(log.text(event, "module"))")
      case "plan.applied": mark("concluding the plan")
      case "plan.made": mark("keeping the plan")
      case "command.ended": mark("end")
      case "link.made": log.created[log.text(event, "module"), default: 0] += 1
      default: break
      }
      return true
    }
    var seconds: [String: Double] = [:]
    var names: [String] = []
    var verb = ""
    for (index, mark) in marks.dropLast().enumerated() where mark.0 != "end" {
      if mark.0.hasPrefix("start ") { verb = String(mark.0.dropFirst(6)) }
      let name = mark.0.hasPrefix("start ") ? "\(verb): starting" : "\(verb): \(mark.0)"
      if seconds[name] == nil { names.append(name) }
      seconds[name, default: 0] += Double(marks[index + 1].1 - mark.1) / 1e6
    }
    log.stretches = names.map { LoadFigures.Stretch(name: $0, seconds: seconds[$0] ?? 0) }
    self = log
  }

  private init() {}

  private func member(_ event: StoredEvent, _ name: String) -> JSONValue? {
    // Our own program wrote it: what is no JSON is found by `verify`, not here.
    (try? JSONValue(parsing: event.body))?[name]
  }

  private func text(_ event: StoredEvent, _ name: String) -> String { member(event, name)?.string ?? "" }
  private func number(_ event: StoredEvent, _ name: String) -> Int { member(event, name)?.int ?? 0 }
}

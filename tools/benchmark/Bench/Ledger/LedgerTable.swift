import Foundation
import JSONText

/// The figures of all contestants, with what the machine can do at best.
struct LedgerTable {
  let scale: BenchScale
  let rounds: Int
  let names: [String]
  let versions: [String: String]
  let figures: [String: [Measure: Double]]
  let limits: MachineLimits

  var text: String {
    var rows: [[String]] = [[""] + names]
    for measure in Measure.allCases {
      let cells = names.map { figures[$0]?[measure].map(Self.shown) ?? "–" }
      guard cells.contains(where: { $0 != "–" }) else { continue }
      rows.append([measure.title] + cells)
    }
    let widths = (0...names.count).map { column in rows.map { $0[column].count }.max() ?? 0 }
    let table = rows.map { row in
      row.enumerated().map { index, cell in
        let room = String(repeating: " ", count: widths[index] - cell.count)
        return index == 0 ? cell + room : room + cell
      }.joined(separator: "  ")
    }
    return (heading + table + [""] + ratios).joined(separator: "\n")
  }

  private var heading: [String] {
    [
      "\(scale.events) events of 1.29 KB, median of \(rounds) rounds",
      "on \(MachineFacts.text)",
      names.map { "\($0) \(versions[$0] ?? "")" }.joined(separator: ", "), "",
    ]
  }

  /// The figures that are judged against the machine itself.
  private var ratios: [String] {
    let bare = Stopwatch.median(limits.bareAppends)
    let slowest = limits.bareAppends.min() ?? 0
    let fastest = limits.bareAppends.max() ?? 0
    var lines = [
      "bare write+fdatasync: \(Self.shown(bare))/s (between \(Self.shown(slowest)) and \(Self.shown(fastest)) "
        + "before and after each), over zeros \(Self.shown(Stopwatch.median(limits.bareOverwrites)))/s; lz4 -dc: \(Self.shown(limits.lz4EventsPerSecond)) events/s; "
        + "SHA-256 \(Self.shown(limits.sha256MegabytesPerSecond)) MB/s, "
        + "memcpy \(Self.shown(limits.memcpyMegabytesPerSecond)) MB/s a core"
    ]
    if let zstd = limits.zstdBytesPerEvent {
      lines.append("zstd -3 over all lines as one file: \(Self.shown(zstd)) bytes/event, without any index")
    }
    for name in names {
      guard let single = figures[name]?[.single], bare > 0 else { continue }
      lines.append("\(name): one at a time is \(Self.shown(single / bare)) of the bare loop")
    }
    guard let own = names.first, let mine = figures[own] else { return lines }
    if let replay = mine[.replay], limits.lz4EventsPerSecond > 0 {
      lines.append("\(own): replay is \(Self.shown(replay / limits.lz4EventsPerSecond)) of lz4 -dc")
    }
    if let verify = mine[.verify], limits.sha256MegabytesPerSecond > 0 {
      let cores = Double(ProcessInfo.processInfo.activeProcessorCount)
      lines.append(
        "\(own): verify is \(Self.shown(verify / limits.sha256MegabytesPerSecond / cores)) of SHA-256, each core"
      )
    }
    return lines
  }

  var json: JSONValue {
    var contestants = JSONObject()
    for name in names {
      var values = JSONObject()
      for measure in Measure.allCases {
        if let value = figures[name]?[measure] { values[measure.rawValue] = Self.number(value) }
      }
      contestants[name] = .object(values)
    }
    var told = JSONObject()
    for name in names { told[name] = JSONValue(versions[name] ?? "") }
    return [
      "bench": "ledger", "machine": JSONValue(MachineFacts.text),
      "versions": .object(told), "events": JSONValue(scale.events),
      "rounds": JSONValue(rounds), "figures": .object(contestants),
      "limits": [
        "bare_appends": .array(limits.bareAppends.map(Self.number)),
        "bare_overwrites": .array(limits.bareOverwrites.map(Self.number)),
        "zstd_bytes_per_event": limits.zstdBytesPerEvent.map(Self.number) ?? .null,
        "lz4_events": Self.number(limits.lz4EventsPerSecond),
        "sha256_mb": Self.number(limits.sha256MegabytesPerSecond),
        "memcpy_mb": Self.number(limits.memcpyMegabytesPerSecond),
      ],
    ]
  }

  /// Three digits that count.
  static func shown(_ value: Double) -> String {
    if value >= 1_000 {
      var digits = String(Int(value.rounded()))
      var groups: [Substring] = []
      while digits.count > 3 {
        groups.insert(digits.suffix(3), at: 0)
        digits = String(digits.dropLast(3))
      }
      return ([Substring(digits)] + groups).joined(separator: ",")
    }
    return String(format: value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value)
  }

  private static func number(_ value: Double) -> JSONValue {
    // Text of our own making: it is a number.
    (try? JSONValue(parsing: String(format: "%.4f", value))) ?? .null
  }
}

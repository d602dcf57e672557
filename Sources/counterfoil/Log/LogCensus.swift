import EventLog
import Foundation
import JSONText

/// Counts of events by kind.
struct LogCensus {
  private var kinds: [[UInt8]: Int] = [:]
  private(set) var events = 0
  private(set) var bytes = 0
  private(set) var firstAt: String?
  private(set) var lastAt: String?
  private var lastLine: [UInt8] = []

  init() {}

  /// Counts a line of the log.
  mutating func count(_ line: RawSpan) {
    guard let envelope = EnvelopeScanner(line) else { return }
    events += 1
    bytes += line.byteCount + 1
    // A kind is a short text of which there are some dozens: one small array an event is cheap enough here.
    kinds[line.bytes(envelope.kind), default: 0] += 1
    if firstAt == nil { firstAt = String(decoding: line.bytes(envelope.at), as: UTF8.self) }
    lastLine = line.bytes(envelope.at)
  }

  /// The counts for a person and a script; bytes on disk only make sense for the whole log.
  func answer(files: SegmentFiles, isWhole: Bool) -> Answer {
    let counts = kinds.map { (kind: String(decoding: $0.key, as: UTF8.self), count: $0.value) }
      .sorted { ($1.count, $0.kind) < ($0.count, $1.kind) }
    var table = TextTable(alignments: [.right, .left])
    var object = JSONObject()
    for (kind, count) in counts {
      table.add([count.grouped, kind])
      object.append(kind, JSONValue(count))
    }
    let last = lastLine.isEmpty ? nil : String(decoding: lastLine, as: UTF8.self)
    var lines = table.lines
    if let firstAt, let last { lines.append("from \(firstAt) to \(last)") }
    var summary = "\(events.counted("event")), \(bytes.grouped) bytes of JSON Lines"
    var result: JSONObject = [
      "events": JSONValue(events), "bytes": JSONValue(bytes), "first_at": JSONValue(firstAt),
      "last_at": JSONValue(last), "kinds": .object(object),
    ]
    if isWhole {
      summary += ", \(files.bytes.grouped) on disk in \(files.count.counted("file"))"
      result["files"] = JSONValue(files.count)
      result["bytes_on_disk"] = JSONValue(files.bytes)
    }
    return Answer(summary, lines: lines, result: .object(result))
  }
}

/// The files of the log, as the disk has them.
struct SegmentFiles {
  private(set) var count = 0
  private(set) var bytes = 0

  init(in folder: String) {
    // A folder that cannot be listed has been told by the reader already.
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where name.hasSuffix(".jsonl.lz4") {
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")  // sealed meanwhile
      count += 1
      bytes += (attributes?[.size] as? Int) ?? 0
    }
  }
}

extension RawSpan {
  /// A copy of a range of bytes.
  func bytes(_ range: Range<Int>) -> [UInt8] {
    range.map { unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
  }
}

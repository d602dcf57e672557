import EventLog
import Foundation
import Testing

/// The worked example at the end of `Format.md`: a ledger of three events, written out byte by byte.
struct FormatExample {
  /// Its files, by the path below the ledger's folder.
  let files: [String: [UInt8]]
  let lines: [String]

  static let heading = "## A worked example\n"
  static let document = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../Sources/EventLog/EventLog.docc/Format.md").standardizedFileURL

  /// What the program writes: a block of two events makes a segment, and a commit crosses its end.
  static func written() async throws -> FormatExample {
    let files = MemoryFiles()
    let environment = LedgerEnvironment.repeatable(files)
    let path = SmallLedger.path
    _ = try Ledger.create(
      at: path, signingKey: testKey, origin: "example.org/customers", geometry: .of(2, 1),
      environment: environment)
    let ledger = try await Ledger.open(at: path, signingKey: testKey, environment: environment)
    var second = NewEvent(
      kind: "record.polled", stream: "jde/F0101/4242", cause: .inCommit(0),
      sourceAt: "2026-07-14T09:30:00+02:00",
      body: Array(#"{"F0101_AN8":4242,"F0101_ALPH":"Müller & Söhne"}"#.utf8))
    second.isPersonal = true
    let first = NewEvent(kind: "poll.started", stream: "jde/poll", body: Array(#"{"table":"F0101"}"#.utf8))
    _ = try await ledger.append([first, second])
    try await ledger.close()
    return FormatExample(
      files: BaseLedgers.relevant(files),
      lines: try LedgerReader.open(at: path, files: files).lines().map { String(decoding: $0, as: UTF8.self) }
    )
  }

  /// The files that a text shows in hexadecimal or as they are, by their names in its headings.
  static func read(_ text: String) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    let example = text.components(separatedBy: heading).last ?? ""
    for section in example.components(separatedBy: "\n### ").dropFirst() {
      let name = String(section.prefix { $0 != "\n" }.filter { $0 != "`" })
      let shown = section.split(separator: "\n").filter { $0.hasPrefix("    ") }.map { $0.dropFirst(4) }
      if name.hasPrefix("log/") {
        files[name] = shown.flatMap { HexText.bytes($0.dropFirst(6).prefix(Self.hexWidth)) }
      } else {
        let text = shown.map { $0 == "(empty line)" ? "" : String($0) }.joined(separator: "\n")
        files[name] = Array((text + "\n").utf8)
      }
    }
    return files
  }

  /// The whole section, with its heading.
  var text: String {
    var text =
      Self.heading + """

        A ledger with two events a block and one block a segment, closed after a commit of two events, the first of which
        filled a segment. Its private key is 32 bytes of 7. A test writes this section and reads it again.

        The lines:

        \(lines.map { "    " + $0 }.joined(separator: "\n"))

        """
    for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
      text += "\n### `\(name)`\n\n"
      if name.hasPrefix("log/") {
        text += Self.dump(bytes).map { "    " + $0 + "\n" }.joined()
      } else {
        let lines = String(decoding: bytes.dropLast(), as: UTF8.self).split(
          separator: "\n", omittingEmptySubsequences: false)
        text += lines.map { "    " + ($0.isEmpty ? "(empty line)" : $0) + "\n" }.joined()
      }
    }
    return text
  }

  private static let hexWidth = 16 * 3

  /// One line a field: its offset in the file, its bytes, its name.
  private static func dump(_ bytes: [UInt8]) -> [String] {
    var lines: [String] = []
    var offset = 0
    while offset < bytes.count {
      let frame = Frame(bytes, at: offset)
      for field in frame.fields {
        var shown = 0
        while shown < field.count {
          let count = min(16, field.count - shown)
          let hex = bytes[offset..<offset + count].map { HexText.text([$0]) }.joined(separator: " ")
          let name = shown == 0 ? field.name : ""
          let padding = String(repeating: " ", count: hexWidth - hex.count)
          let place = String(offset, radix: 16)
          let line = String(repeating: "0", count: 4 - place.count) + place + "  " + hex + padding + name
          lines.append(String(line.reversed().drop { $0 == " " }.reversed()))
          (offset, shown) = (offset + count, shown + count)
        }
      }
    }
    return lines
  }

  /// A frame's fields, as the tables of the document name them.
  private struct Frame {
    var fields: [(name: String, count: Int)]

    init(_ bytes: [UInt8], at start: Int) {
      func number(_ offset: Int) -> Int {
        (0..<4).reduce(0) { $0 | Int(bytes[start + offset + $1]) << (8 * $1) }
      }
      let skippable = [("magic", 4), ("length of the rest: \(number(4))", 4)]
      switch number(0) {
      case 0x184D_2A50:
        fields =
          skippable + [
            ("CFsg", 4), ("version", 2), ("form: \(bytes[start + 14] == 2 ? "sealed" : "active")", 2),
            ("ledger id", 16),
            ("first event", 8), ("events a block", 4), ("blocks a segment", 4), ("checksum", 4),
          ]
      case 0x184D_2A51:
        fields =
          skippable + [
            ("CFcm", 4), ("version", 2), ("flags", 2), ("ledger id", 16), ("first event here", 8),
            ("events here", 4), ("bytes of the lines: \(number(44))", 4),
            ("bytes of the data frame: \(number(48))", 4),
            ("checksum of the data frame", 4), ("highest event known durable", 8),
            ("first event of the whole commit", 8), ("streams", 4),
          ]
        fields += (0..<number(72)).map { _ in ("short hash of a stream", 8) } + [("checksum", 4)]
      case 0x184D_2A52:
        let (entries, lists, overflow, filters) = (number(48), number(52), number(56), number(60))
        let region = 64 * filters + 8 * entries + (lists > 0 ? 4 * (lists + 1) : 0) + 2 * overflow
        fields =
          skippable + [
            ("CFft", 4), ("version", 2), ("0", 2), ("ledger id", 16), ("first event", 8), ("events", 4),
            ("blocks", 4), ("index entries", 4), ("overflow lists", 4), ("blocks in overflow lists", 4),
            ("filter blocks", 4), ("root of the segment", 32),
          ]
        for _ in 0..<number(44) {
          fields += [
            ("block: offset of its frame", 8), ("bytes of the frame", 4), ("bytes of the lines", 4),
            ("checksum of the frame", 4), ("events", 4), ("least at", 8), ("greatest at", 8),
            ("least source_at (none)", 8), ("greatest source_at (none)", 8), ("least effective_at (none)", 8),
            ("greatest effective_at (none)", 8), ("root of the block", 32),
          ]
        }
        fields += (0..<(region + 4_095) / 4_096).map { _ in ("checksum of a page of the region", 4) }
        fields += [("checksum", 4)] + (0..<filters).map { _ in ("filter", 64) }
        fields += (0..<entries).map { _ in ("index entry", 8) }
        if lists > 0 { fields += (0...lists).map { _ in ("list start", 4) } }
        fields += (0..<overflow).map { _ in ("overflow", 2) }
        fields += [("length of this frame", 4), ("CFft", 4), ("checksum of the 8 bytes before", 4)]
      default:
        fields = [("data frame: LZ4 magic", 4), ("LZ4 frame", Self.dataBytes(bytes, start) - 4)]
      }
    }

    /// The length of an LZ4 frame with content size, by the lengths of its blocks.
    private static func dataBytes(_ bytes: [UInt8], _ start: Int) -> Int {
      let flags = bytes[start + 4]
      var offset = start + 15
      while true {
        let size = (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) } & 0x7FFF_FFFF
        offset += 4
        if size == 0 { return offset + 4 - start }
        offset += size + (flags & 0x10 != 0 ? 4 : 0)
      }
    }
  }
}

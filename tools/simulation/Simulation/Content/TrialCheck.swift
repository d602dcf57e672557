/// What a trial found wrong with the product.
package struct TrialFinding: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was expected, and what was seen instead.
  package let description: String

  /// Something that must not be.
  package init(_ description: String) { self.description = description }
}

/// Judges a log line by line, by the laws and by nothing of the product's own code: numbers without gaps, times that
/// never run backwards, links to the previous event, commits whole and at most once, every byte as it can be worked out.
package struct TrialCheck: Sendable {
  /// The number of the next line.
  package private(set) var next: UInt64 = 1
  /// The first event of every whole commit, by the commit's number.
  package private(set) var firsts: [Int: UInt64] = [:]
  /// Kinds of the events that the ledger wrote of its own accord, by their number.
  package private(set) var own: [UInt64: String] = [:]
  private let seed: UInt64
  private var lasts: [String: UInt64] = [:]
  private var lastAt = ""
  private var open: (commit: TrialCommit, first: UInt64, index: Int)?

  /// The ledger's own kinds.
  private static let ownKinds: Set<String> = [
    "ledger.opened", "tail.quarantined", "clock.jumped", "append.refused", "event.lost", "loss.accepted",
  ]

  /// A check of a log whose commits have this seed.
  package init(seed: UInt64) { self.seed = seed }

  /// Whether the last line ended a commit.
  package var isBetweenCommits: Bool { open == nil }

  /// Judges the next line.
  package mutating func take(_ bytes: [UInt8]) throws(TrialFinding) {
    let line = String(decoding: bytes, as: UTF8.self)
    let start = #"{"seq":\#(next),"at":""#
    guard line.utf8.starts(with: start.utf8) else {
      throw TrialFinding("line \(next) is not event \(next): \(line.prefix(120))")
    }
    let rest = line.utf8.dropFirst(start.utf8.count)
    guard let at = String(rest.prefix(27)), at.hasSuffix("Z") else {
      throw TrialFinding("event \(next) has no time: \(line.prefix(120))")
    }
    guard at >= lastAt else {
      throw TrialFinding("at runs backwards at event \(next): \(at) after \(lastAt)")
    }
    lastAt = at
    if let kind = Self.text(after: #"Z","kind":""#, in: line), Self.ownKinds.contains(kind) {
      try takeOwn(kind, line, at)
    } else {
      try takeTrial(line, at)
    }
    next += 1
  }

  private mutating func takeOwn(_ kind: String, _ line: String, _ at: String) throws(TrialFinding) {
    guard open == nil else { throw TrialFinding("event \(next), \(kind), stands inside of a commit") }
    // What stands for a lost event says itself to which stream it belongs, and is not linked.
    let isLost = kind == "event.lost"
    let stream = "ledger"
    var start = #"{"seq":\#(next),"at":"\#(at)","kind":"\#(kind)","stream":"\#(stream)""#
    if !isLost, let last = lasts[stream] { start += #","prev":\#(last)"# }
    guard isLost || line.hasPrefix(start + #","body":{"#) else {
      throw TrialFinding("event \(next) should begin \(start) and is \(line.prefix(160))")
    }
    lasts[stream] = next
    own[next] = kind
  }

  private mutating func takeTrial(_ line: String, _ at: String) throws(TrialFinding) {
    guard let digits = Self.digits(after: #""body":{"commit":"#, in: line), let number = Int(digits) else {
      throw TrialFinding("event \(next) is of no trial: \(line.prefix(160))")
    }
    let current: (commit: TrialCommit, first: UInt64, index: Int)
    if let open {
      guard open.commit.number == number else {
        throw TrialFinding("commit \(open.commit.number) breaks off before event \(next)")
      }
      current = open
    } else {
      current = (TrialCommit(number, seed: seed), next, 0)
      guard firsts[number] == nil else {
        throw TrialFinding("commit \(number) stands twice, again at \(next)")
      }
    }
    let stream = current.commit.stream(current.index)
    let expected = current.commit.line(
      current.index, first: current.first, previous: lasts[stream] ?? 0, at: at,
      salt: Self.text(after: #""salt":""#, in: line) ?? "")
    guard line == expected else {
      throw TrialFinding("event \(next) is\n  \(line)\nand should be\n  \(expected)")
    }
    lasts[stream] = next
    if current.index + 1 == current.commit.count {
      firsts[number] = current.first
      open = nil
    } else {
      open = (current.commit, current.first, current.index + 1)
    }
  }

  private static func text(after mark: StaticString, in line: String) -> String? {
    find(mark, in: line) { bytes in String(decoding: bytes.prefix { $0 != 0x22 }, as: UTF8.self) }
  }

  private static func digits(after mark: StaticString, in line: String) -> String? {
    find(mark, in: line) { bytes in String(decoding: bytes.prefix { (48...57).contains($0) }, as: UTF8.self) }
  }

  private static func find(
    _ mark: StaticString, in line: String, _ read: (Slice<UnsafeBufferPointer<UInt8>>) -> String
  ) -> String? {
    var line = line
    let mark = mark.withUTF8Buffer { Array($0) }
    return line.withUTF8 { bytes in
      var start = 0
      while start + mark.count <= bytes.count {
        if bytes[start] == mark[0], bytes[start..<start + mark.count].elementsEqual(mark) {
          return read(bytes[(start + mark.count)...])
        }
        start += 1
      }
      return nil
    }
  }
}

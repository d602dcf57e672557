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
  /// Numbers in whose place the log says that the event is lost.
  package private(set) var lost: Set<UInt64> = []
  private let seed: UInt64
  private var lasts: [String: UInt64] = [:]
  private var lastAt = ""
  private var open: (commit: TrialCommit, first: UInt64, index: Int)?

  /// The ledger's own kinds.
  private static let lostKind = "event.lost"
  private static let ownKinds: Set<String> = [
    "ledger.opened", "tail.quarantined", "clock.jumped", "append.refused", "event.lost", "loss.accepted",
    "owed.damaged", "key.rotated",
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
    if kind == Self.lostKind { return try takeLost(line, at) }
    guard open == nil else { throw TrialFinding("event \(next), \(kind), stands inside of a commit") }
    let stream = kind == "key.rotated" ? "ledger/key" : "ledger"
    var start = #"{"seq":\#(next),"at":"\#(at)","kind":"\#(kind)","stream":"\#(stream)""#
    if let last = lasts[stream], !isLink(to: line, over: last) { start += #","prev":\#(last)"# }
    guard line.hasPrefix(start) else {
      throw TrialFinding("event \(next) should begin \(start) and is \(line.prefix(160))")
    }
    lasts[stream] = next
    own[next] = kind
  }

  /// Whether a line names as its previous event one that is lost, and lay behind the last one that is known.
  private func isLink(to line: String, over last: UInt64) -> Bool {
    guard let previous = Self.digits(after: #","prev":"#, in: line).flatMap({ UInt64($0) }) else {
      return false
    }
    return previous > last && lost.contains(previous)
  }

  /// What stands in the place of a lost event; whose it was shows by those beside it.
  private mutating func takeLost(_ line: String, _ at: String) throws(TrialFinding) {
    let start = #"{"seq":\#(next),"at":"\#(at)","kind":"event.lost","stream":"lost/\#(next)","body":{"#
    guard line.hasPrefix(start) else { throw TrialFinding("lost event \(next) is \(line.prefix(160))") }
    lost.insert(next)
    own[next] = Self.lostKind
    guard let current = open else { return }
    let isLast = current.index + 1 == current.commit.count
    if isLast { firsts[current.commit.number] = current.first }
    open = isLast ? nil : (current.commit, current.first, current.index + 1)
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
      let commit = TrialCommit(number, seed: seed)
      let index = Self.digits(after: #","index":"#, in: line).flatMap { Int($0) } ?? 0
      guard index < commit.count, index < next, (next - UInt64(index)..<next).allSatisfy(lost.contains) else {
        throw TrialFinding("commit \(number) begins with its event \(index), at \(next)")
      }
      current = (commit, next - UInt64(index), index)
      guard firsts[number] == nil else {
        throw TrialFinding("commit \(number) stands twice, again at \(next)")
      }
    }
    let stream = current.commit.stream(current.index)
    var previous = lasts[stream] ?? 0
    if isLink(to: line, over: previous) {
      previous = Self.digits(after: #","prev":"#, in: line).flatMap { UInt64($0) } ?? 0
    }
    let expected = current.commit.line(
      current.index, first: current.first, previous: previous, at: at,
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

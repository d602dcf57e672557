import Diagnostics
import JSONText

/// Events that are lost for good, which a person has accepted.
package struct AcceptedLoss: Hashable, Sendable {
  /// Their numbers.
  package let numbers: ClosedRange<UInt64>
  /// The largest head that had been signed by then.
  let headsThrough: UInt64
  /// How many of them are not even known by their hash: no head from the first of them up to `headsThrough` can be
  /// checked any more.
  let unknownHashes: Int
  /// Copies of the damaged files, below the ledger's folder.
  let files: [String]

  /// Stream of the ledger's own events.
  static let stream = "ledger"
  /// Kind of the event that records the acceptance.
  static let kind = "loss.accepted"
  private static let kindBytes = Array(kind.utf8)

  /// The body of the event that records it, and the content of the file that says so to recovery.
  var body: [UInt8] {
    let files = files.map { "\"\($0)\"" }.joined(separator: ",")
    return Array(
      """
      {"first":\(numbers.lowerBound),"last":\(numbers.upperBound),"heads_through":\(headsThrough),\
      "unknown_hashes":\(unknownHashes),"files":[\(files)]}
      """.utf8)
  }

  var name: String {
    "loss-\(LedgerFolder.digits(numbers.lowerBound))-\(LedgerFolder.digits(numbers.upperBound))"
  }

  /// Whether a head rests on events of which nobody knows the hash.
  func hides(_ size: UInt64) -> Bool {
    unknownHashes > 0 && numbers.lowerBound <= size && size <= headsThrough
  }

  /// All losses that events of the log accept, the oldest first; those behind damage are not told.
  static func recorded(in log: LogSurvey) throws(Failure) -> [AcceptedLoss] {
    var losses: [AcceptedLoss] = []
    do throws(Failure) {
      var cursor = EventCursor(log)
      try cursor.backwards(stream, upTo: log.wholeThrough) { event throws(Failure) in
        if event.kind == kind, let loss = AcceptedLoss(event.body, by: event.seq) { losses.append(loss) }
        return true
      }
    } catch {
      guard error.code == .ledgerDamaged else { throw error }
    }
    return losses.reversed()
  }

  /// The losses that recovery goes by, also before they are recorded.
  ///
  /// They are what files in quarantine say, as far as the lines of the log bear it out, since anybody can put a file
  /// there; what the log has recorded goes before such a file.
  static func borneOut(in folder: LedgerFolder, by log: LogSurvey) throws(Failure) -> [AcceptedLoss] {
    var cursor = EventCursor(log)
    var losses: [AcceptedLoss] = []
    let stated = try stated(in: folder)
    let recorded = stated.isEmpty ? [] : try recorded(in: log)
    for loss in stated where loss.numbers.upperBound <= log.wholeThrough {
      var isTrue = true
      for number in loss.numbers where isTrue {
        isTrue = try cursor.whole(number).map { LostEvent.isOne($0) } ?? false
      }
      if isTrue { losses.append(recorded.last { $0.numbers == loss.numbers } ?? loss) }
    }
    return losses
  }

  /// What files in quarantine say.
  static func stated(in folder: LedgerFolder) throws(Failure) -> [AcceptedLoss] {
    var losses: [AcceptedLoss] = []
    for name in try folder.files.names(in: folder.quarantine) where name.hasPrefix("loss-") {
      // What is no such file accepts nothing.
      guard let bytes = try folder.files.wholeContents(of: folder.quarantine + "/" + name),
        let loss = AcceptedLoss(bytes), loss.name == name
      else { continue }
      losses.append(loss)
    }
    return losses
  }

  init(numbers: ClosedRange<UInt64>, headsThrough: UInt64, unknownHashes: Int, files: [String]) {
    self.numbers = numbers
    self.headsThrough = headsThrough
    self.unknownHashes = unknownHashes
    self.files = files
  }

  init?(_ bytes: [UInt8]) {
    // A file that is no JSON is none.
    guard let value = try? JSONValue(parsing: bytes), let first = value["first"]?.number?.uint64,
      let last = value["last"]?.number?.uint64, first > 0, first <= last, last <= FormatNumber.greatest,
      let heads = value["heads_through"]?.number?.uint64,
      let unknown = value["unknown_hashes"]?.number?.uint64, max(heads, unknown) <= FormatNumber.greatest
    else { return nil }
    self.init(numbers: first...last, headsThrough: heads, unknownHashes: Int(clamping: unknown), files: [])
  }

  /// Whether a line is of the kind that accepts a loss.
  static func isOne(_ line: RawSpan, _ envelope: EnvelopeScanner) -> Bool {
    envelope.isKind(kindBytes, in: line)
  }

  /// The loss that a line accepts; nil where it is no such line, or speaks of what came after it.
  init?(_ line: RawSpan, _ envelope: EnvelopeScanner) {
    guard Self.isOne(line, envelope) else { return nil }
    self.init(line.array(envelope.body), by: envelope.sequence)
  }

  private init?(_ body: [UInt8], by sequence: UInt64) {
    self.init(body)
    guard numbers.upperBound < sequence, headsThrough < sequence else { return nil }
  }
}

extension Failure {
  static func notTheLoss(
    _ lost: [ClosedRange<UInt64>], asked: [ClosedRange<UInt64>], at folder: String
  ) -> Self {
    let isWhole = lost.isEmpty
    let wanted = asked.isEmpty ? "none" : asked.inWords
    return Self(
      .badLoss,
      isWhole
        ? "no event of this ledger is lost, and \(wanted) was to be given up"
        : "exactly these events are lost: \(lost.inWords), and \(wanted) was to be given up",
      at: folder,
      remedy: isWhole
        ? "leave it as it is; verify names what else is damaged"
        : "restore the files from a backup, or accept exactly this loss: "
          + lost.map { "--accept-loss \($0.lowerBound)-\($0.upperBound)" }.joined(separator: " "))
  }
}

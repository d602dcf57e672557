import Diagnostics

//     copies of the damaged files ─> quarantine/          nothing is taken away that is not kept
//     what will have to be recorded ─> quarantine/loss-…, reserve/owed-…
//     each damaged segment ─> a new file, with a line for each lost event ─> renamed over the old one
//     the index goes: it may name lost events
//     the one recovery path opens what is there now, and records the loss

/// Puts lines `event.lost` in the place of events that are lost for good.
struct LossRepair {
  let folder: LedgerFolder
  let identity: LedgerIdentity

  /// The lock on LEDGER must be held.
  func carryOut(_ survey: LossSurvey, newestHead: UInt64) throws(Failure) {
    var copies: [UInt64: String] = [:]
    for damage in survey.damages {
      guard let file = damage.file else { continue }
      let name = try copy(file, of: damage.first)
      copies[damage.first] = "quarantine/" + name
      guard damage.lost.isEmpty else { continue }
      let tail = QuarantinedTail(
        file: "quarantine/" + name, segment: damage.first, offset: 0, bytes: try file.size(),
        after: survey.known)
      try OwedEvents(folder: folder).add(QuarantinedTail.kind, tail.body, name: name)
    }
    // What is lost now may be the event that accepted an earlier loss: all of them are recorded once more.
    let earlier = try AcceptedLoss.stated(in: folder)
    for loss in earlier {
      let body = try folder.files.contents(of: folder.quarantine + "/" + loss.name)
      try OwedEvents(folder: folder).add(AcceptedLoss.kind, body, name: loss.name)
    }
    let step = UInt64(identity.geometry.eventsPerSegment)
    for numbers in survey.lost {
      let damages = survey.damages.filter {
        $0.first <= numbers.upperBound && numbers.lowerBound < $0.first + step
      }
      let known = damages.reduce(0) { $0 + $1.lost.joined().filter { leaf($0, of: damages) != nil }.count }
      let loss = AcceptedLoss(
        numbers: numbers, headsThrough: newestHead, unknownHashes: max(0, numbers.count - known),
        files: damages.compactMap { copies[$0.first] })
      try folder.files.install(
        loss.body, as: folder.quarantine + "/" + loss.name, by: folder.temporary(loss.name))
      try OwedEvents(folder: folder).add(AcceptedLoss.kind, loss.body, name: loss.name)
    }
    for damage in survey.damages { try rewrite(damage, known: survey.known) }
    try forget(earlier)
    for name in try folder.files.names(in: folder.index) where name.hasPrefix("heads-") {
      try folder.files.removeIfThere(folder.index + "/" + name)
    }
  }

  /// Of what files in quarantine said before, only what the log bears out is recorded.
  private func forget(_ stated: [AcceptedLoss]) throws(Failure) {
    guard !stated.isEmpty else { return }
    var log = LogSurvey(folder, identity)
    try log.extend(syncing: false)
    let isTrue = Set(try AcceptedLoss.borneOut(in: folder, by: log).map(\.name))
    for loss in stated where !isTrue.contains(loss.name) { try OwedEvents(folder: folder).forget(loss.name) }
  }

  /// The hash of a lost event: a block of one event has its root.
  private func leaf(_ sequence: UInt64, of damages: [LossSurvey.Damage]) -> TreeHash? {
    guard identity.geometry.eventsPerBlock == 1 else { return nil }
    return damages.lazy.compactMap { $0.roots[sequence] }.first
  }

  private func copy(_ file: any LedgerFile, of first: UInt64) throws(Failure) -> String {
    let name = try folder.freeName("\(LedgerFolder.digits(first))-damaged", in: folder.quarantine)
    try folder.copy(file, from: 0, to: folder.quarantine + "/" + name)
    return name
  }

  private func rewrite(_ damage: LossSurvey.Damage, known: UInt64) throws(Failure) {
    let isFull =
      damage.lost.last?.upperBound == identity.geometry.segmentLast(of: damage.first)
      || damage.pieces.last?.batch.last == identity.geometry.segmentLast(of: damage.first)
    let temporary = folder.temporary("repair-" + LedgerFolder.digits(damage.first))
    try folder.files.removeIfThere(temporary)
    let file = try folder.files.open(temporary, for: .creating)
    if isFull && (damage.isSealed || damage.file == nil) {
      try writeSealed(damage, to: file, temporary)
    } else {
      try writeActive(damage, to: file)
    }
    try folder.files.change(.rename(from: temporary, to: folder.segment(damage.first)))
    try folder.files.change(.sync(folder.log))
  }

  /// What follows one after another in the new file: whole pieces, and lost numbers.
  private enum Part {
    case piece(LossSurvey.Piece)
    case lost(ClosedRange<UInt64>)

    var first: UInt64 {
      switch self {
      case .piece(let piece): piece.batch.first
      case .lost(let numbers): numbers.lowerBound
      }
    }
  }

  private func parts(of damage: LossSurvey.Damage) -> [Part] {
    (damage.pieces.map { Part.piece($0) } + damage.lost.map { Part.lost($0) }).sorted { $0.first < $1.first }
  }

  private func writeSealed(
    _ damage: LossSurvey.Damage, to file: any LedgerFile, _ path: String
  ) throws(Failure) {
    let sealing = SegmentSealing(folder: folder, identity: identity)
    var packing = try SegmentPacking(identity, first: damage.first, into: file)
    var at = try instant(before: damage.first)
    var reader = BatchReader()
    for part in parts(of: damage) {
      switch part {
      case .piece(let piece):
        guard let source = damage.file else { continue }
        try reader.load(piece.batch, of: source, path: path)
        try reader.eachEvent(path: path) { (line, envelope) throws(Failure) in
          at = line.array(envelope.at)
          try packing.add(line, envelope)
          return true
        }
      case .lost(let numbers):
        for sequence in numbers {
          let bytes = try LostEvent.line(sequence, at: at, leaf: leaf(sequence, of: [damage]))
          let line = unsafe bytes.span.bytes.extracting(0..<bytes.count - 1)
          guard let envelope = EnvelopeScanner(line) else { continue }
          try packing.add(line, envelope)
        }
      }
    }
    let assembly = try packing.finish()
    try sealing.readBack(path, first: damage.first, root: assembly.root)
  }

  private func writeActive(_ damage: LossSurvey.Damage, to file: any LedgerFile) throws(Failure) {
    let header = SegmentHeader(
      form: .active, ledger: identity.id, first: damage.first, geometry: identity.geometry)
    var bytes = header.bytes
    var at = try instant(before: damage.first)
    var next = damage.first
    var reader = BatchReader()
    for part in parts(of: damage) {
      guard part.first == next else { break }  // behind what was durable: recovery would take it off too
      switch part {
      case .piece(let piece):
        guard let source = damage.file else { continue }
        bytes += try source.bytes(at: piece.start, count: Int(piece.batch.end - piece.start))
        try reader.load(piece.batch, of: source, path: folder.segment(damage.first))
        try reader.eachEvent(path: folder.segment(damage.first)) { (line, envelope) throws(Failure) in
          at = line.array(envelope.at)
          return true
        }
        next = piece.batch.last + 1
      case .lost(let numbers):
        bytes += try commit(of: numbers, at: at)
        next = numbers.upperBound + 1
      }
    }
    try file.write(bytes, at: 0)
    try file.sync()
  }

  /// A commit of lines `event.lost`.
  private func commit(of numbers: ClosedRange<UInt64>, at: [UInt8]) throws(Failure) -> [UInt8] {
    var raw: [UInt8] = []
    var streams: Set<UInt64> = []
    for sequence in numbers {
      raw += try LostEvent.line(sequence, at: at, leaf: nil)
      streams.insert(StreamHash(LostEvent.stream(of: sequence)).short)
    }
    var packing = CommitPacking(identity.id)
    return packing.pack(
      raw, first: numbers.lowerBound, count: numbers.count, streams: streams,
      knownDurable: numbers.lowerBound - 1, commitFirst: numbers.lowerBound, continues: false)
  }

  /// The time of the last whole event before a segment, else of the ledger's making: lost events are held at it.
  private func instant(before first: UInt64) throws(Failure) -> [UInt8] {
    var at = Array(identity.createdAt.utf8)
    guard first > 1 else { return at }
    let segment = try LogSegment.open(
      identity.geometry.segmentFirst(of: first - 1), in: folder, of: identity)
    var scanned = segment
    if var map = segment.map {
      try map.extend(in: segment.file, upTo: segment.file.size())
      scanned.form = .active(map)
    }
    guard scanned.batchCount > 0 else { return at }
    var reader = BatchReader()
    try reader.load(scanned.batch(scanned.batchCount - 1), of: scanned.file, path: scanned.path)
    try reader.eachEvent(path: scanned.path) { (line, envelope) throws(Failure) in
      at = line.array(envelope.at)
      return true
    }
    return at
  }
}

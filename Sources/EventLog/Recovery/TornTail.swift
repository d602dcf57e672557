import Diagnostics

/// Bytes that recovery took off the end of the log.
struct QuarantinedTail: Hashable, Sendable {
  /// Below the ledger's folder.
  let file: String
  let segment: UInt64
  let offset: UInt64
  let bytes: UInt64
  /// The last event that stayed.
  let after: UInt64

  /// Kind of the event that records it.
  static let kind = "tail.quarantined"

  /// The body of the event that records it.
  var body: [UInt8] {
    Array(
      """
      {"file":"\(file)","segment":\(segment),"offset":\(offset),"bytes":\(bytes),"after":\(after)}
      """.utf8)
  }
}

/// Takes a torn tail off: copied to quarantine first, then cut.
struct TornTail {
  let folder: LedgerFolder

  /// Later files go first, then the earlier one is cut, so that a crash in between leaves a torn tail again.
  func remove(_ diagnosis: LogDiagnosis, of survey: LogSurvey) throws(Failure) {
    for place in diagnosis.surplus {
      try cut(place, after: survey.identity.geometry.segmentLast(of: place.segment))
    }
    let after = survey.wholeThrough
    for first in diagnosis.later.reversed() {
      try copy(first, from: 0, after: after)
      try folder.files.change(.remove(folder.segment(first)))
      try folder.files.change(.sync(folder.log))
    }
    if let place = diagnosis.cut { try cut(place, after: after) }
  }

  private func cut(_ cut: LogDiagnosis.Cut, after: UInt64) throws(Failure) {
    try copy(cut.segment, from: cut.offset, after: after)
    if cut.offset == 0 {
      try folder.files.change(.remove(folder.segment(cut.segment)))
      try folder.files.change(.sync(folder.log))
    } else {
      let file = try folder.files.open(folder.segment(cut.segment), for: .writing)
      try file.truncate(to: cut.offset)
      try file.sync()
    }
  }

  private func copy(_ first: UInt64, from offset: UInt64, after: UInt64) throws(Failure) {
    let source = try folder.files.open(folder.segment(first), for: .reading)
    let size = try source.size()
    guard size > offset else { return }
    let name = try folder.freeName("\(LedgerFolder.digits(first))-at-\(offset)", in: folder.quarantine)
    try folder.copy(source, from: offset, to: folder.quarantine + "/" + name)
    let tail = QuarantinedTail(
      file: "quarantine/" + name, segment: first, offset: offset, bytes: size - offset, after: after)
    try OwedEvents(folder: folder).add(QuarantinedTail.kind, tail.body, name: name)
  }
}

extension LedgerFolder {
  /// Copies a file from some byte on, durably.
  func copy(_ source: any LedgerFile, from offset: UInt64, to path: String) throws(Failure) {
    let size = try source.size()
    try files.change(.make(quarantine))
    let target = try files.open(path, for: .creating)
    var position = offset
    while position < size {
      let part = try source.bytes(at: position, count: Int(min(1 << 20, size - position)))
      guard !part.isEmpty else { break }
      try target.write(part, at: position - offset)
      position += UInt64(part.count)
    }
    try target.sync()
    try files.change(.sync(quarantine))
  }

  /// A name that no file of a folder has yet.
  func freeName(_ name: String, in folder: String) throws(Failure) -> String {
    let taken = Set(try files.names(in: folder))
    guard taken.contains(name) else { return name }
    for number in 2... where !taken.contains("\(name)-\(number)") { return "\(name)-\(number)" }
    return name
  }
}

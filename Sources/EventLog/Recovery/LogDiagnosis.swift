import Diagnostics

/// What stands behind the last whole commit, and what that means: nothing, a torn tail, or a hole.
struct LogDiagnosis: Sendable {
  enum Verdict: Hashable, Sendable {
    /// Every byte belongs to a whole commit.
    case clean
    /// Never acknowledged, as far as anybody knows: recovery takes it off.
    case torn
    /// Events that were durable are damaged or missing: these sequence numbers. None, where whole commits stand behind
    /// bytes of no event.
    case hole([ClosedRange<UInt64>])
  }

  /// The place of the first byte that belongs to no whole commit.
  struct Cut: Hashable, Sendable {
    /// The first event of the segment in whose file it lies.
    var segment: UInt64
    var offset: UInt64
  }

  let verdict: Verdict
  let cut: Cut?
  /// What stands behind the last event of full segments before the cut: nobody's, whatever it is.
  let surplus: [Cut]
  /// Segments behind the cut, in order.
  let later: [UInt64]
  /// The highest number known to have been durable.
  let knownDurable: UInt64

  /// Judges a survey.
  ///
  /// `knownDurable` is what checkpoints and projections tell.
  init(_ survey: LogSurvey, knownDurable claimed: UInt64) throws(Failure) {
    let cut = Self.cut(of: survey)
    let later = try survey.folder.segments(of: survey.identity.geometry).firsts.filter { first in
      cut.map { first > $0.segment } ?? (first >= survey.nextFirst)
    }
    var known = claimed
    for segment in survey.segments {
      known = max(known, segment.map?.knownDurable ?? segment.last)
    }
    var found: [ClosedRange<UInt64>] = []
    surplus = Self.surplus(of: survey, before: cut)
    for place in surplus + (cut.map { [$0] } ?? []) {
      // In the file that the survey has open: beside a reader, a recovery may be taking it away.
      let file = survey.segments[survey.segmentIndex(of: place.segment)].file
      try Self.search(file, from: place.offset, survey, &known, &found)
    }
    for first in later {
      do {
        try Self.search(first, survey, &known, &found)
      } catch  where error.code == .fileMissing { continue }
    }
    if let obstacle = survey.obstacle {
      known = max(known, try Self.durable(in: survey.nextFirst, survey))
      guard obstacle.code == .ledgerDamaged else { throw obstacle }
    }
    self.later = later
    self.knownDurable = known
    guard survey.wholeThrough < known || cut != nil || !later.isEmpty || !surplus.isEmpty else {
      verdict = .clean
      self.cut = nil
      return
    }
    // A writer may be at work: what is wrong must be so at a second look too. It shows what the first found to be durable.
    var again = survey
    try again.extend(syncing: true)
    let hasPassed =
      survey.wholeThrough < known
      ? again.wholeThrough >= known : !again.isSuspicious && later.allSatisfy { $0 < again.nextFirst }
    if hasPassed {
      verdict = .clean
      self.cut = nil
    } else if survey.wholeThrough < known {
      // Not where the commit began of which a part is damaged, but the damage.
      self.cut = Self.end(of: survey)
      verdict = .hole(Self.missing(survey.wholeThrough + 1...known, but: found))
    } else {
      verdict = .torn
      self.cut = cut
    }
  }

  /// The commit that is half there begins the cut; else the end of the last whole one, where bytes follow it.
  private static func cut(of survey: LogSurvey) -> Cut? {
    for segment in survey.segments {
      guard let map = segment.map else { continue }
      for commit in map.commits where commit.batch.last > survey.wholeThrough {
        return Cut(segment: segment.first, offset: commit.offset)
      }
    }
    return end(of: survey)
  }

  private static func surplus(of survey: LogSurvey, before cut: Cut?) -> [Cut] {
    survey.segments.dropLast().compactMap { segment in
      guard let map = segment.map, !map.isClean, segment.first < cut?.segment ?? .max else { return nil }
      return Cut(segment: segment.first, offset: map.end)
    }
  }

  /// Where the last whole part of a commit ends, where bytes follow it that are none.
  private static func end(of survey: LogSurvey) -> Cut? {
    guard let last = survey.segments.last, let map = last.map, !map.isClean else { return nil }
    return Cut(segment: last.first, offset: map.end)
  }

  /// The last event that must have been durable for a file to stand in this place that can not be read: of one that was
  /// sealed all of them; where another file was put there, nobody knows more than that a segment had begun.
  private static func durable(in first: UInt64, _ survey: LogSurvey) throws(Failure) -> UInt64 {
    let path = survey.folder.segment(first)
    let head: [UInt8]
    do {
      head = try survey.folder.files.open(path, for: .reading).bytes(at: 0, count: SegmentHeader.byteCount)
    } catch {
      guard [.fileMissing, .ledgerDamaged].contains(error.code) else { throw error }
      return 0  // taken off meanwhile, or no file at all
    }
    let mismatch = SegmentHeader.mismatch(
      unsafe head.span.bytes, of: survey.identity, first: first, at: path)
    return mismatch == nil ? survey.identity.geometry.segmentLast(of: first) : first
  }

  /// Looks into a file behind the damage.
  private static func search(
    _ first: UInt64, _ survey: LogSurvey, _ known: inout UInt64, _ found: inout [ClosedRange<UInt64>]
  ) throws(Failure) {
    let segment: LogSegment
    do {
      segment = try LogSegment.open(first, in: survey.folder, of: survey.identity)
    } catch  where error.code == .ledgerDamaged {
      known = max(known, try durable(in: first, survey))
      return
    }
    guard !segment.isSealed else {
      known = max(known, segment.last)
      found.append(first...segment.last)
      return
    }
    try search(segment.file, from: 0, survey, &known, &found)
  }

  /// Looks for whole commit headers behind damage: what they call durable was, and whole commits there are not lost.
  private static func search(
    _ file: any LedgerFile, from offset: UInt64, _ survey: LogSurvey, _ known: inout UInt64,
    _ found: inout [ClosedRange<UInt64>]
  ) throws(Failure) {
    let commits = try SegmentSalvage.commits(in: file, from: offset, of: survey.identity)
    for (header, place) in commits {
      known = max(known, header.knownDurable)
      if place != nil { found.append(header.first...header.last) }
    }
  }

  /// The numbers of a range that lie in none of the others.
  static func missing(
    _ range: ClosedRange<UInt64>, but found: [ClosedRange<UInt64>]
  ) -> [ClosedRange<UInt64>] {
    var missing: [ClosedRange<UInt64>] = []
    var next = range.lowerBound
    for part in found.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      guard part.lowerBound <= range.upperBound else { break }
      if part.lowerBound > next { missing.append(next...part.lowerBound - 1) }
      next = max(next, part.upperBound + 1)
    }
    if next <= range.upperBound { missing.append(next...range.upperBound) }
    return missing
  }
}

extension LogDiagnosis {
  /// What a hole is, in words.
  static func whatIsWrong(_ lost: [ClosedRange<UInt64>]) -> String {
    lost.isEmpty
      ? "whole commits stand behind bytes of no event, and can not be read in their order"
      : "events that were durable are damaged or missing"
  }

  /// The failure that a hole is; nil for the other verdicts.
  func failure(_ survey: LogSurvey) -> Failure? {
    guard case .hole(let lost) = verdict else { return nil }
    let place = cut.map { survey.folder.segment($0.segment) } ?? survey.folder.segment(survey.nextFirst)
    let reason = survey.obstacle.map { $0.message + "; " } ?? ""
    return .ledgerDamaged(reason + Self.whatIsWrong(lost), lost: lost, at: place)
  }
}

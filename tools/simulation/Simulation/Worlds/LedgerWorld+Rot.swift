import Diagnostics
import EventLog
import Synchronization

/// A byte that was turned, so that it can be put right again.
struct RottenByte: Sendable {
  let path: String
  let inode: Int
  let offset: Int
  let pattern: UInt8
  /// It and what stands beside it: what was written there since is not put right.
  let surroundings: [UInt8]
}

extension LedgerWorld {
  /// One byte rots at rest: it is found and named, or changes nothing that anybody is shown.
  func rotSomewhere() async throws(TrialFinding) {
    guard let rotten = rot() else { return }
    stopFollowing()
    defer { heal(rotten) }
    story.append("byte \(rotten.offset) of \(rotten.path) rots by \(rotten.pattern)")
    let before = disk.files
    try judgeReading(rotten)
    try judgeVerification(rotten)
    let (files, environment) = process()
    defer { files.kill() }
    let isProven = dice.happens(50)
    let ledger: Ledger
    do throws(Failure) {
      ledger = try await open(
        environment, knownDurable: isProven ? max(model.acknowledgedThrough, UInt64(model.shown.count)) : 0,
        acceptClock: true)
    } catch {
      story.append("opening: \(error.code.name), \(error.message)")
      let isNamed = error.place?.hasPrefix(Self.path) == true && !error.remedy.isEmpty
      guard isNamed, error.code != .fileFailed else {
        throw TrialFinding("rot is answered by \(error)")
      }
      // Only a torn tail may have been taken off before the damage was met.
      try judgeQuarantine(before)
      if error.code == .ledgerDamaged, rotten.path.contains("/log/"), dice.happens(60) {
        files.kill()
        try await giveUp(isProven: isProven)
      }
      return
    }
    do throws(Failure) {
      try await ledger.close()
    } catch {
      throw TrialFinding("the ledger opens with rot in it and does not close: \(error)")
    }
    heal(rotten)
    let lines = try lines(on: disk)
    if isProven { try model.see(lines) } else { try model.lose(downTo: lines) }
  }

  /// The way out of damage, taken by a person who has no backup; the power may go in the middle of it.
  private func giveUp(isProven: Bool) async throws(TrialFinding) {
    let known = isProven ? max(model.acknowledgedThrough, UInt64(model.shown.count)) : 0
    if dice.happens(30) {
      let (files, environment) = process()
      files.weather.endProcess(afterChanges: dice.roll(0...30), tearingAtPercent: 50)
      _ = try await repair(known, environment, isCalm: false)
      files.kill()
      if dice.happens(50) { disk.cutPower() }
    }
    let (files, environment) = process()
    defer { files.kill() }
    let numbers = try await repair(known, environment, isCalm: true)
    try model.accept(numbers, lines(on: disk))
    hasLoss = true
  }

  /// Accepts exactly what is lost, which may be nothing any more; gives the numbers.
  private func repair(
    _ known: UInt64, _ environment: LedgerEnvironment, isCalm: Bool
  ) async throws(TrialFinding) -> [ClosedRange<UInt64>] {
    do throws(Failure) {
      var accepted: [ClosedRange<UInt64>] = []
      let ledger = try await withKey { key throws(Failure) in
        let numbers = try Ledger.losses(at: Self.path, knownDurable: known, files: environment.files)
        story.append("the loss of \(numbers) is accepted")
        accepted += numbers
        let displaced = try Ledger.displaced(at: Self.path, knownDurable: known, files: environment.files)
        return numbers.isEmpty && displaced.isEmpty
          ? try await Ledger.open(
            at: Self.path, signingKey: key, knownDurable: known, acceptClock: true, environment: environment)
          : try await Ledger.acceptLoss(
            of: numbers, at: Self.path, signingKey: key, knownDurable: known, acceptClock: true,
            environment: environment)
      }
      try await ledger.close()
      return accepted
    } catch {
      story.append("repairing: \(error.code.name), \(error.message)")
      guard !isCalm else { throw TrialFinding("the loss is not accepted: \(error)") }
      return []
    }
  }

  private func rot() -> RottenByte? {
    let files = disk.files.filter { !$0.value.isEmpty && !$0.key.hasSuffix("/writer") }
    let logs = files.keys.filter { $0.contains("/log/") }.sorted()
    // What else lies in the reserve is room, or half a file of which nothing comes.
    let others = files.keys.filter {
      !$0.contains("/log/") && (!$0.contains("/reserve/") || ($0.contains("/owed-") && !$0.hasSuffix(".tmp")))
    }.sorted()
    guard !logs.isEmpty, !others.isEmpty else { return nil }
    let path = dice.happens(70) ? dice.pick(logs) : dice.pick(others)
    let offset = dice.roll(0...(files[path]?.count ?? 1) - 1)
    let pattern = UInt8(1) << UInt8(dice.roll(0...7))
    return disk.state.withLock { state in
      guard let inode = state.names[path] else { return nil }
      state.inodes[inode]?.content.rot(at: offset, by: pattern)
      let bytes = state.inodes[inode]?.content.cached ?? []
      return RottenByte(
        path: path, inode: inode, offset: offset, pattern: pattern,
        surroundings: Self.surroundings(of: offset, in: bytes))
    }
  }

  /// Puts the byte right where it is still there.
  private func heal(_ rotten: RottenByte) {
    disk.state.withLock { state in
      guard let content = state.inodes[rotten.inode]?.content, rotten.offset < content.cached.count,
        Self.surroundings(of: rotten.offset, in: content.cached) == rotten.surroundings
      else { return }
      state.inodes[rotten.inode]?.content.rot(at: rotten.offset, by: rotten.pattern)
    }
  }

  private static func surroundings(of offset: Int, in bytes: [UInt8]) -> [UInt8] {
    Array(bytes[max(0, offset - 32)..<min(bytes.count, offset + 32)])
  }

  private func judgeReading(_ rotten: RottenByte) throws(TrialFinding) {
    var lines: [[UInt8]] = []
    do throws(Failure) {
      try LedgerReader.open(at: Self.path, files: SimulatedFiles(on: disk)).eachLine {
        (line, _) throws(Failure) in
        lines.append(line.withUnsafeBytes { [UInt8]($0) })
        return true
      }
      guard UInt64(lines.count) >= model.provenThrough else {
        throw Failure(
          Failure.Code("shown-less", exitCode: 1), "only \(lines.count) of \(model.provenThrough) are shown",
          at: "", remedy: "")
      }
    } catch {
      guard error.code != Failure.Code("shown-less", exitCode: 1) else { throw TrialFinding(error.message) }
    }
    guard zip(lines, model.shown).allSatisfy({ $0 == $1 }) else {
      throw TrialFinding("rot changed what a reader is shown")
    }
  }

  private func judgeVerification(_ rotten: RottenByte) throws(TrialFinding) {
    guard !rotten.path.contains("/quarantine/") else { return }
    do throws(Failure) {
      let report = try verifyLedger(at: Self.path, files: SimulatedFiles(on: disk))
      // Half a commit is told by the file that it begins in, which may be an earlier one.
      let isTail =
        rotten.path.contains("/log/") && report.notes.contains { $0.what.contains("half a commit") }
      let named =
        isTail || (report.findings + report.notes).contains { rotten.path.hasSuffix($0.file) }
      guard named else {
        throw Failure(
          Failure.Code("not-named", exitCode: 1), "\(report.findings) \(report.notes)",
          at: nil, remedy: "")
      }
    } catch {
      guard error.code != Failure.Code("not-named", exitCode: 1) else {
        throw TrialFinding("verify does not name \(rotten.path): \(error.message)")
      }
      guard error.place == rotten.path else { throw TrialFinding("verify of rot is answered by \(error)") }
    }
  }
}

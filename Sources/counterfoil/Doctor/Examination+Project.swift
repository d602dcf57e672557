import Decisions
import Diagnostics
import EventLog
import Foundation
import Instants
import ProjectFiles
import Projections
import Sync

extension Examination {
  /// Free space below which the ledger soon cannot grow, and below which it should not begin to.
  private static let (freeWarn, freeFail) = (1_000_000_000, 100_000_000)

  /// Configuration and what it names; nil where it cannot be read.
  mutating func project(in folder: ProjectFolder) -> Project? {
    do {
      let project = try ProjectLoader.load(folder: folder.path)
      let entities = project.rules.mappings.map(\.entity).joined(separator: ", ")
      pass("configuration", "\(entities) with \(project.rules.crosswalks.count.counted("crosswalk"))")
      writeSwitches(project)
      return project
    } catch {
      for problem in error.problems { fail("configuration", problem) }
      return nil
    }
  }

  private mutating func writeSwitches(_ project: Project) {
    let writes = project.file.writes
    pass("writes", "to Zoho \(writes.zoho ? "on" : "off"), to JDE \(writes.jde ? "on" : "off")")
    if writes.jde {
      warn(
        "writes", "writing to JD Edwards is on, and this version does not write there",
        fix: "leave it at `writes: { jde: off, … }`; what would flow there is listed by `counterfoil plan`")
    }
  }

  /// Every secret is there and nobody else can read it.
  mutating func secrets(of project: Project) async {
    let (jde, zoho) = (project.file.jde, project.file.zoho)
    for secret in [jde.username, jde.password, zoho.clientID, zoho.clientSecret, zoho.refreshToken]
    where await check(secret.name, { () throws(Failure) in try secret.reveal() }) != nil {
      pass(secret.name, "is there")
    }
  }

  /// What holds personal values is closed to others, also where an older version or a copy left it open.
  mutating func modes(in folder: ProjectFolder) async {
    let shared = [
      "ledger", "plans", "projections.sqlite", "projections.sqlite-wal", "projections.sqlite-shm",
    ]
    let groups = [
      (names: shared, beyond: UInt32(0o027), fix: "chmod -R g-w,o-rwx"),
      (names: ["secrets", "state"], beyond: UInt32(0o077), fix: "chmod -R go-rwx"),
    ]
    for group in groups {
      let found = await check(
        "file modes",
        { () throws(Failure) in
          try ExposedFiles.find(in: folder.path, group.names, beyond: group.beyond)
        })
      guard let found else { continue }
      guard let exposed = found else {
        pass("file modes", "\(group.names.prefix(2).joined(separator: " and ")) are closed to others")
        continue
      }
      let more = exposed.count > 1 ? ", and at \((exposed.count - 1).grouped) more" : ""
      warn(
        "file modes",
        "more people than should can get at \(exposed.first) (its mode is \(exposed.mode))\(more)",
        fix: "\(group.fix) \(group.names.prefix(2).map { folder.file($0) }.joined(separator: " "))"
          + (group.beyond == 0o027 ? " \(folder.file("projections.sqlite"))*" : ""))
    }
  }

  /// Ledger, projection, clock against the last event, and room on the disk.
  mutating func ledger(in folder: ProjectFolder, now: Int64) async {
    guard
      let view = await check(
        "ledger",
        { () throws(Failure) in
          let reader = try folder.reader()
          let position = ProjectionStore.recordedPosition(
            at: folder.projections, ledgerID: reader.identity.id.hex)
          try reader.requireSound(through: folder.places.seen(by: reader.identity))
          let verified = try VerifiedHead.lastKept(at: folder.ledger)
          return (reader: reader, head: reader.last, position: position, verified: verified)
        })
    else { return }
    ledger(head: view.head, verified: view.verified.map { ($0.head.size, $0.at) })
    let position = view.position
    switch position {
    case nil: pass("projection", "is made from the ledger by the next command")
    case .some(let position): pass("projection", "holds what is known through event \(position)")
    }
    if let last = await check("clock", { () throws(Failure) in try view.reader.event(view.head)?.at }) {
      clock(lastEventAt: last, now: now)
    }
    disk(folder)
  }

  /// A look at headers and signed heads does not show that the events are whole: only a verification does.
  private mutating func ledger(head: UInt64, verified: (size: UInt64, at: String)?) {
    let sentence = "\(head.counted("event")); verified: \(StatusPage.verifiedSentence(verified, head: head))"
    guard (verified?.size ?? 0) < head else { return pass("ledger", sentence) }
    warn("ledger", sentence, fix: "counterfoil verify --since")
  }

  private mutating func clock(lastEventAt last: String?, now: Int64) {
    guard let last, let microseconds = RFC3339.microseconds(last) else { return }
    let behind = Double(microseconds) / 1e6 - Double(now)
    guard behind > 5 else { return pass("clock", "is not behind the ledger's last event") }
    warn(
      "clock", "is \(Int(behind).counted("second")) behind the ledger's last event (\(last))",
      fix: "set this machine's clock; more than 5 minutes are refused without --accept-clock")
  }

  private mutating func disk(_ folder: ProjectFolder) {
    let growth = LogGrowth(folder: folder, since: nil)
    guard let free = growth.free else { return }
    if free < Self.freeFail {
      fail("disk", .littleRoom(free, at: folder.path))
    } else if free < Self.freeWarn {
      warn(
        "disk", "\(free.shownBytes) are free",
        fix: "make room; `counterfoil status` says how the ledger grows")
    } else {
      pass("disk", "\(free.shownBytes) are free")
    }
    if !FileManager.default.isWritableFile(atPath: folder.ledger) {
      fail("disk", .readOnlyFolder(folder.ledger))
    }
  }
}

extension Failure {
  static func littleRoom(_ free: Int, at place: String) -> Failure {
    Failure(.diskFull, "only \(free.shownBytes) are free", at: place, remedy: "make room on this disk")
  }

  static func readOnlyFolder(_ place: String) -> Failure {
    Failure(
      .readOnly, "this account may not write there", at: place,
      remedy: "run as the account that made the project, or give this one the right to write")
  }
}

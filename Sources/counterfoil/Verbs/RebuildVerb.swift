import ArgumentParser
import Diagnostics
import EventLog
import Forensics
import JSONText
import ProjectFiles
import Projections
import Sync

/// `rebuild`: the state folded from the log again, beside the old one.
struct RebuildVerb: Verb {
  static let verb = "rebuild"
  static let configuration = CommandConfiguration(
    commandName: verb,
    abstract: "Fold the ledger into a fresh projection, compare digests, and swap.",
    discussion: "With --at and --into: the projection of a past instant, into a file of its own.")

  @OptionGroup var common: CommonOptions

  @Option(
    help: ArgumentHelp("The state at this instant or event: 2026-07-14T09:30:00Z, #1234.", valueName: "when"))
  var at: String?

  @Option(
    help: ArgumentHelp("Into this file; the project's own projection is left alone.", valueName: "file"))
  var into: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard at != nil, into == nil else { return }
    throw ValidationError("--at needs --into FILE: the project's own projection is never a past one")
  }

  func answer(in console: Console) async throws(Failure) -> Answer {
    let folder = common.project
    let place = try into.map { path throws(Failure) in try output.place(path) }
    if let place, place.isSameFile(as: folder.projections) { throw .projectsOwnProjection(place.path) }
    let reader = try folder.reader()
    // What replaces a good state must not rest on less than that: a damaged log is mended first.
    if into == nil { try reader.requireWhole(through: folder.places.seen(by: reader.identity)) }
    let through: UInt64?
    if let at { through = try Moment(at).lastSequence(in: reader) } else { through = nil }
    let bar = console.progressBar()
    defer { bar.wipe() }
    let report = try await Self.making(place) { () async throws(Failure) in
      try await ProjectionStore.rebuild(
        at: folder.projections, into: place?.draft, from: reader, through: through, ledger: reader.identity
      ) { done, total in bar.progress("folding", done: Int(clamping: done), of: Int(clamping: total)) }
    }
    return RebuildText(report: report, path: place?.path ?? report.path).answer
  }

  /// A file that is asked for takes its place when it is whole; of one that is not, nothing stays.
  private static func making(
    _ place: OutputPlace?, _ rebuild: () async throws(Failure) -> RebuildReport
  ) async throws(Failure) -> RebuildReport {
    let helpers = ["-wal", "-shm", "-journal"]
    try place?.discardDraft(with: helpers)
    do throws(Failure) {
      let report = try await rebuild()
      try place?.install()
      return report
    } catch {
      try place?.discardDraft(with: helpers)
      throw error
    }
  }
}

extension Failure {
  /// Other processes have it open, with SQLite's files beside it.
  fileprivate static func projectsOwnProjection(_ path: String) -> Failure {
    Failure(
      .outputRefused, "nothing is written here: it is the projection of this project", at: path,
      remedy: "name another file, or leave --into out: then the projection is folded again and swapped")
  }
}

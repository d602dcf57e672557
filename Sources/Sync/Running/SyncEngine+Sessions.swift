import Decisions
import Diagnostics
import EventLog
import JDEdwards
import JSONText
import ProjectFiles
import Projections
import ZohoCRM

extension SyncEngine {
  /// Records what became of sessions and of the breaker of refused credentials since the last look; never a token.
  func noteSessions() async throws(Failure) {
    let facts: JSONObject = [
      "environment": JSONValue(project.file.jde.environment), "device": JSONValue(project.file.jde.device),
    ]
    var drafts = sessionDrafts(
      .jde, lost: await systems.jde.sessionsLost(), opened: systems.jde.calls["login"] ?? 0, facts)
    drafts += sessionDrafts(
      .zoho, lost: await systems.zoho.tokensRefused(), opened: systems.zoho.calls["token"] ?? 0, [:])
    if let breaker = try await breakerDraft() { drafts.append(breaker) }
    if !drafts.isEmpty { try await journal.note(drafts) }
  }

  private func sessionDrafts(_ side: Side, lost: Int, opened: Int, _ facts: JSONObject) -> [Draft] {
    let known = sessions[side] ?? SessionCount()
    sessions[side] = SessionCount(opened: opened, lost: lost)
    var drafts: [Draft] = []
    func add(_ kind: EventKind, _ name: String, _ count: Int) {
      guard count > 0 else { return }
      var body = facts
      body[name] = JSONValue(count)
      drafts.append(
        Draft(
          kind: kind, stream: StreamKey.session(side), body: .object(body), cause: .sequence(journal.run)))
    }
    add(.sessionLost, "lost", lost - known.lost)
    add(.sessionOpened, "opened", opened - known.opened)
    return drafts
  }

  /// A refused password opens the breaker of JD Edwards: the turn of either way is an event.
  private func breakerDraft() async throws(Failure) -> Draft? {
    let stream = StreamKey.session(.jde)
    let wasOpen = try await journal.state.conditions()
      .contains { $0.topic == .breaker && $0.stream == stream && $0.isAlarm }
    let isOpen = try await systems.jde.isLoginRefused()
    guard isOpen != wasOpen else { return nil }
    let reason =
      isOpen ? "the password was refused and is not tried again" : "the password was changed or allowed again"
    return Draft(
      kind: isOpen ? .breakerOpened : .breakerClosed, stream: stream, body: ["reason": JSONValue(reason)],
      cause: .sequence(journal.run))
  }
}

/// Sessions of one system that are in the log already.
struct SessionCount {
  var opened = 0
  var lost = 0
}

import Decisions
import Diagnostics
import EventLog
import JSONText
import Projections
import ZohoCRM

extension ZohoPoller {
  /// Records that Zoho lists as deleted, and after a whole reading those that it did not show; gives how many of them
  /// changed or are gone.
  ///
  /// Law 9: one answer that lacks a record says nothing. Each is looked at by its id; what shows is there (it may have come
  /// back from the recycle bin), and what does not is *deleted* only where Zoho says so.
  func lookForGone(
    _ module: String, fields: [String], since: String?, unseenSince first: UInt64
  ) async throws(Failure) -> Int {
    let unseen = since == nil ? try await journal.state.idsUnseen(inModule: module, since: first) : []
    guard since != nil || !unseen.isEmpty else { return 0 }
    var deleted: [String: JSONValue] = [:]
    for row in try await client.allDeleted(module, since: since) {
      if let id = row["id"]?.string { deleted[id] = row }
    }
    var suspects = Set(unseen)
    for ids in deleted.keys.sorted().pages(of: 500) {
      let known = try await journal.state.zohoRecords(module: module, ids: ids)
      suspects.formUnion(known.filter { $0.value.state == .present }.keys)
    }
    var changed = 0
    for ids in suspects.sorted().pages(of: ZohoClient.idsPerRead) {
      let shown = try await client.records(module, ids: ids, fields: fields).compactMap(\.object)
      var drafts = try await observations(of: shown, module: module, kind: .recordFetched, isKnown: true)
      let ended = Set(ids).subtracting(shown.compactMap { $0["id"]?.string })
      drafts += ended.sorted().map { gone(module, id: $0, listed: deleted[$0]) }
      try await journal.note(drafts)
      changed += drafts.count { $0.kind != .recordFetched || $0.body["record"] != nil }
    }
    return changed
  }

  /// The event of a record that does not show; `listed` is what Zoho says of its deletion, verbatim.
  private func gone(_ module: String, id: String, listed: JSONValue?) -> Draft {
    let body: JSONObject =
      if let listed {
        ["reason": "Zoho lists it as deleted", "deleted": listed]
      } else {
        ["reason": "a whole reading did not show it, nor did a look by its id"]
      }
    return Draft(
      kind: listed == nil ? .recordNotShown : .recordDeleted, stream: StreamKey.zoho(module, id),
      body: .object(body), cause: .sequence(journal.run), isPersonal: personal.covers(module: module))
  }
}

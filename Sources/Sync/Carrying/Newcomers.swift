import Decisions
import Diagnostics
import EventLog
import Instants
import JSONText
import Projections

/// What came into the target while a run creates records there: a salesperson may enter the very company that is about
/// to be made.
///
/// Just before each call of inserts the records that changed since the last look are listed, thinly; what is new among
/// them is read, recorded, and asked whether it is one of the batch, by the rules that matched it before. A row that may
/// be is not sent: its record is decided again, with the newcomer in the index.
///
/// What a person makes between this look and the landing of the call is a window that nobody can close.
actor Newcomers {
  private let channel: any WriteChannel
  private let journal: Journal
  private let mapping: EntityMapping
  /// Fields whose null says nothing.
  private let hidden: Set<String>
  private let observe: Observing
  private let time: any Time
  /// What the target's own clock said at the newest look, in seconds since 1970.
  private var since: Int64
  /// Keys of the records that this run makes, and ids of those that it changes: they are no strangers.
  private var made: Set<String> = []
  private var changed: Set<String> = []
  /// The own time of each record that was looked at: as long as it stays, there is nothing new to see.
  private var times: [String: String] = [:]
  /// What is new since everything was matched.
  private var records: [String: (record: ZohoRecord, isLinked: Bool)] = [:]

  /// The events of some records, verbatim where they are not as they were known.
  typealias Observing = @Sendable ([JSONObject]) async throws(Failure) -> [Draft]

  /// Times of records have whole seconds, and our view of the target's clock may be one off.
  private static let overlap: Int64 = 2

  /// Nothing has come since the target was read at `since`, in seconds since 1970 by its clock.
  init(
    channel: any WriteChannel, journal: Journal, mapping: EntityMapping, hidden: Set<String>, since: Int64,
    time: any Time, observe: @escaping Observing
  ) {
    self.channel = channel
    self.journal = journal
    self.mapping = mapping
    self.hidden = hidden
    self.since = since
    self.time = time
    self.observe = observe
  }

  /// This run changes the records of these writes.
  func expect(changesBy writes: [CarriedWrite]) { changed.formUnion(writes.compactMap(\.targetID)) }

  /// The operations of those inserts that a newcomer may be.
  ///
  /// - Parameter inserts: What is about to be sent in one call.
  /// - Returns: The operations that are not to be sent before they are matched again, or why the target could not be read.
  /// - Throws: What the log throws.
  func met(by inserts: [CarriedWrite]) async throws(Failure) -> Result<Set<String>, Failure> {
    let changes: TargetChanges
    var shown: [JSONObject] = []
    do throws(Failure) {
      changes = try await channel.changes(since: since - Self.overlap)
      let strangers = changes.rows.filter(isStrange).map(\.id)
      if !strangers.isEmpty { shown = try await channel.records(strangers) }
    } catch {
      return .failure(error)
    }
    try await take(shown)
    // A date that lies ahead must not hide what comes next.
    since = max(since, min(changes.date ?? since, time.seconds))
    for row in changes.rows { times[row.id] = row.time }
    made.formUnion(inserts.map(\.intent.key))
    return .success(meeting(inserts))
  }

  private func isStrange(_ row: TargetChanges.Row) -> Bool {
    if let key = row.key, made.contains(key) { return false }
    if changed.contains(row.id) { return false }
    return row.time == nil || times[row.id] != row.time
  }

  /// Records what is not as it was known.
  private func take(_ shown: [JSONObject]) async throws(Failure) {
    let drafts = try await observe(shown).filter { $0.body["record"] != nil }
    guard !drafts.isEmpty else { return }
    try await journal.note(drafts)
    let fresh = drafts.compactMap { $0.body["record"]?.object }.compactMap {
      ZohoRecord(record: $0, hidden: hidden)
    }
    let holders = try await journal.state.holders(entity: mapping.entity, zohoIDs: fresh.map(\.id))
    for record in fresh { records[record.id] = (record, holders[record.id] != nil) }
  }

  private func meeting(_ inserts: [CarriedWrite]) -> Set<String> {
    guard !records.isEmpty else { return [] }
    var index = MatchIndex()
    var unread = UnreadRecords()
    for (id, newcomer) in records.sorted(by: { $0.key < $1.key }) {
      let profile = matchProfile(zoho: newcomer.record, mapping: mapping)
      index.add(right: id, profile, isLinked: newcomer.isLinked)
      if !newcomer.isLinked, hasUnreadableKey(newcomer.record, mapping: mapping) { unread.add(id, profile) }
    }
    let unlinked = inserts.map { write in
      // What is to be made, as the target would show it.
      let profile = matchProfile(
        zoho: ZohoRecord(id: write.operation, modifiedTime: nil, record: write.intent.row), mapping: mapping)
      index.add(left: write.operation, profile)
      return UnlinkedRecord(ref: write.operation, profile: profile, account: profile.account)
    }
    let outcomes = decideMatches(unlinked, index: &index, rules: mapping.matching)
    let met = zip(unlinked, outcomes).filter { record, outcome in
      outcome != .create || unread.candidates(for: record.profile, account: record.account) != nil
    }
    return Set(met.map(\.0.ref))
  }
}

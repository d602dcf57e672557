import Decisions
import Diagnostics
import EventLog
import Forensics
import JSONText
import Projections
import Testing
import TestSupport

@Suite("A record as of an instant", .temporaryFolder)
struct AsOfTests {
  @Test("is what a plain fold of everything before says", arguments: Seeds.all)
  func equalsPlainFold(seed: UInt64) async throws {
    let log = try await TestLog.make()
    var story = Story(seed: seed)
    let opening = try log.reader.refresh()
    let last = try await log.append(story.scenes(50))
    let store = try await log.store()
    try await store.catchUp(from: log.reader)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<4 {
      let sequence = UInt64.random(in: 1...last, using: &random)
      var plain = PlainFold()
      for fact in story.facts.prefix(Int(sequence) - Int(opening)) { plain.take(fact) }
      for key in ["1", "2"] {
        try await check(key, at: .event(sequence), against: plain, log: log, store: store)
      }
    }
  }

  /// Compares pairing, rows and the linked Zoho record.
  private func check(
    _ key: String, at moment: Moment, against plain: PlainFold, log: TestLog, store: ProjectionStore
  ) async throws {
    let known = try await asOf(
      moment, RecordName("customer/\(key)"), reader: log.reader, store: store)
    let pairing = try #require(known.pairings.first)
    let id = plain.links[StreamKey.link("customer", key)]
    try #require((pairing.isLinked ? pairing.zohoID : nil) == id)
    let rows = key == "1" ? ["jde/F0101/1", "jde/F0111/1/0"] : ["jde/F0101/2", "jde/F0116/2/-"]
    let seen = Dictionary(known.jde.map { ($0.stream, $0.values) }) { $1 }
    try #require(seen == plain.records.filter { rows.contains($0.key) })
    guard let id else {
      try #require(known.zoho.isEmpty)
      return
    }
    let stream = StreamKey.zoho("Accounts", id)
    try #require(known.zoho.first?.values == plain.values(stream), "\(stream) at \(moment)")
    if let zoho = known.zoho.first, plain.records[stream] != nil {
      try #require((zoho.state == .deleted) == plain.gone.contains(stream))
    }
  }

  @Test("agrees with a projection of that event", arguments: Seeds.all.prefix(3))
  func agreesWithProjection(seed: UInt64) async throws {
    let log = try await TestLog.make()
    var story = Story(seed: seed)
    let last = try await log.append(story.scenes(60))
    let store = try await log.store()
    try await store.catchUp(from: log.reader)
    let past = try await ProjectionStore.rebuild(
      at: log.path(), into: log.path("past.sqlite"), from: log.reader, through: last / 2,
      ledger: log.ledger.identity)
    let then = try await log.store("past.sqlite")
    #expect(try await then.digest() == past.digest)
    for key in ["1", "2"] {
      let known = try await asOf(
        .event(last / 2), RecordName("customer/\(key)"), reader: log.reader, store: store)
      let link = try await then.links(entity: "customer", keys: [key])[key]
      #expect(known.pairings.first?.isLinked == (link?.state == .linked))
      let records = try await then.records(of: known.jde.map(\.stream))
      #expect(known.jde.map(\.record) == known.jde.map { records[$0.stream]?.record })
      #expect(known.jde.map(\.confirmedSequence) == known.jde.map { records[$0.stream]?.sequence })
    }
  }

  @Test("is nothing before anything was seen, also by the name of a Zoho record or a number")
  func isNothing() async throws {
    let log = try await TestLog.make()
    var story = Story(seed: 3)
    try await log.append(story.scenes(60))
    let store = try await log.store()
    try await store.catchUp(from: log.reader)
    for name in ["customer/1", "1", "zoho/Accounts/z1"] {
      let known = try await asOf(
        .instant(microseconds: 0), RecordName(name), reader: log.reader, store: store)
      #expect((known.sequence, known.at) == (0, nil))
      #expect(known.jde.isEmpty && known.zoho.isEmpty)
      #expect(known.pairings.allSatisfy { !$0.isLinked })
      #expect(known.json["seq"] == 0)
    }
  }

  @Test("shows what a write put there as soon as it was answered, and what was read as soon as it was read")
  func showsWritten() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let zoho = StreamKey.zoho("Accounts", "z1")
    func seen(_ name: String) -> JSONValue {
      let record: JSONObject = ["id": "z1", "Account_Name": JSONValue(name), "Phone": "1"]
      return RecordObserved(record: record, hash: name).json
    }
    try await log.append(.recordPolled, zoho, seen("Old"))
    let link = LinkMade(
      entity: "customer", key: "1", generation: 1, module: "Accounts", zohoID: "z1", how: "person",
      explanation: [:])
    try await log.append(.linkMade, StreamKey.link("customer", "1"), link.json)
    let intent = WriteIntended(
      operation: "o", entity: "customer", key: "1", generation: 1, target: .zoho("Accounts", "z1"),
      action: .update,
      row: ["Account_Name": "New"], before: [:], pairs: [:], unmodifiedSince: nil)
    let intended = try await log.append(.writeIntended, "op/o", intent.json)
    let answered = try await log.append(
      .writeAnswered, "op/o", WriteAnswered(operation: "o", outcome: .applied, id: "z1").json)
    let read = try await log.append(.recordFetched, zoho, seen("NEW"))
    try await store.catchUp(from: log.reader)
    var names: [String?] = []
    for sequence in [intended, answered, read] {
      let known = try await asOf(
        .event(sequence), .zoho(module: "Accounts", id: "z1"), reader: log.reader, store: store)
      names.append(known.zoho.first?.values["Account_Name"]?.string)
      #expect(known.zoho.first?.values["Phone"] == "1")
      #expect((known.zoho.first?.written.isEmpty == false) == (sequence == answered))
    }
    #expect(names == ["Old", "New", "NEW"])
  }

  @Test("of an event that is not there yet is refused")
  func refusesFuture() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let failure = await #expect(throws: Failure.self) {
      try await asOf(.event(99), .number(1), reader: log.reader, store: store)
    }
    #expect(failure?.code == .momentAhead)
  }
}

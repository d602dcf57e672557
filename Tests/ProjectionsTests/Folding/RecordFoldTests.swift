import Decisions
import JSONText
import Projections
import Testing
import TestSupport

@Suite("An observed record", .temporaryFolder)
struct RecordFoldTests {
  private let stream = "jde/F0101/4242"

  @Test("changes when its content does, and is only confirmed when it does not")
  func changesWithContent() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let first: JSONObject = ["F0101_AN8": 4242, "F0101_ALPH": "Old   "]
    let second: JSONObject = ["F0101_AN8": 4242, "F0101_ALPH": "New   "]
    let seen = try await log.append(.recordPolled, stream, Body.seen(first))
    let confirmed = try await log.append(.recordPolled, stream, Body.unchanged(first))
    let again = try await log.append(.recordFetched, stream, Body.seen(first))
    try await store.catchUp(from: log.reader)
    var row = try #require(try await store.rows(ofNumbers: [4242])[4242]?.first)
    #expect((row.sequence, row.changedSequence) == (again, seen))
    #expect(confirmed < again)
    let changed = try await log.append(.recordPolled, stream, Body.seen(second))
    try await store.catchUp(from: log.reader)
    row = try #require(try await store.rows(ofNumbers: [4242])[4242]?.first)
    #expect((row.sequence, row.changedSequence) == (changed, changed))
    #expect(row.row.record == second)
    #expect(
      try await store.hashes(of: [stream, "jde/F0101/1"]) == [stream: fingerprint(of: .object(second))])
    #expect(try await store.numbersChanged(since: changed - 1) == [4242])
    #expect(try await store.numbersChanged(since: changed) == [])
  }

  @Test("keeps its bytes: digits, escapes, order and equal keys")
  func keepsBytes() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let text = #"{"b":1.00,"a":"\u00e9\/","a":1e400,"n":12345678901234567890}"#
    try await log.append(
      .recordPolled, "zoho/Accounts/77", JSONValue(parsing: #"{"record":\#(text),"hash":"h"}"#))
    try await store.catchUp(from: log.reader)
    let record = try #require(try await store.records(of: ["zoho/Accounts/77"]).values.first)
    #expect(JSONValue.object(record.record).text == text)
  }

  @Test("is gone when its source says so, and back when it is seen again")
  func goesAndComes() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let record: JSONObject = ["id": "77", "Account_Name": "A"]
    try await log.append(.recordPolled, "zoho/Accounts/77", Body.seen(record))
    let gone = try await log.append(.recordDeleted, "zoho/Accounts/77", [:])
    try await store.catchUp(from: log.reader)
    #expect(try await store.zohoRecords(module: "Accounts", afterID: nil, limit: 9).isEmpty)
    #expect(try await store.zohoRecords(module: "Accounts", ids: ["77"])["77"]?.state == .deleted)
    #expect(try await store.hashes(of: ["zoho/Accounts/77"]).isEmpty)
    #expect(try await store.zohoIDsChanged(module: "Accounts", since: gone - 1) == ["77"])
    let back = try await log.append(.recordPolled, "zoho/Accounts/77", Body.seen(record))
    try await store.catchUp(from: log.reader)
    let shown = try #require(try await store.zohoRecords(module: "Accounts", afterID: nil, limit: 9).first)
    #expect((shown.state, shown.changedSequence) == (.present, back))
  }

  @Test("is not known any more where it is the same as one that nobody has: the next look is recorded whole")
  func unchanged() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let record: JSONObject = ["id": "77"]
    let seen = try await log.append(.recordPolled, "zoho/Accounts/77", Body.seen(record))
    let again = try await log.append(.recordFetched, "zoho/Accounts/77", ["hash": "h2", "unchanged": true])
    try await store.catchUp(from: log.reader)
    let shown = try #require(try await store.records(of: ["zoho/Accounts/77"]).values.first)
    #expect((shown.hash, shown.sequence, shown.changedSequence) == ("", again, seen))
    #expect(shown.record == record)
  }

  @Test("that went is a change of its number, until it is back")
  func losses() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    for stream in ["jde/F0101/7", "jde/F03012/7/00001", "jde/F0101/8"] {
      try await log.append(.recordPolled, stream, Body.seen(["s": JSONValue(stream)]))
    }
    let gone = try await log.append(.recordDeleted, "jde/F03012/7/00001", ["reason": "not shown"])
    try await store.catchUp(from: log.reader)
    #expect(try await store.newestLosses(ofNumbers: [7, 8]) == [7: gone])
    try await log.append(.recordPolled, "jde/F03012/7/00001", Body.seen(["s": "again"]))
    try await store.catchUp(from: log.reader)
    #expect(try await store.newestLosses(ofNumbers: [7, 8]).isEmpty)
  }

  @Test("is found by its number in order, whatever the table's key has besides")
  func isFoundByNumber() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    for stream in [
      "jde/F0101/12", "jde/F0101/7", "jde/F0101/100", "jde/F0111/7/0", "jde/F0111/7/1", "jde/F03012/7/00001",
      "jde/F0116/7/-", "jde/F0116/7/20260801", "jde/F0005/01/ST/7",
    ] {
      try await log.append(.recordPolled, stream, Body.seen(["s": JSONValue(stream)]))
    }
    try await store.catchUp(from: log.reader)
    #expect(try await store.numbers(inTable: "F0101", after: nil, limit: 2) == [7, 12])
    #expect(try await store.numbers(inTable: "F0101", after: 12, limit: 2) == [100])
    #expect(try await store.numbers(inTable: "F0111", after: nil, limit: 9) == [7])
    let rows = try await store.rows(ofNumbers: [7, 12, 5])
    #expect(
      rows[7]?.map(\.stream) == [
        "jde/F0101/7", "jde/F0111/7/0", "jde/F0111/7/1", "jde/F0116/7/-", "jde/F0116/7/20260801",
        "jde/F03012/7/00001",
      ])
    #expect(rows[12]?.map(\.row.table) == ["F0101"])
    #expect(rows[5] == nil)
    let dated = try await store.numbersWithAddresses(from: "20260731", through: "20260801")
    #expect(dated.map(\.stream) == ["jde/F0116/7/20260801"])
    #expect(try await store.numbersWithAddresses(from: "20260801", through: "20260901").isEmpty)
  }

  @Test("of metadata changes with its hash")
  func metadata() async throws {
    let log = try await TestLog.make()
    let store = try await log.store()
    let stream = StreamKey.metadata("zoho", "fields/Accounts")
    let first = try await log.append(
      .metadataRead, stream, MetadataRead(hash: "h", answer: ["fields": []]).json)
    let second = try await log.append(.metadataRead, stream, MetadataRead(hash: "h", answer: nil).json)
    try await store.catchUp(from: log.reader)
    let state = try #require(try await store.metadata(stream))
    #expect((state.hash, state.sequence, state.changedSequence) == ("h", second, first))
    #expect(state.answer == ["fields": []])
  }
}

import Decisions
import Diagnostics
import Foundation
import HTTPDoubles
import HTTPTransport
import JDEdwards
import JSONText
import Testing

@Suite("An answer of JD Edwards", .timeLimit(.minutes(1)))
struct AnswerTests {
  let query = TableQuery("F0101", columns: ["AN8", "ALPH"])
  let time = HandTime()

  func client(_ ending: ScriptedTransport.Ending) -> AISClient {
    let ais = MiniAIS()
    let transport = ScriptedTransport { call, _ in
      call.url.hasSuffix("dataservice") ? ending : ais.answer(call)
    }
    return AISClient(settings: .test(), transport: transport, cache: MemorySealedCache(), pacing: time.pacing)
  }

  func grid(_ rowset: String, more: Bool = false) -> String {
    let count = (try? JSONValue(parsing: rowset))?.array?.count ?? 0  // a row set that is none has no rows
    return #"{"fs_DATABROWSE_F0101":{"title":"x","data":{"gridData":{"id":54,"rowset":\#(rowset),"#
      + #""summary":{"records":\#(count),"moreRecords":\#(more)}}},"errors":[],"warnings":[]},"timeStamp":"2026-03-02:10.15.30","sysErrors":[]}"#
  }

  @Test("gives its rows byte by byte, its clocks, and cells without their padding")
  func verbatim() async throws {
    let row = #"{"F0101_ALPH":"Gr\u00fc\u00dfe   ","F0101_AN8":4242,"F0101_EXTRA":1.50}"#
    let page = try await client(
      .json(grid("[\(row)]", more: true), headers: ["Date": "Mon, 02 Mar 2026 15:15:30 GMT"])
    ).query(query)
    let first = try #require(page.rows.first)
    #expect(first.json.text == row)
    #expect(first.cell("ALPH") == .value("Grüße"))
    #expect(first.number == 4242)
    #expect(first.cell("MISSING") == .absent)
    #expect(page.more)
    #expect(page.lastKey == KeyPosition(["4242"]))
    #expect(page.jdeTime == "2026-03-02:10.15.30")
    #expect(page.serverDate == 1_772_464_530)
  }

  @Test("of the older form has its values one level deeper")
  func versionOne() async throws {
    let row = #"{"rowIndex":0,"F0101_AN8":{"title":"Number","value":7},"F0101_ALPH":{"value":"X "}}"#
    let page = try await client(.json(grid("[\(row)]"))).query(query)
    #expect(page.rows.first?.number == 7)
    #expect(page.rows.first?.cell("ALPH") == .value("X"))
  }

  @Test("without rows is an empty page, also where the row set is missing")
  func empty() async throws {
    #expect(try await client(.json(grid("[]"))).query(query).rows.isEmpty)
    let bare = #"{"fs_DATABROWSE_F0101":{"data":{"gridData":{"summary":{"records":0,"moreRecords":false}}}}}"#
    #expect(try await client(.json(bare)).query(query).rows.isEmpty)
  }

  @Test("that lacks a column which was asked for is a failure, in any row", arguments: [0, 1])
  func missingColumn(index: Int) async throws {
    let whole = #"{"F0101_AN8":1,"F0101_ALPH":"A"}"#
    let rows = index == 0 ? #"[{"F0101_AN8":1},\#(whole)]"# : #"[\#(whole),{"F0101_AN8":1}]"#
    let client = client(.json(grid(rows)))
    let failure = await Failure.from { () async throws(Failure) in try await client.query(query) }
    #expect(failure?.code == .columnMissing)
    #expect(failure?.message.contains("ALPH") == true)
  }

  @Test("that shows a column twice in one row is a failure")
  func columnTwice() async throws {
    let client = client(.json(grid(#"[{"F0101_AN8":1,"F0101_ALPH":"A","F0101_ALPH":"B"}]"#)))
    let failure = await Failure.from { () async throws(Failure) in try await client.query(query) }
    #expect(failure?.message.contains("twice") == true, "\(String(describing: failure))")
  }

  @Test(
    "with status 200 can be a failure all the same",
    arguments: [
      #"{"fs_DATABROWSE_F0101":{"data":{"gridData":{"rowset":[]}},"errors":[{"CODE":"1","TITLE":"Bad thing"}]},"sysErrors":[]}"#,
      #"{"sysErrors":[{"TITLE":"t","DESC":"Bad thing"}]}"#,
      #"{"message":"Bad thing","exception":"com.oracle.X"}"#,
      #"{"message":{"message":"Bad thing"},"exception":"com.oracle.X"}"#,
    ])
  func failureInside(body: String) async {
    let client = client(.json(body))
    let failure = await Failure.from { () async throws(Failure) in try await client.query(query) }
    #expect(failure?.code == .serverError)
    #expect(failure?.message.contains("Bad thing") == true, "\(String(describing: failure))")
  }

  @Test(
    "that cannot be read is a failure",
    arguments: ["", "<html>login</html>", "{", "null", "[]", #"{"x":1}"#, "{}{}"])
  func unreadable(body: String) async {
    let client = client(.json(body))
    let failure = await Failure.from { () async throws(Failure) in try await client.query(query) }
    #expect(failure?.code == .serverError)
  }

  @Test("of a stumbling server is waited for a few times, then told", arguments: [500, 502, 503, 504, 429])
  func stumbling(status: Int) async {
    let client = client(.json("<html>", status: status))
    let failure = await Failure.from { () async throws(Failure) in try await client.query(query) }
    #expect(failure?.code == .serverError)
    #expect(time.sleeps.count == 5)
    #expect(client.calls["query/F0101"] == 6)
  }

  @Test(
    "says what an administrator can do about it",
    arguments: [
      (404, "jde.url"), (405, "Allowed Hosts"), (400, "log"), (302, "set jde.url"), (407, "secret proxy"),
      (413, "raise its limit"),
    ])
  func remedies(status: Int, word: String) async {
    let client = client(.json(#"{"message":"m"}"#, status: status))
    let failure = await Failure.from { () async throws(Failure) in try await client.query(query) }
    #expect(failure?.remedy.contains(word) == true)
    #expect(time.sleeps.isEmpty)
  }

  @Test("never carries a token into a message")
  func tokens() async {
    let client = client(.json(#"{"message":"token token+/=1 is odd"}"#, status: 400))
    let failure = await Failure.from { () async throws(Failure) in try await client.query(query) }
    #expect(failure?.message.contains("token+/=1") == false)
    #expect(failure?.message.contains("is odd") == true)
  }
}

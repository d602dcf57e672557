import Decisions
import Diagnostics
import HTTPDoubles
import HTTPTransport
import Instants
import JDEdwards
import JSONText
import Synchronization
import Testing

/// A client whose data-service answers are a script's, or another's with something done to them.
private func client(
  pageSize: Int = 10, retries: RetryPolicy = RetryPolicy(), time: HandTime = HandTime(),
  ais: MiniAIS = MiniAIS(),
  _ answer: @escaping @Sendable (HTTPCall, ScriptedTransport.Ending) -> ScriptedTransport.Ending
) -> AISClient {
  var settings = AISSettings.test(pageSize: pageSize)
  settings.retries = retries
  let transport = ScriptedTransport { call, _ in
    let whole = ais.answer(call)
    return call.url.contains("dataservice") ? answer(call, whole) : whole
  }
  return AISClient(settings: settings, transport: transport, cache: MemorySealedCache(), pacing: time.pacing)
}

private func numbers(_ range: ClosedRange<Int>) -> [JSONValue] {
  range.map { ["F0101_UPMJ": "20260101", "F0101_AN8": .number($0)] }
}

/// The rows of a cursor up to its end, or up to what it failed with.
private func read(_ cursor: TableCursor) async -> (numbers: [Int], last: KeyPosition?, failure: Failure?) {
  var cursor = cursor
  var found: [Int] = []
  var last: KeyPosition?
  do throws(Failure) {
    while let page = try await cursor.nextPage() {
      found += page.rows.compactMap { $0.number }
      last = page.lastKey
    }
    return (found, last, nil)
  } catch {
    return (found, last, error)
  }
}

extension Result where Success == HTTPAnswer, Failure == HTTPProblem {
  /// The answer with its grid changed.
  fileprivate func grid(_ change: (inout JSONObject) -> Void) throws -> Self {
    let answer = try get()
    var root = try #require(try JSONValue(parsing: answer.body).object)
    let index = try #require(root.members.firstIndex { $0.key.value.hasPrefix("fs_") })
    var form = try #require(root.members[index].value.object)
    var grid = try #require(form["data"]?["gridData"]?.object)
    change(&grid)
    form["data"] = ["gridData": .object(grid)]
    root.members[index].value = .object(form)
    return .json(JSONValue.object(root).text, headers: answer.headers)
  }
}

@Suite("An answer of JD Edwards that does not say what was asked for", .timeLimit(.minutes(1)))
struct OddGridTests {
  static func form(_ grid: String, table: String = "F0101") -> String {
    #"{"fs_DATABROWSE_\#(table)":{"data":{"gridData":\#(grid)},"errors":[]},"sysErrors":[]}"#
  }

  static let end = #""summary":{"records":0,"moreRecords":false}"#

  @Test(
    "is no empty table: the reading fails, and says where",
    arguments: [
      "{}", "[]", "null", "", #"{"message":"not now"}"#, #"{"errors":[{"DESC":"not now"}]}"#,
      #"{"status":"ERROR","message":"not now"}"#,
      form(#"{"rowset":[],\#(end)}"#).replacing(#"{"fs"#, with: #"{"status":"ERROR","fs"#),
      #"{"sysErrors":{"DESC":"not now"}}"#,
      #"{"fs_DATABROWSE_F0101":null}"#, #"{"fs_DATABROWSE_F0101":{"data":{}}}"#,
      form("[]"), form("null"), form("7"), form(#"{"rowset":[]}"#).replacing("gridData", with: "griddata"),
      form(#"{"rowset":[],\#(end)}"#, table: "F0111"), form(#"{"rowset":[],\#(end)}"#, table: "F01012"),
      form(#"{"rowset":{},\#(end)}"#), form(#"{"rowset":"",\#(end)}"#),
      form(#"{"rowset":null,"summary":{"moreRecords":false}}"#), form(#"{}"#),
      form(#"{"summary":{"records":0}}"#),
      form(#"{"summary":{"records":3,"moreRecords":false}}"#),
      form(#"{"rowset":[],"summary":{"records":3,"moreRecords":false}}"#),
      form(#"{"rowset":[],"summary":{"records":0}}"#), form(#"{"rowset":[]}"#),
      form(#"{"rowset":[],"summary":{"records":0,"moreRecords":null}}"#),
      form(#"{"rowset":[],"summary":{"records":0,"moreRecords":0}}"#),
      form(#"{"rowset":[],"summary":[]}"#),
      form(#"{"rowset":[],\#(end)}"#, table: "X_F0101"),
      form(#"{"rowset":[{"F0101_AN8":1,"F0101_UPMJ":""}],"rowset":[],\#(end)}"#),
      form(#"{"rowset":[],"summary":{"records":0,"moreRecords":true},\#(end)}"#),
      form(#"{"rowset":[],\#(end)}"#).replacing(
        #"{"fs"#, with: #"{"fs_DATABROWSE_F0101":{"data":{}},"fs"#),
    ])
  func isNoEmptyTable(body: String) async throws {
    let client = client { _, _ in .json(body) }
    let (rows, _, failure) = await read(try client.pages(TableQuery("F0101", columns: ["UPMJ"])))
    #expect(rows.isEmpty)
    #expect(failure?.place == "F0101, page 1", "\(String(describing: failure))")
    #expect(failure?.code == .serverError || failure?.code == .pagingBroken)
  }

  @Test(
    "shows one row twice: nobody knows which is true",
    arguments: [#"{"F0101_AN8":1,"F0101_UPMJ":""}"#, #"{"F0101_AN8":1,"F0101_UPMJ":"20260101"}"#])
  func rowTwice(row: String) async throws {
    let body = Self.form(
      #"{"rowset":[{"F0101_AN8":1,"F0101_UPMJ":""},\#(row)],"summary":{"records":2,"moreRecords":false}}"#)
    let client = client { _, _ in .json(body) }
    let (rows, _, failure) = await read(try client.pages(TableQuery("F0101", columns: ["UPMJ"])))
    #expect(rows.isEmpty)
    #expect(failure?.code == .pagingBroken && failure?.message.contains("twice") == true)
  }

  @Test(
    "shows a row that cannot be told from others: no row is passed over",
    arguments: [
      #"7"#, #"null"#, #"[]"#, #"{"F0101_UPMJ":"20260101"}"#, #"{"F0101_AN8":2}"#,
      #"{"F0101_AN8":2,"X":1,"Y":2}"#, #"{"F0111_AN8":2,"F0111_UPMJ":"20260101"}"#,
      #"{"F0101_AN8":null,"F0101_UPMJ":""}"#, #"{"F0101_AN8":"","F0101_UPMJ":""}"#,
      #"{"F0101_AN8":"4.242","F0101_UPMJ":""}"#, #"{"F0101_AN8":4242.5,"F0101_UPMJ":""}"#,
      #"{"F0101_AN8":true,"F0101_UPMJ":""}"#, #"{"F0101_AN8":{},"F0101_UPMJ":""}"#,
      #"{"F0101_AN8":99999999999999999999,"F0101_UPMJ":""}"#,
    ])
  func isNoRow(row: String) async throws {
    let body = Self.form(
      #"{"rowset":[{"F0101_AN8":1,"F0101_UPMJ":""},\#(row)],"summary":{"records":2,"moreRecords":false}}"#)
    let client = client { _, _ in .json(body) }
    let (rows, _, failure) = await read(try client.pages(TableQuery("F0101", columns: ["UPMJ"])))
    #expect(rows.isEmpty)
    #expect(failure?.place == "F0101, page 1", "\(String(describing: failure))")
    #expect(failure?.code == .serverError || failure?.code == .columnMissing)
  }
}

@Suite("A page of JD Edwards that does not say whether it is the last", .timeLimit(.minutes(1)))
struct UnfinishedPageTests {
  let query = TableQuery("F0101", columns: ["UPMJ"])

  /// MiniAIS without the summary wherever its page has rows.
  func forgetful(_ ais: MiniAIS) -> AISClient {
    client(ais: ais) { _, whole in
      (try? whole.grid { if $0["rowset"]?.array?.isEmpty == false { $0["summary"] = nil } }) ?? whole
    }
  }

  @Test(
    "is gone on behind by key, until an answer says that there is no more",
    arguments: [TableCursor.Paging.key, .links])
  func goesOn(paging: TableCursor.Paging) async throws {
    let (found, _, failure) = await read(
      try forgetful(MiniAIS(rows: numbers(1...25))).pages(query, paging: paging))
    #expect(failure == nil)
    #expect(found == Array(1...25))
  }

  @Test("ends nothing where no answer ever says so, and is gone on behind by a healthy server")
  func neverSaid() async throws {
    let ais = MiniAIS(rows: numbers(1...25))
    let mute = client(ais: ais) { _, whole in (try? whole.grid { $0["summary"] = nil }) ?? whole }
    let (found, last, failure) = await read(try mute.pages(query))
    #expect(found == Array(1...25))
    #expect(failure?.code == .pagingBroken)
    #expect(failure?.place == "F0101, page 4")
    #expect(failure?.message.contains("does not say that it is the end") == true)
    let healthy = client(ais: ais) { _, whole in whole }
    let rest = await read(try healthy.pages(query, after: last))
    #expect(rest.numbers.isEmpty && rest.failure == nil)
  }

  @Test("says so as well with a text, and means neither where it gives a link to more")
  func spellings() async throws {
    let ais = MiniAIS(rows: numbers(1...25))
    let texts = client(ais: ais) { _, whole in
      (try? whole.grid { grid in
        let said = grid["summary"]?["moreRecords"]?.bool == true ? "TRUE" : "false"
        grid["summary"] = ["moreRecords": .string(said)]
      }) ?? whole
    }
    #expect(await read(try texts.pages(query)).numbers == Array(1...25))
    let torn = client(ais: ais) { _, whole in
      (try? whole.grid { $0["summary"] = ["moreRecords": false] }) ?? whole
    }
    let read = await read(try torn.pages(query, paging: .links))
    #expect(read.numbers == Array(1...25))
    #expect(read.failure == nil)
  }

  @Test("comes again and again: the reading stops at the page that goes back")
  func repeated() async throws {
    let rows: [JSONValue] = (0..<10).map { ["F0111_AN8": 7, "F0111_IDLN": .number($0)] }
    let ais = MiniAIS(table: "F0111", rows: rows)
    let client = client(pageSize: 4, ais: ais) { call, whole in
      (try? whole.grid { grid in
        grid["rowset"] = .array(Array(rows.prefix(4)))
        grid["summary"] = ["moreRecords": true]
      }) ?? whole
    }
    let key = try #require(TableKey.of("F0111"))
    let (found, _, failure) = await read(
      TableCursor(
        client: client, query: TableQuery("F0111", columns: ["IDLN"]), key: key, paging: .key, pagesMax: 20))
    #expect(found.count == 4)
    #expect(failure?.code == .pagingBroken)
    #expect(failure?.place == "F0111, page 2")
  }

  @Test("is never the last one: the reading stops at a bound, and says after how many pages")
  func endless() async throws {
    let next = Mutex(0)
    let client = client { _, _ in
      let number = next.withLock { next in
        next += 1
        return next
      }
      return .json(
        OddGridTests.form(
          #"{"rowset":[{"F0101_AN8":\#(number),"F0101_UPMJ":""}],"summary":{"records":1,"moreRecords":true}}"#
        ))
    }
    let key = try #require(TableKey.of("F0101"))
    let (found, _, failure) = await read(
      TableCursor(client: client, query: query, key: key, paging: .key, pagesMax: 50))
    #expect(found.count == 50)
    #expect(failure?.code == .pagingBroken)
    #expect(failure?.message.contains("50 pages") == true)
  }
}

@Suite("A question to JD Edwards whose answers drip", .timeLimit(.minutes(1)))
struct DrippingTests {
  @Test("is given up within a time of its own, whatever each attempt may take")
  func wholeTime() async throws {
    let time = HandTime()
    let limits = Mutex<[Duration]>([])
    let client = client(retries: RetryPolicy(attemptsMax: 50, wholeMax: .seconds(700)), time: time) {
      call, _ in
      limits.withLock { $0.append(call.limits.whole) }
      time.advance(by: call.limits.whole)  // each answer drips until its attempt's own limit
      return .failure(
        HTTPProblem(.timedOut(.whole), .mayHaveArrived, "the answer was not whole in time", at: "script"))
    }
    let before = time.seconds
    let failure = await Failure.from { () async throws(Failure) in
      try await client.query(TableQuery("F0101", columns: ["AN8"]))
    }
    #expect(failure?.code == .unreachable)
    #expect(limits.withLock { $0.count } == 3)
    #expect(limits.withLock { $0.first } == .seconds(300))
    #expect(
      limits.withLock { $0.last.map { $0 < .seconds(100) } } == true, "the last attempt has what is left")
    #expect(time.seconds - before < 702)
  }
}

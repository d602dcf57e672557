import JSONText
import TestSupport
import Testing

@testable import SimulatedCompanies

@Suite("A plan of faults")
struct FaultPlanTests {
  private func strikes(_ faults: [Fault], _ calls: [(String, String, String)], seed: UInt64 = 1) -> [Int] {
    var plan = FaultPlan(seed: seed)
    plan.replace(with: faults)
    return calls.map { method, path, body in
      plan.strike(ImitatedRequest(method: method, path: path, body: Array(body.utf8)), rawQuery: "").count
    }
  }

  @Test("strikes the calls that are like its match, and no others")
  func matches() {
    let fault = Fault(.html503, match: Fault.Match(method: "POST", path: "/crm/*/Accounts", body: "F0116"))
    let calls = [
      ("POST", "/crm/v8/Accounts", "F0116"), ("GET", "/crm/v8/Accounts", "F0116"),
      ("POST", "/crm/v8/Accounts/1", "F0116"), ("POST", "/crm/v8/Accounts", "F0111"),
    ]
    #expect(strikes([fault], calls) == [1, 0, 0, 0])
  }

  @Test("counts matching calls for nth, every and times")
  func counts() {
    let calls = Array(repeating: ("GET", "/a", ""), count: 6)
    #expect(strikes([Fault(.html503, match: Fault.Match(nth: 3))], calls) == [0, 0, 1, 0, 0, 0])
    #expect(strikes([Fault(.html503, match: Fault.Match(every: 2))], calls) == [0, 1, 0, 1, 0, 1])
    #expect(strikes([Fault(.html503, times: 2)], calls) == [1, 1, 0, 0, 0, 0])
    let burst = Fault(.html503, match: Fault.Match(after: 2), times: 3)
    #expect(strikes([burst], calls) == [0, 0, 1, 1, 1, 0])
  }

  @Test("leaves chance to the seed", arguments: Seeds.all)
  func chance(seed: UInt64) {
    let calls = Array(repeating: ("GET", "/a", ""), count: 400)
    let struck = strikes([Fault(.html503, probability: 0.25)], calls, seed: seed)
    #expect(struck == strikes([Fault(.html503, probability: 0.25)], calls, seed: seed))
    #expect((50...150).contains(struck.reduce(0, +)))
  }

  @Test("is read from JSON, and says what is wrong with it")
  func readsJSON() throws {
    let value = try JSONValue(
      parsing:
        #"{"kind":"status","status":429,"retryAfter":2,"match":{"path":"/x*","nth":2},"probability":0.5,"times":3}"#
    )
    let fault = try #require(Fault.read(value).fault)
    #expect(fault.kind == .status(429, retryAfter: 2))
    #expect(fault.match.path == "/x*" && fault.match.nth == 2)
    #expect(fault.probability == 0.5 && fault.times == 3)
    #expect(Fault.read(["kind": "rain"]).problem == "unknown kind of fault: rain")
  }

  @Test("reads pieces of a body, and a switch for single calls, from JSON")
  func readsOddAnswers() throws {
    #expect(
      Fault.read(["kind": "drip", "bytes": 3, "ms": 7]).fault?.kind == .drip(bytes: 3, milliseconds: 7))
    #expect(Fault.read(["kind": "drip", "bytes": 0]).fault?.kind == .drip(bytes: 1, milliseconds: 100))
    let turned = Fault.read(["kind": "quirk", "name": "summary", "position": "missing"]).fault
    #expect(turned?.kind == .quirk(name: "summary", position: "missing"))
  }

  @Test("kills no process group and not init", arguments: [-1, 0, 1, 1 << 40])
  func refusesGroups(process: Int) {
    #expect(Fault.read(["kind": "killCaller", "pid": JSONValue(process)]).fault == nil)
  }
}

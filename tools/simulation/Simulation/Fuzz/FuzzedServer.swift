import Foundation
import HTTPDoubles
import HTTPTransport
import JSONText
import Synchronization

/// A server behind a client: answers each call by a good example, as a seed changes it.
///
/// One answer in three is left as it is, so that a conversation gets somewhere.
final class FuzzedServer: Sendable {
  /// A good answer.
  struct Example: Sendable {
    var json: JSONValue
    var headers: HTTPHeaders = [:]
    /// Whether the answer goes out as it is in most runs: what follows needs it.
    var isMostlyGood = false
  }

  /// After so many calls nobody answers any more: what has not ended by then ends here.
  fileprivate static let callsMax = 120
  fileprivate static let isBroken = 4  // of a hundred answers

  fileprivate let state: Mutex<State>

  fileprivate struct State {
    var dice: Dice
    var calls = 0
    var bodies: [String: [UInt8]] = [:]
  }

  init(seed: UInt64) { state = Mutex(State(dice: Dice(seed: seed))) }

  /// The body of the last answer to a call of this kind.
  func lastBody(of kind: String) -> [UInt8]? { state.withLock { $0.bodies[kind] } }

  /// A transport that leads here; `example` gives the kind of a call, and what a good server answers to it.
  func transport(
    _ example: @escaping @Sendable (HTTPCall, Int) -> (kind: String, example: Example)
  ) -> ScriptedTransport {
    ScriptedTransport { [self] call, number in
      let (kind, example) = example(call, number)
      return state.withLock { $0.answer(kind, example) }
    }
  }
}

extension FuzzedServer.State {
  fileprivate mutating func answer(
    _ kind: String, _ example: FuzzedServer.Example
  ) -> ScriptedTransport.Ending {
    calls += 1
    guard calls <= FuzzedServer.callsMax else {
      return .failure(HTTPProblem(.shutDown, .notSent, "the trial is over", at: "fuzz"))
    }
    if dice.happens(FuzzedServer.isBroken) {
      let reason: HTTPProblem.Reason = dice.pick([
        .dropped, .stalled, .unreadable, .tooLarge, .timedOut(.whole),
      ])
      return .failure(
        HTTPProblem(reason, dice.pick([.notSent, .mayHaveArrived]), "it broke off", at: "fuzz"))
    }
    if dice.happens(example.isMostlyGood ? 80 : 33) {
      let body = example.json.bytes
      bodies[kind] = body
      PlantedFault.look(at: body)
      return .success(HTTPAnswer(status: 200, headers: example.headers, body: body))
    }
    var mutator = JSONMutator(dice: Dice(seed: dice.next()))
    var body = mutator.text(example.json)
    if dice.happens(4) {
      body = Array(dice.pick(["", "<html>no</html>", "OK", "null", "{}", "[]", "0", "\u{FEFF}{}"]).utf8)
    }
    var headers = example.headers
    for name in ["Date", "Retry-After", "X-API-CREDITS-REMAINING", "Content-Type"] where dice.happens(15) {
      headers[name] = dice.pick(OddValues.headers)
    }
    bodies[kind] = body
    PlantedFault.look(at: body)
    return .success(HTTPAnswer(status: dice.pick(OddValues.statuses), headers: headers, body: body))
  }
}

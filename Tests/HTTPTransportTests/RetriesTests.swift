import HTTPDoubles
import HTTPTransport
import Synchronization
import TestSupport
import Testing

@Suite("Patience with a busy system")
struct RetriesTests {
  let policy = RetryPolicy(
    attemptsMax: 6, delayFirst: .seconds(1), delayMax: .seconds(8), retryAfterMax: .seconds(60))

  @Test(
    "waits twice as long each time, between half and whole, up to its cap, and ends", arguments: Seeds.all)
  func doubles(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var retries = Retries(policy: policy, kind: .read)
    for longest in [1, 2, 4, 8, 8] {
      guard case .again(let delay) = retries.answered(503, retryAfter: nil, random: &random) else {
        Issue.record("patience ended after \(retries.attempts)")
        return
      }
      try #require(delay >= .seconds(longest) / 2 && delay <= .seconds(longest))
    }
    #expect(retries.answered(503, retryAfter: nil, random: &random) == .giveUp)
    #expect(retries.attempts == 6)
  }

  @Test("never comes back before the server's own time, nor all at once", arguments: Seeds.all)
  func retryAfter(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var delays: Set<Duration> = []
    for _ in 0..<20 {
      var retries = Retries(policy: policy, kind: .write)
      guard case .again(let delay) = retries.answered(429, retryAfter: .seconds(30), random: &random) else {
        Issue.record("a time within bounds is waited for")
        return
      }
      try #require(delay >= .seconds(30) && delay <= .seconds(31))
      delays.insert(delay)
    }
    #expect(delays.count > 10)
  }

  @Test("is told before it begins, where a person would wonder what is going on")
  func longPause() async throws {
    let time = HandTime()
    let told = Mutex<[String]>([])
    let pacing = Pacing(
      time: time,
      onLongPause: { system, pause in told.withLock { $0.append("\(system) \(pause) \(time.sleeps.count)") }
      },
      random: { 7 })
    for pause in [Duration.milliseconds(9_999), .seconds(10), .seconds(552)] {
      try await pacing.pause(
        pause, system: RemoteSystem(name: "X", addressSetting: "a", caSetting: "c", proxySetting: "p"))
    }
    #expect(told.withLock { $0 } == ["X 10.0 seconds 1", "X 552.0 seconds 2"])
  }

  @Test("gives up at once where the server wants to be left alone for longer than we wait")
  func tooLong() {
    var random = SeededGenerator(seed: 1)
    var retries = Retries(policy: policy, kind: .read)
    #expect(retries.answered(429, retryAfter: .seconds(61), random: &random) == .giveUp)
  }

  @Test("ends with the time of the question, attempts and waits taken together")
  func wholeTime() {
    var random = SeededGenerator(seed: 1)
    var retries = Retries(policy: RetryPolicy(attemptsMax: 50, wholeMax: .seconds(100)), kind: .read)
    let limits = HTTPCall.Limits(whole: .seconds(60))
    #expect(retries.limits(limits).whole == .seconds(60))
    retries.took(.seconds(70))
    let lost = HTTPProblem(.timedOut(.whole), .mayHaveArrived, "", at: "")
    guard case .again(let delay) = retries.failed(lost, random: &random) else {
      Issue.record("there is time left")
      return
    }
    #expect(retries.limits(limits).whole == .seconds(30) - delay, "waits count as well")
    retries.took(.seconds(30))
    #expect(retries.failed(lost, random: &random) == .giveUp)
    #expect(retries.limits(limits).whole == .seconds(1), "never zero, which would be no limit")
  }

  @Test("takes what is no trouble as the answer", arguments: [200, 204, 304, 400, 401, 403, 404, 412, 444])
  func accepts(status: Int) {
    var random = SeededGenerator(seed: 1)
    var retries = Retries(policy: policy, kind: .read)
    #expect(retries.answered(status, retryAfter: nil, random: &random) == .accept)
  }

  @Test("never repeats a write that may have had an effect", arguments: [500, 502, 503, 504])
  func writes(status: Int) {
    var random = SeededGenerator(seed: 1)
    var retries = Retries(policy: policy, kind: .write)
    #expect(retries.answered(status, retryAfter: .seconds(1), random: &random) == .accept)
    let lost = HTTPProblem(.dropped, .mayHaveArrived, "", at: "")
    #expect(retries.failed(lost, random: &random) == .accept)
  }

  @Test("repeats a write that was not sent, and a read that was lost")
  func problems() {
    var random = SeededGenerator(seed: 1)
    var write = Retries(policy: policy, kind: .write)
    var read = Retries(policy: policy, kind: .read)
    func isAgain(_ verdict: Retries.Verdict) -> Bool { if case .again = verdict { true } else { false } }
    #expect(isAgain(write.failed(HTTPProblem(.refused, .notSent, "", at: ""), random: &random)))
    #expect(isAgain(read.failed(HTTPProblem(.dropped, .mayHaveArrived, "", at: ""), random: &random)))
    for reason in [HTTPProblem.Reason.tlsUntrusted, .unresolvable, .cancelled, .tooLarge, .malformedCall] {
      #expect(read.failed(HTTPProblem(reason, .notSent, "", at: ""), random: &random) == .accept)
    }
  }
}

@Suite("A gate for calls", .timeLimit(.minutes(1)))
struct CallGateTests {
  private actor Counter {
    var inside = 0
    var most = 0
    func enter() {
      inside += 1
      most = max(most, inside)
    }
    func leave() { inside -= 1 }
  }

  private struct GivenUp: Error, Equatable {}

  @Test("lets no more through than it is for, and everybody in the end")
  func limit() async {
    let gate = CallGate(limit: 3)
    let counter = Counter()
    await withDiscardingTaskGroup { group in
      for _ in 0..<100 {
        group.addTask {
          do throws(GivenUp) {
            try await gate.pass(orElse: GivenUp()) { () async throws(GivenUp) -> Void in
              await counter.enter()
              // The first ones stay until three are inside, and a fourth had every chance.
              while await counter.most < 3 { await Task.yield() }
              for _ in 0..<5 { await Task.yield() }
              await counter.leave()
            }
          } catch { Issue.record("nobody gave up") }
        }
      }
    }
    #expect(await counter.most == 3)
    #expect(await counter.inside == 0)
  }

  @Test("lets a cancelled task go, and keeps its place for the next")
  func cancelled() async throws {
    let gate = CallGate(limit: 1)
    let (signal, open) = AsyncStream<Void>.makeStream()
    let holder = Task {
      try await gate.pass(orElse: GivenUp()) { () async throws(GivenUp) -> Void in
        for await _ in signal {}
      }
    }
    await Task.yield()
    let waiter = Task { try await gate.pass(orElse: GivenUp()) { () async throws(GivenUp) -> Int in 1 } }
    await Task.yield()
    waiter.cancel()
    let result = await waiter.result
    open.finish()
    try await holder.value
    let after = try await gate.pass(orElse: GivenUp()) { () async throws(GivenUp) -> Int in 2 }
    #expect(after == 2)
    if case .success(let value) = result { #expect(value == 1, "it had come before the holder") }
  }
}

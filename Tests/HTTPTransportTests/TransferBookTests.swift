@testable import HTTPTransport
import TestSupport
import Testing

@Suite("The book of transfers")
struct TransferBookTests {
  @Test("gives each waiter back exactly once, whatever happens in which order", arguments: Seeds.all)
  func exactlyOnce(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var book = TransferBook<Int>(waitingMax: 5)
    var opened: [(UInt64, Int)] = []
    var running: [UInt64] = []
    var ids: [UInt64] = []
    var answered: [Int: Int] = [:]
    var waiters = 0
    var reasons: Set<HTTPProblem.Reason> = []
    func note(_ refusal: TransferBook<Int>.Refusal?) {
      guard let refusal else { return }
      answered[refusal.waiter, default: 0] += 1
      reasons.insert(refusal.reason)
    }
    for _ in 0..<2_000 {
      switch Int.random(in: 0..<6, using: &random) {
      case 0, 1:
        waiters += 1
        let id = book.open()
        opened.append((id, waiters))
        ids.append(id)
      case 2:
        guard let index = opened.indices.randomElement(using: &random) else { continue }
        let (id, waiter) = opened.remove(at: index)
        note(book.submit(id, HTTPCall(.get, "http://x/"), waiter))
      case 3: if let id = ids.randomElement(using: &random) { note(book.cancel(id)) }
      case 4:
        let orders = book.orders(free: Int.random(in: 0...2, using: &random))
        running += orders.starts.map(\.id)
        for id in orders.aborts {
          try #require(running.contains(id), "only what runs is aborted")
        }
      default:
        guard let index = running.indices.randomElement(using: &random) else { continue }
        if let waiter = book.finish(running.remove(at: index)) { answered[waiter, default: 0] += 1 }
      }
    }
    for refusal in book.stop() { note(refusal) }
    for (id, waiter) in opened { note(book.submit(id, HTTPCall(.get, "http://x/"), waiter)) }
    for id in running { if let waiter = book.finish(id) { answered[waiter, default: 0] += 1 } }
    #expect(answered.values.allSatisfy { $0 == 1 })
    #expect(answered.count == waiters)
    #expect(reasons == [.busy, .cancelled, .shutDown], "the generator must reach every way out")
  }
}

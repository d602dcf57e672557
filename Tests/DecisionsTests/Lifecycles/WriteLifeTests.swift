import Decisions
import Testing

@Suite("The life of a write")
struct WriteLifeTests {
  @Test("is intended, sent, answered, read back two seconds after the answer's, and confirmed")
  func straight() throws {
    var life = WriteLife()
    #expect(life.next == .nothing)
    try life.lives(.intended(.update, isConditional: true))
    #expect(life.next == .send(isConditional: true))
    try life.lives(.sent(attempt: 1, landsUntil: 310))
    #expect(life.next == .look(notBefore: nil), "after a crash nobody waits for the answer")
    try life.lives(.answered(.applied(time: 12)))
    #expect(life.next == .readBack(notBefore: 14))
    try life.lives(.confirmed)
    #expect(life.next == .nothing)
    #expect(life.attempts == 1)
  }
}

extension WriteLife {
  /// Takes events that must be legal, one after the other.
  mutating func lives(
    _ events: WriteEvent..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for event in events {
      let before = self
      let fault = take(event)
      try #require(fault == nil, "\(event) in \(before.stage)", sourceLocation: sourceLocation)
    }
  }
}

import Decisions
import JSONText
import TestSupport
import Testing

@Suite("The life of a write as the projection stores it")
struct StoredLifeTests {
  private static let events: [WriteEvent] =
    [
      .intended(.insert, isConditional: false), .intended(.update, isConditional: true),
      .intended(.update, isConditional: false, allowsCondition: false), .confirmed, .failed(nil),
      .failed(.invalid), .abandoned, .settled, .superseded(by: .generation), .superseded(by: .mapping),
      .answered(.applied(time: 90)), .answered(.applied(time: nil)), .answered(.unknown),
    ] + ErrorClass.allCases.map { .answered(.refused($0)) }
    + WriteFinding.allCases.flatMap { [.probed($0, at: nil), .probed($0, at: 100), .probed($0, at: 900)] }
    + (1...3).flatMap { [.sent(attempt: $0, landsUntil: 390), .sent(attempt: $0, landsUntil: nil)] }

  @Test("is the same life when it is read back, wherever events led it")
  func roundTrip() throws {
    var random = SeededGenerator(seed: 1)
    var stages: Set<String> = []
    for _ in 0..<3_000 {
      var life = WriteLife()
      for _ in 0..<12 {
        _ = life.take(try #require(Self.events.randomElement(using: &random)))
        stages.insert(life.state)
        let text = life.json.text
        #expect(try WriteLife(json: JSONValue(parsing: text)) == life, "\(text)")
      }
    }
    #expect(stages.count == 14, "every stage was met: \(stages.sorted())")
  }

  @Test("is refused where it says something that this program does not know")
  func unknown() {
    for text in [#"{}"#, #"{"stage":"gone"}"#, #"{"stage":"asked","reason":"x"}"#, #"{"stage":"looked"}"#] {
      #expect(throws: (any Error).self, "\(text)") { try WriteLife(json: JSONValue(parsing: text)) }
    }
  }
}

import Decisions
import Testing

@Suite("The life of a pairing")
struct PairLifeTests {
  private static let ours = PairedRecord(side: .zoho, id: "4876876000000589001")
  private static let other = PairedRecord(side: .zoho, id: "4876876000000589002")

  @Test("of a found record is proposed, and linked under a number that counts up")
  func found() throws {
    var life = PairLife()
    #expect(life.next == .decideAgain)
    try life.lives(.proposed(Self.ours))
    #expect(life.next == .wait(until: nil))
    try life.lives(.made(generation: 1, Self.ours))
    #expect(life.next == .nothing)
    try life.lives(.removed)
    try life.faults(.made(generation: 1, Self.ours), .outOfOrder)
    try life.lives(.made(generation: 2, Self.other))
    #expect(life.target == Self.other)
  }

  @Test("of a create has the number that its reservation was given")
  func created() throws {
    var life = PairLife()
    try life.lives(.reserved(generation: 1))
    try life.faults(.made(generation: 2, Self.ours), .outOfOrder)
    try life.faults(.reserved(generation: 2), .begunAlready)
    try life.lives(.made(generation: 1, Self.ours))
    try life.faults(.reserved(generation: 2), .begunAlready)
  }

  @Test(
    "is never made, moved or proposed with a record that is kept apart, and ended where it was made before")
  func apart() throws {
    var life = PairLife()
    try life.lives(.keptApart(Self.ours))
    try life.faults(.proposed(Self.ours), .keptApart)
    try life.faults(.made(generation: 1, Self.ours), .keptApart)
    try life.lives(.made(generation: 1, Self.other))
    try life.faults(.moved(Self.ours), .keptApart)
    try life.lives(.keptApart(Self.other))
    #expect(life.next == .abandon)
    try life.lives(.removed)
    #expect(life.apart == [Self.ours, Self.other], "the statements outlive the pairing")
  }

  @Test("moves to the record that a merge left, and keeps its number")
  func moved() throws {
    var life = PairLife()
    try life.lives(.made(generation: 1, Self.ours), .gone(.ask), .moved(Self.other))
    #expect(life.generation == 1)
    #expect(life.next == .nothing)
  }

  @Test("whose record went is dealt with as the mapping says, and decided again when it is back")
  func departures() throws {
    let steps: [DeparturePolicy: NextStep] = [
      .keep: .nothing, .mark: .decideAgain, .unlink: .abandon, .ask: .ask(.question(.gone)),
    ]
    for (policy, step) in steps {
      var life = PairLife()
      try life.lives(.made(generation: 1, Self.ours), .gone(policy))
      #expect(life.next == step)
      try life.faults(.notShown, .endedAlready)
      try life.lives(.shown)
      #expect(life.next == .decideAgain)
      try life.lives(.decided)
      #expect(life.next == .nothing)
    }
  }
}

@Suite("The life of a question")
struct QuestionLifeTests {
  @Test("is asked once of one ground, and an answer covers it until it was carried out")
  func once() throws {
    var life = QuestionLife(about: .conflict)
    try life.lives(.asked(ground: "1|2", at: 100))
    #expect(life.next == .ask(.question(.conflict)))
    try life.faults(.asked(ground: "1|2", at: 200), .begunAlready)
    try life.lives(.answered(ground: "1|2"))
    #expect(life.next == .decideAgain)
    try life.faults(.asked(ground: "1|2", at: 300), .endedAlready)
    try life.lives(.carriedOut, .asked(ground: "1|2", at: 400))
    #expect(life.next == .ask(.question(.conflict)))
  }

  @Test("whose ground moved before the answer is asked again at once, and then at most once a day")
  func stale() throws {
    var life = QuestionLife(about: .match)
    try life.lives(.asked(ground: "a", at: 100), .answered(ground: "b"))
    #expect(life.next == .ask(.question(.match)))
    try life.lives(.asked(ground: "c", at: 200), .answered(ground: "d"))
    #expect(life.next == .wait(until: 86_600))
  }

  @Test("that is ignored stays away until its ground is another")
  func ignored() throws {
    var life = QuestionLife(about: .identity)
    try life.lives(.asked(ground: "a", at: 100), .ignored(ground: "a"))
    #expect(life.next == .nothing)
    try life.faults(.asked(ground: "a", at: 200), .endedAlready)
    try life.lives(.asked(ground: "b", at: 200))
  }
}

@Suite("The life of a reservation")
struct ReservationLifeTests {
  @Test("holds its key for one operation, until that has ended")
  func held() throws {
    var life = ReservationLife()
    try life.lives(.reserved("op-1"))
    try life.faults(.reserved("op-2"), .anothersMatter)
    try life.faults(.released("op-1"), .mayStillLand)
    try life.faults(.operationEnded("op-2"), .anothersMatter)
    try life.lives(.operationEnded("op-1"))
    #expect(life.next == .abandon)
    try life.lives(.released("op-1"), .reserved("op-2"))
    #expect(life.holder == "op-2")
  }

  @Test("ends by a person's word at any time")
  func byPerson() throws {
    var life = ReservationLife()
    try life.lives(.reserved("op-1"), .releasedByPerson)
    #expect(life.holder == nil)
  }
}

@Suite("The life of a lane")
struct LaneLifeTests {
  @Test(
    "goes on when the last reason that held it is lifted, and shows the one that a person has to deal with")
  func reasons() throws {
    var life = LaneLife()
    #expect(life.state == "running")
    try life.lives(.held(.budget, until: 500))
    #expect(life.next == .wait(until: 500))
    try life.lives(.held(.quietHours, until: 300))
    #expect(life.next == .wait(until: 500), "the later of both")
    try life.lives(.held(.brake, until: nil))
    #expect(life.next == .ask(.brake))
    try life.lives(.lifted(.brake), .held(.paused, until: nil))
    #expect(life.reason == .paused)
    #expect(life.next == .wait(until: nil))
    try life.faults(.held(.paused, until: nil), .begunAlready)
    try life.lives(.lifted(.paused), .lifted(.quietHours), .lifted(.budget))
    #expect(life.state == "resumed")
    #expect(life.next == .nothing)
  }
}

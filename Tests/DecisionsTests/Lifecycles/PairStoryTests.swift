import Decisions
import ExhaustiveWorlds
import Testing

/// Stories that the world of a pair found to go wrong, each played here with the rules as they are.
@Suite("The story of a pair")
struct PairStoryTests {
  @Test("whose write a look has found, and a person took back: nobody takes that for a read that lags")
  func foundAndTakenBack() throws {
    let story = try Story(PairWorld(.init())).plays(
      .jdeEdited(.credit, 1), .jdeRead, .decided, .called(.lostAfter, generation: 1),
      .answerTaken(generation: 1), .lookedUp(generation: 1), .zohoEdited(.first, .credit, 0), .timePasses,
      .timePasses, .readBack(generation: 1))
    #expect(story.state.known.link.base[.credit]?.isDoubtful == true)
    let asked = try story.plays(.timePasses, .decided)
    #expect(asked.state.known.conflicts[.credit] == PairWorld.Sides(jde: 1, zoho: 0))
  }

  @Test(
    "taken apart while a write stands, taken back and paired again: it is asked, and not written once more")
  func pairedAgain() throws {
    var bounds = PairWorld.Bounds()
    bounds.words = 2
    bounds.unasked = [.unlink, .theseTwo(.first)]
    var story = try Story(PairWorld(bounds)).plays(
      .jdeEdited(.credit, 1), .jdeRead, .decided, .called(.answered, generation: 1),
      .answerTaken(generation: 1), .zohoEdited(.first, .credit, 0), .said(.unlink), .zohoRead(.first),
      .said(.theseTwo(.first)))
    #expect(story.state.known.link.base[.credit]?.isDoubtful == true)
    #expect(!story.acts.contains(.decided), "the former call may still land")
    while !story.acts.contains(.lookedUp(generation: 1)) { story = try story.plays(.timePasses) }
    story = try story.plays(.lookedUp(generation: 1), .decided)
    #expect(story.state.known.conflicts[.credit] == PairWorld.Sides(jde: 1, zoho: 0))
    #expect(story.state.zoho[.first].values[.credit] == 0)
  }

  @Test("whose answer was carried out, and edited again to the value before it: it is asked again")
  func answerIsUsedUp() throws {
    var bounds = PairWorld.Bounds()
    (bounds.values, bounds.edits) = (3, PairWorld.Sides(jde: 1, zoho: 2))
    let answered = try Story(PairWorld(bounds)).plays(
      .jdeEdited(.credit, 1), .jdeRead, .zohoEdited(.first, .credit, 2), .zohoRead(.first), .decided,
      .said(.takeSide(.credit, .jde)), .timePasses, .timePasses, .decided,
      .called(.answered, generation: 1), .zohoEdited(.first, .credit, 2), .answerTaken(generation: 1),
      .timePasses, .timePasses, .readBack(generation: 1))
    let asked = try answered.plays(.decided)
    #expect(asked.state.known.conflicts[.credit] == PairWorld.Sides(jde: 1, zoho: 2))
    #expect(asked.state.zoho[.first].values[.credit] == 2)
  }

  @Test("held back towards JD Edwards is named again after a person has said something")
  func heldAgain() throws {
    var bounds = PairWorld.Bounds()
    (bounds.words, bounds.companies) = (1, 1)
    let held = try Story(PairWorld(bounds)).plays(
      .zohoEdited(.first, .credit, 1), .zohoRead(.first), .decided)
    #expect(held.state.known.isHeld)
    let story = try held.plays(.becameAnother, .jdeRead, .decided, .said(.sameCompany))
    #expect(!story.state.known.isHeld)
    #expect(try story.plays(.decided).state.known.isHeld)
  }

  @Test("said to be with another record keeps the former apart: our key comes off it before the first write")
  func othersAreApart() throws {
    var story = try Story(PairWorld(.init())).plays(.said(.theseTwo(.other)), .decided)
    let writes = story.state.known.writes
    #expect(writes.count == 1 && story.state.known.question == nil, "only the key is taken off")
    #expect(story.state.known.isHeld, "and the pair's own write waits")
    story = try story.plays(.called(.answered, generation: 2))
    #expect(!story.state.zoho[.first].showsKey && !story.state.zoho[.other].showsKey)
  }

  @Test("paired anew while a former write may bring our key elsewhere: it waits for its end")
  func keyOnItsWay() throws {
    var bounds = PairWorld.Bounds()
    (bounds.words, bounds.unasked) = (3, [.unlink, .theseTwo(.other), .theseTwo(.first)])
    var story = try Story(PairWorld(bounds)).plays(
      .said(.unlink), .decided, .called(.answered, generation: 1), .answerTaken(generation: 1), .timePasses,
      .timePasses, .readBack(generation: 1), .said(.theseTwo(.other)), .decided,
      .called(.answered, generation: 2), .said(.theseTwo(.first)), .answerTaken(generation: 2))
    #expect(story.state.zoho[.other].showsKey && !story.acts.contains(.decided))
    while !story.acts.contains(.lookedUp(generation: 2)) { story = try story.plays(.timePasses) }
    story = try story.plays(.lookedUp(generation: 2), .decided)
    #expect(story.state.known.isHeld && story.state.known.question != nil)
    #expect(!story.acts.contains(.called(.answered, generation: 3)))
  }

  @Test("of which a former write was refused is parked by it no longer, once a person has answered")
  func leftOver() throws {
    var bounds = PairWorld.Bounds()
    (bounds.words, bounds.unasked) = (4, [.unlink, .theseTwo(.first), .isNew])
    var story = try Story(PairWorld(bounds)).plays(
      .said(.unlink), .decided, .called(.answered, generation: 1), .answerTaken(generation: 1), .timePasses,
      .timePasses, .readBack(generation: 1), .said(.isNew), .decided, .called(.answered, generation: 2),
      .said(.theseTwo(.first)), .answerTaken(generation: 2))
    while !story.acts.contains(.lookedUp(generation: 2)) { story = try story.plays(.timePasses) }
    story = try story.plays(.lookedUp(generation: 2), .ended(generation: 2), .said(.keepApart))
    #expect(!story.state.known.writes.contains { $0.life.state == "failed" })
    #expect(try story.plays(.decided).state.known.writes.contains { $0.life.state == "intended" })
  }

  @Test("sends nothing to the record of a former pairing, and waits for no call there to pair with another")
  func formerPairing() throws {
    let story = try Story(PairWorld(.init())).plays(
      .jdeEdited(.credit, 1), .jdeRead, .decided, .said(.theseTwo(.other)))
    #expect(!story.acts.contains(.called(.answered, generation: 1)))
    let late = try Story(PairWorld(.init())).plays(
      .jdeEdited(.credit, 1), .jdeRead, .decided, .called(.late, generation: 1), .said(.theseTwo(.other)),
      .decided)
    #expect(late.state.known.writes.filter(\.isOpen).count == 2, "two calls of two pairings")
  }
}

import Decisions
import ExhaustiveWorlds
import Testing

/// Stories of a model that went wrong under a simpler rule, each played here with the rules as they are.
@Suite("The story of an insert")
struct InsertStoryTests {
  @Test("lost, while a person types our key on a stranger: what is found by the key is not taken for ours")
  func strangerWithOurKey() throws {
    let story = try Story(InsertWorld(.init())).plays(
      .decided, .matched(lagging: false), .called(.lostBefore), .answerTaken, .keyTyped,
      .lookedUp(lagging: false))
    #expect(story.state.life.next == .ask(.anotherRecord))
    #expect(story.state.linked == nil)
  }

  @Test("answered with the stranger's id is not linked to it")
  func rowsExchanged() throws {
    let story = try Story(InsertWorld(.init())).plays(
      .decided, .matched(lagging: false), .called(.exchanged), .answerTaken, .timePasses, .timePasses,
      .readBack(lagging: false))
    #expect(story.state.life.next == .ask(.anotherRecord))
    #expect(story.state.linked == nil)
  }

  @Test(
    "lost after its effect, and its key taken off by a person: all keys find the record, and no second leaves"
  )
  func keyTakenOff() throws {
    let story = try Story(InsertWorld(.init())).plays(
      .decided, .matched(lagging: false), .called(.lostAfter), .answerTaken, .keyTakenOff(1), .timePasses,
      .timePasses, .timePasses, .timePasses, .lookedUp(lagging: false))
    #expect(story.state.life.next == .sendAgain(isConditional: false))
    let matched = try story.plays(.matched(lagging: false))
    #expect(matched.state.life.state == "applied", "it is looked at, not made again")
    #expect(!matched.acts.contains(.called(.answered)))
  }

  @Test(
    "that may land late binds its subject: a person says *is new*, and no other create leaves before its end")
  func lateInsertBindsTheSubject() throws {
    var bounds = InsertWorld.Bounds()
    (bounds.isKeyEnforced, bounds.acts) = (false, 2)
    let story = try Story(InsertWorld(bounds)).plays(
      .decided, .matched(lagging: false), .called(.late), .answerTaken, .keyTyped, .lookedUp(lagging: false),
      .personSettled(isNew: true), .keyTakenOff(0))
    #expect(!story.acts.contains(.decided))
    let over = try story.plays(.timePasses, .timePasses, .timePasses, .timePasses)
    #expect(over.acts.contains(.decided), "the last second of the first is over")
  }

  @Test("doubled where no key is enforced is the named loss, and counted")
  func doubledWithoutKey() throws {
    var bounds = InsertWorld.Bounds()
    bounds.isKeyEnforced = false
    let story = try Story(InsertWorld(bounds)).plays(
      .decided, .matched(lagging: false), .called(.doubled), .answerTaken, .copyLanded)
    #expect(story.state.windows.all == [.keyNotEnforced])
    #expect(story.state.first.exists && story.state.second.exists)
  }

  @Test("refused with 429 although it took effect is looked up before it is sent again, and found")
  func refusedAndLanded() throws {
    let story = try Story(InsertWorld(.init())).plays(
      .decided, .matched(lagging: false), .called(.throttledAfter), .answerTaken)
    #expect(story.state.life.next == .look(notBefore: nil))
    #expect(try story.plays(.lookedUp(lagging: false)).state.life.state == "applied")
  }
}

import Decisions
import ExhaustiveWorlds
import Testing

/// Stories of a model that went wrong under a simpler rule, each played here with the rules as they are.
@Suite("The story of an update")
struct UpdateStoryTests {
  @Test(
    "answered without effect, and another field edited: the value from before is no new edit, and nobody's goes back"
  )
  func withoutEffectAndTouched() throws {
    var bounds = UpdateWorld.Bounds()
    bounds.touches = 1
    let story = try Story(UpdateWorld(bounds)).plays(
      .sourceEdited(1), .sourceRead, .decided, .readBeforeCall(lagging: false), .called(.withoutEffect),
      .answerTaken, .timePasses, .targetTouched, .timePasses, .timePasses, .readBack(lagging: false), .ended)
    #expect(story.state.base == .doubtful)
    #expect(story.state.source == 1)
    let asked = try story.plays(.targetRead(lagging: false), .decided)
    #expect(asked.state.question == UpdateWorld.Pair(source: 1, target: 0))
  }

  @Test("taken back in the second of its answer: it is asked about, and not sent once more")
  func takenBackInTheSameSecond() throws {
    let story = try Story(UpdateWorld(.init())).plays(
      .sourceEdited(1), .sourceRead, .decided, .readBeforeCall(lagging: false), .called(.answered),
      .targetEdited(0), .answerTaken, .timePasses, .timePasses, .readBack(lagging: false))
    #expect(story.state.life.next == .decideAgain)
    #expect(story.state.life.leavesBaseDoubtful)
  }

  @Test("lost after its effect and taken back: a look does not take that for *never written*")
  func lostAndTakenBack() throws {
    let story = try Story(UpdateWorld(.init())).plays(
      .sourceEdited(1), .sourceRead, .decided, .readBeforeCall(lagging: false), .called(.lostAfter),
      .answerTaken, .targetEdited(0), .lookedUp(lagging: false))
    #expect(story.state.life.leavesBaseDoubtful)
  }

  @Test(
    "answered without effect over an edit that nobody had read: it is decided again, and not sent over it")
  func withoutEffectOverAnEdit() throws {
    var bounds = UpdateWorld.Bounds()
    bounds.values = 3
    let story = try Story(UpdateWorld(bounds)).plays(
      .sourceEdited(1), .sourceRead, .decided, .readBeforeCall(lagging: false), .targetEdited(2),
      .called(.withoutEffect), .answerTaken, .timePasses, .timePasses, .timePasses, .readBack(lagging: false))
    #expect(story.state.life.next == .decideAgain)
    #expect(story.state.target.value == 2)
  }

  @Test("confirmed, and a poll that shows the state before it: the read lags, and decides nothing")
  func laggingPoll() throws {
    var bounds = UpdateWorld.Bounds()
    bounds.faults = 2
    let story = try Story(UpdateWorld(bounds)).plays(
      .sourceEdited(1), .sourceRead, .decided, .readBeforeCall(lagging: false), .called(.answered),
      .answerTaken,
      .timePasses, .timePasses, .readBack(lagging: false))
    #expect(story.state.base == .agreed(1))
    #expect(!story.acts.contains(.targetRead(lagging: true)))
  }

  @Test("of a person's word is over with the write that carried it out: the next difference asks again")
  func wordIsUsedUp() throws {
    var bounds = UpdateWorld.Bounds()
    (bounds.values, bounds.edits) = (3, 2)
    let story = try Story(UpdateWorld(bounds)).plays(
      .sourceEdited(1), .targetEdited(2), .sourceRead, .targetRead(lagging: false), .decided,
      .personChose(.source), .decided, .timePasses, .timePasses, .targetRead(lagging: false),
      .readBeforeCall(lagging: false), .called(.answered), .answerTaken, .timePasses, .targetEdited(2),
      .timePasses, .timePasses, .readBack(lagging: false), .ended, .targetRead(lagging: false), .decided)
    #expect(story.state.question == UpdateWorld.Pair(source: 1, target: 2))
    #expect(story.state.target.value == 2)
  }

  @Test("confirmed, and a copy of it lands over a later one: the copy is nobody's edit")
  func copyAfterTheEnd() throws {
    var bounds = UpdateWorld.Bounds()
    (bounds.kind, bounds.isSourceOwned, bounds.edits, bounds.landing) = (.batch, true, 2, 6)
    let story = try Story(UpdateWorld(bounds)).plays(
      .sourceEdited(1), .sourceRead, .decided, .readBeforeCall(lagging: false), .called(.doubled),
      .answerTaken,
      .timePasses, .timePasses, .readBack(lagging: false), .sourceEdited(0), .sourceRead, .decided,
      .readBeforeCall(lagging: false), .called(.answered), .answerTaken, .timePasses, .timePasses,
      .readBack(lagging: false), .copyLanded(1), .targetRead(lagging: false))
    #expect(story.state.base == .doubtful)
    #expect(
      try story.plays(.decided).state.life.next == .send(isConditional: false), "the owner's value, again")
  }

  @Test("unknown, where no condition protects: something else in its place ends nothing while it may land")
  func somethingElseWhileItMayLand() throws {
    var bounds = UpdateWorld.Bounds()
    (bounds.kind, bounds.values) = (.unconditional, 3)
    let story = try Story(UpdateWorld(bounds)).plays(
      .sourceEdited(1), .sourceRead, .decided, .readBeforeCall(lagging: false), .called(.late), .answerTaken,
      .targetEdited(2), .lookedUp(lagging: false))
    #expect(story.state.life.state == "looked")
    #expect(!story.acts.contains(.ended))
  }

  @Test("doubled without a condition over a value set back is the named loss, and counted")
  func copyOverAValueSetBack() throws {
    var bounds = UpdateWorld.Bounds()
    bounds.kind = .unconditional
    let story = try Story(UpdateWorld(bounds)).plays(
      .sourceEdited(1), .sourceRead, .decided, .readBeforeCall(lagging: false), .called(.doubled),
      .targetEdited(0), .copyLanded(1))
    #expect(story.state.windows.all == [.beforeLanding])
  }

  @Test("whose read shows another state of the same second is the named loss, and counted")
  func stateOfTheSameSecond() throws {
    var bounds = UpdateWorld.Bounds()
    (bounds.lagsWithinSecond, bounds.edits, bounds.values) = (true, 2, 3)
    let story = try Story(UpdateWorld(bounds)).plays(
      .targetEdited(1), .targetEdited(2), .timePasses, .timePasses, .targetRead(lagging: true))
    #expect(story.state.windows.all == [.sameSecond])
  }

  @Test(
    "looked up by a read that lagged, and taken back: the read before the repeat is a look too, and asks",
    arguments: [true, false])
  func laggingLookBeforeARepeat(hasCrashed: Bool) throws {
    var bounds = UpdateWorld.Bounds()
    (bounds.faults, bounds.crashes) = (2, 1)
    var story = try Story(UpdateWorld(bounds)).plays(
      .sourceEdited(1), .sourceRead, .decided, .readBeforeCall(lagging: false))
    story =
      hasCrashed
      ? try story.plays(.called(.answered), .crashed) : try story.plays(.called(.lostAfter), .answerTaken)
    story = try story.plays(
      .timePasses, .timePasses, .timePasses, .lookedUp(lagging: true), .targetEdited(0))
    #expect(story.state.life.next == .sendAgain(isConditional: true))
    let read = try story.plays(.readBeforeCall(lagging: false))
    #expect(read.state.life.leavesBaseDoubtful)
  }
}

/// A story in a world, played act by act; each act must be possible, and nothing bad may come of it.
struct Story<World: ExhaustiveWorld> {
  let world: World
  private(set) var state: World.State

  init(_ world: World) {
    self.world = world
    state = world.start
  }

  /// What can happen next.
  var acts: [World.Act] { world.steps(from: state).map(\.act) }

  /// The story with these acts after it.
  func plays(_ acts: World.Act..., sourceLocation: SourceLocation = #_sourceLocation) throws -> Self {
    var story = self
    for act in acts {
      let steps = world.steps(from: story.state)
      let step = try #require(
        steps.first { $0.act == act }, "\(act) is not among \(steps.map(\.act))",
        sourceLocation: sourceLocation)
      try #require(step.bad == nil, "\(act)", sourceLocation: sourceLocation)
      story.state = step.state
    }
    return story
  }
}

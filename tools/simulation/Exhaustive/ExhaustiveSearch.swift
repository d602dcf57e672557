/// Tries every story of a world, the shortest first.
package struct ExhaustiveSearch<World: ExhaustiveWorld> {
  /// Steps that a calm world may take before it counts as one that finds no rest.
  private static var calmMax: Int { 400 }

  private let world: World
  private let statesMax: Int
  private var states: [World.State] = []
  private var parents: [Int32] = []
  private var depths: [UInt16] = []
  private var index: [World.State: Int32] = [:]
  /// What calm made of a state, so that each is calmed once.
  private var calmed: [World.State: String?] = [:]

  /// A search that gives up after so many states.
  package init(_ world: World, statesMax: Int = 20_000_000) {
    self.world = world
    self.statesMax = statesMax
  }

  /// Searches, until something bad is found or every story was tried.
  package mutating func run() -> ExhaustiveReport {
    add(world.start, parent: -1, depth: 0)
    var windows: [NamedWindow: Int] = [:]
    var next = 0
    var isComplete = true
    while next < states.count {
      let state = states[next]
      let met = world.windows(of: state)
      if !met.isEmpty { for window in met.all { windows[window, default: 0] += 1 } }
      for step in world.steps(from: state) {
        if let bad = step.bad {
          return report((bad, story(to: next) + [step.act.description]), windows, isComplete: false)
        }
        guard index[step.state] == nil else { continue }
        if states.count < statesMax {
          add(step.state, parent: Int32(next), depth: depths[next] + 1)
        } else {
          isComplete = false
        }
      }
      if let calm = world.calmed(state), let bad = badInCalm(calm) {
        return report(
          (bad, story(to: next) + ["then nobody disturbs it any more:"] + calmStory(of: calm)), windows,
          isComplete: false)
      }
      next += 1
    }
    return report(nil, windows, isComplete: isComplete)
  }

  private mutating func add(_ state: World.State, parent: Int32, depth: UInt16) {
    index[state] = Int32(states.count)
    states.append(state)
    parents.append(parent)
    depths.append(depth)
  }

  private func report(
    _ bad: (what: String, story: [String])?, _ windows: [NamedWindow: Int], isComplete: Bool
  ) -> ExhaustiveReport {
    ExhaustiveReport(
      states: states.count, depth: Int(depths.last ?? 0), isComplete: isComplete, bad: bad, windows: windows)
  }

  /// What is bad about the rest that a calm world finds, or about that after any answer; nil where all is well.
  private mutating func badInCalm(_ state: World.State) -> String? {
    var path: [World.State] = []
    let bad = badOnTheWay(from: state, path: &path)
    // Calm has one way to go: what comes of a state comes of each on the way.
    for passed in path { calmed[passed] = .some(bad) }
    return bad
  }

  private func badOnTheWay(from state: World.State, path: inout [World.State]) -> String? {
    var state = state
    for _ in 0..<Self.calmMax {
      if let known = calmed[state] { return known }
      path.append(state)
      guard let step = world.calmStep(from: state) else { return badAtRest(state) }
      if let bad = step.bad { return "\(bad) (by: \(step.act))" }
      state = step.state
    }
    return "no rest in calm"
  }

  private func badAtRest(_ quiet: World.State) -> String? {
    if let bad = world.judge(quiet) { return bad }
    for answer in world.answers(in: quiet) {
      if let bad = answer.bad { return bad }
      switch rest(of: answer.state) {
      case .failure(let trouble): return "\(answer.act): \(trouble.what)"
      case .success(let after):
        if let bad = world.judge(after) { return "\(answer.act): \(bad)" }
      }
    }
    return nil
  }

  /// The acts of a calm that ends badly, with the answer after which it does.
  private func calmStory(of state: World.State) -> [String] {
    let (acts, quiet) = calmActs(of: state)
    guard let quiet, world.judge(quiet) == nil else { return acts }
    for answer in world.answers(in: quiet) {
      let (after, rest) = calmActs(of: answer.state)
      if answer.bad != nil || rest == nil || rest.flatMap(world.judge) != nil {
        return acts + [answer.act.description] + after
      }
    }
    return acts
  }

  /// The acts up to what is bad, or up to rest, and that rest.
  private func calmActs(of state: World.State) -> (acts: [String], rest: World.State?) {
    var state = state
    var acts: [String] = []
    for _ in 0..<Self.calmMax {
      guard let step = world.calmStep(from: state) else { return (acts, state) }
      acts.append(step.act.description)
      if step.bad != nil { return (acts, nil) }
      state = step.state
    }
    return (Array(acts.suffix(20)), nil)
  }

  private struct Trouble: Error {
    let what: String
  }

  private func rest(of state: World.State) -> Result<World.State, Trouble> {
    var state = state
    for _ in 0..<Self.calmMax {
      guard let step = world.calmStep(from: state) else { return .success(state) }
      if let bad = step.bad { return .failure(Trouble(what: "\(bad) (by: \(step.act))")) }
      state = step.state
    }
    return .failure(Trouble(what: "no rest in calm"))
  }

  /// The acts that lead to a state.
  private func story(to state: Int) -> [String] {
    var path = [state]
    while let last = path.last, parents[last] >= 0 { path.append(Int(parents[last])) }
    return zip(path.dropFirst(), path).reversed().map { from, to in
      world.steps(from: states[from]).first { $0.state == states[to] }?.act.description ?? "?"
    }
  }
}

/// What a search found.
package struct ExhaustiveReport: Sendable {
  /// States that differ in more than the names of their seconds.
  package let states: Int
  /// The acts of the longest of the shortest stories.
  package let depth: Int
  /// Whether every story was tried.
  package let isComplete: Bool
  /// What is bad and the shortest story that leads there; nil where none is.
  package let bad: (what: String, story: [String])?
  /// In how many states each named loss had been met.
  package let windows: [NamedWindow: Int]
}

import Decisions
import Testing

/// The table state × event of one life cycle, made by trying every event on every state that events lead to.
struct LifecycleTable<Life: Lifecycle>: Sendable {
  /// The heading of the life cycle in the page.
  let title: String
  /// The events that are tried on a life, by the name that the page gives them.
  let events: @Sendable (Life) -> [(name: String, event: Life.Event)]
  /// Outcomes by state and event, each in the order in which it was first met.
  private(set) var outcomes: [(state: String, event: String, outcomes: [Outcome])] = []
  /// Lives that were met.
  private(set) var lives: Set<Life> = []

  /// What an event does to a state.
  enum Outcome: Hashable, Sendable {
    case becomes(state: String, owes: String)
    case fault(LifecycleFault)
  }

  /// Tries all events, breadth first; lives that `isTooFar` are met and not gone on from.
  init(
    _ title: String, from start: Life, isTooFar: (Life) -> Bool = { _ in false },
    events: @escaping @Sendable (Life) -> [(name: String, event: Life.Event)]
  ) {
    self.title = title
    self.events = events
    var rows: [String: Int] = [:]
    var queue = [start]
    lives = [start]
    var index = 0
    while index < queue.count {
      let life = queue[index]
      index += 1
      for (name, event) in events(life) {
        var after = life
        let fault = after.take(event)
        let outcome: Outcome =
          fault.map { .fault($0) } ?? .becomes(state: after.state, owes: after.next.words)
        let key = "\(life.state)\t\(name)"
        if let row = rows[key] {
          if !outcomes[row].outcomes.contains(outcome) { outcomes[row].outcomes.append(outcome) }
        } else {
          rows[key] = outcomes.count
          outcomes.append((life.state, name, [outcome]))
        }
        if fault == nil, !isTooFar(after), lives.insert(after).inserted { queue.append(after) }
      }
    }
  }

  /// The states, in the order in which they were met.
  var states: [String] { outcomes.map(\.state).uniqued }

  /// The faults that were met.
  var faults: Set<LifecycleFault> {
    Set(outcomes.flatMap(\.outcomes).compactMap { if case .fault(let fault) = $0 { fault } else { nil } })
  }

  /// Events that no state takes.
  var eventsWithoutEffect: [String] {
    outcomes.map(\.event).uniqued.filter { event in
      !outcomes.contains { row in
        row.event == event && row.outcomes.contains { if case .becomes = $0 { true } else { false } }
      }
    }
  }

  /// The table as the page shows it.
  var text: String {
    var lines = ["### \(title)", "", "| in | comes | becomes, and owes then |", "| --- | --- | --- |"]
    for row in outcomes {
      let legal = row.outcomes.compactMap { outcome -> String? in
        guard case .becomes(let state, let owes) = outcome else { return nil }
        return "\(state): \(owes)"
      }
      if !legal.isEmpty {
        lines.append("| \(row.state) | \(row.event) | \(legal.sorted().joined(separator: " · ")) |")
      }
    }
    lines += ["", "| in | is a fault | for |", "| --- | --- | --- |"]
    for state in states {
      for fault in LifecycleFault.allCases {
        let events = outcomes.filter { $0.state == state && $0.outcomes.contains(.fault(fault)) }
        guard !events.isEmpty else { continue }
        let names = events.map { row in
          row.outcomes.contains { if case .becomes = $0 { true } else { false } }
            ? "\(row.event) (at times)" : row.event
        }
        lines.append("| \(state) | `\(fault.rawValue)` | \(names.joined(separator: ", ")) |")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension NextStep {
  /// The step as the page shows it, without its second.
  var words: String {
    switch self {
    case .send(let isConditional): isConditional ? "send under a condition" : "send"
    case .sendAgain(let isConditional): isConditional ? "send again under a condition" : "send again"
    case .look: "look"
    case .readBack: "read back"
    case .wait(nil): "wait"
    case .wait: "wait until a second"
    case .decideAgain: "decide again"
    case .abandon: "end it"
    case .ask(let reason): "ask (\(reason.words))"
    case .nothing: "nothing"
    }
  }
}

extension QuestionReason {
  fileprivate var words: String {
    switch self {
    case .refused(let trouble): "refused: \(trouble.rawValue)"
    case .anotherRecord: "another record"
    case .undecidable: "undecidable"
    case .notSeenYet: "not seen yet"
    case .noKnownEnd: "no known end"
    case .leftOver: "left over"
    case .brake: "brake"
    case .question(let subject): subject.rawValue.split(separator: "_").joined(separator: " ")
    }
  }
}

extension [String] {
  /// Each once, in the order of its first.
  fileprivate var uniqued: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}

extension Lifecycle {
  /// Takes events that must be legal, one after the other.
  mutating func lives(
    _ events: Event..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for event in events {
      let before = self
      let fault = take(event)
      try #require(fault == nil, "\(event) in \(before.state)", sourceLocation: sourceLocation)
    }
  }

  /// Takes an event that must be that fault.
  mutating func faults(
    _ event: Event, _ fault: LifecycleFault, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = self
    try #require(take(event) == fault, "\(event) in \(before.state)", sourceLocation: sourceLocation)
    try #require(self == before, "a fault changes nothing", sourceLocation: sourceLocation)
  }
}

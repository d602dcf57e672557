package import JSONText

/// The points about an imitated system that stay unconfirmed: each is a switch with named positions.
///
/// A position holds for the whole server; a fault of kind `quirk` gives another one to the calls that it strikes.
package protocol QuirkSet: Hashable, Sendable {
  /// The most inconvenient positions that a careful client copes with: what tests run against.
  static var awkward: Self { get }
  /// The positions that the makers' own pages show.
  static var plain: Self { get }
  /// Every switch, in the order in which they are shown.
  static var switches: [QuirkSwitch<Self>] { get }
}

/// One switch of a set, by its name.
package struct QuirkSwitch<Quirks: Sendable>: Sendable {
  /// The name of the control endpoint for it, `emptyDate`.
  package let name: String
  /// What it can be turned to.
  package let positions: [String]
  fileprivate let turn: @Sendable (inout Quirks, String) -> Bool
  fileprivate let position: @Sendable (Quirks) -> String

  /// The switch that a property is.
  package init<Position: RawRepresentable<String> & CaseIterable & Sendable>(
    _ name: String, _ path: any WritableKeyPath<Quirks, Position> & Sendable
  ) {
    self.name = name
    positions = Position.allCases.map(\.rawValue)
    turn = { quirks, text in
      guard let position = Position(rawValue: text) else { return false }
      quirks[keyPath: path] = position
      return true
    }
    position = { $0[keyPath: path].rawValue }
  }
}

extension QuirkSet {
  /// Turns one switch by its name; false where there is no such switch or position.
  package mutating func turn(_ name: String, to position: String) -> Bool {
    Self.switches.first { $0.name == name }?.turn(&self, position) ?? false
  }

  /// Turns what the faults of a call turn; what does not exist is left alone.
  package mutating func turn(by faults: [Fault.Kind]) {
    for case .quirk(let name, let position) in faults { _ = turn(name, to: position) }
  }

  /// Follows `{"all":"plain","emptyDate":"zero"}` in its order; says what is wrong with it, and then turns nothing.
  package mutating func turn(by json: JSONValue?) -> String? {
    guard let wanted = json?.object else { return "a JSON object of switches is needed" }
    var turned = self
    for member in wanted {
      let (name, position) = (member.key.value, member.value.string ?? "")
      switch (name, position) {
      case ("all", "plain"): turned = .plain
      case ("all", "awkward"): turned = .awkward
      default:
        guard turned.turn(name, to: position) else { return Self.problem(name, position) }
      }
    }
    self = turned
    return nil
  }

  private static func problem(_ name: String, _ position: String) -> String {
    guard let found = switches.first(where: { $0.name == name }) else { return "no switch \(name)" }
    return "\(name) has no position \(position), but \(found.positions.joined(separator: ", "))"
  }

  /// Whether there is such a switch with such a position.
  package static func has(_ name: String, _ position: String) -> Bool {
    switches.contains { $0.name == name && $0.positions.contains(position) }
  }

  /// All switches as they stand.
  package var json: JSONValue {
    .object(JSONObject(Self.switches.map { JSONObject.Member($0.name, JSONValue($0.position(self))) }))
  }
}

package import Decisions
import Diagnostics
package import JSONText

/// What holds for the ledger as a whole.
package struct SettingsState: Hashable, Sendable {
  /// JDE's date `yyyyMMdd`, and the event that turned to it; nil before the first answer.
  package let jdeDay: Setting?
  /// Every change up to this event was decided about; 0 before the first run that came to its end.
  package let decidedThrough: UInt64
  /// The hash of the configuration that was loaded last.
  package let configuration: Setting?
  /// The two systems that the ledger is bound to; nil before the first run.
  package let binding: LedgerBound?

  /// A value and the event that set it.
  package struct Setting: Hashable, Sendable {
    package let value: String
    package let sequence: UInt64
  }
}

/// The newest event about a session, a breaker or a stopped stream.
package struct ConditionRow: Hashable, Sendable {
  /// What the event is about.
  package enum Topic: String, Hashable, Sendable, CaseIterable {
    case session
    case breaker
    case stream
  }

  package let stream: String
  package let topic: Topic
  package let kind: EventKind
  package let sequence: UInt64
  package let at: String
  package let body: JSONValue

  /// Whether it is a bad one: lost, opened or stopped.
  package var isAlarm: Bool { kind == .sessionLost || kind == .breakerOpened || kind == .streamStopped }
}

/// How much there is of everything, for `status`.
package struct StateCounts: Hashable, Sendable {
  /// Records that are present, by `<side>/<table or module>`.
  package let records: [String: Int]
  /// Links that hold, by entity.
  package let linked: [String: Int]
  /// Writes by state.
  package let operations: [OperationState: Int]
  package let openReviews: Int
  package let openConflicts: Int
  package let held: Int
  /// Fields that cannot be read, by either side.
  package let unreadable: Int
  /// Records whose key stands on another record of Zoho.
  package let keysElsewhere: Int
  /// Records that wait for the pairing of the one that they hang on.
  package let waiting: Int
  /// Events that could not follow the state that they met.
  package let faults: Int
}

/// The names in the table `settings`.
enum SettingName: String {
  case jdeDay = "jde_day"
  case decidedThrough = "decided_through"
  case configuration
  case environment = "jde_environment"
  case organisation = "zoho_organisation"
}

extension ConditionRow {
  static let columns = "stream, topic, kind, seq, at, body"

  init(_ cells: inout CellReader) throws(Failure) {
    stream = try cells.text()
    topic = try cells.choice()
    kind = try cells.choice()
    sequence = try cells.sequence()
    at = try cells.text()
    body = try cells.json()
  }
}

import Decisions
import Diagnostics
import EventLog
import JSONText

/// What an event says, in one line for people.
struct EventSentence {
  let text: String
  var changes: [HistoryEntry.Change] = []
  /// An observation that showed what was known already.
  var isUnchanged = false

  /// The sentence for an event whose stream showed `former` before, and that shows `record` if it is an observation.
  init(_ event: StoredEvent, after former: JSONObject?, showing record: JSONObject?) {
    if let record {
      guard let former else {
        text = "first seen, \(counted(record.count, "field"))"
        return
      }
      changes = HistoryEntry.Change.between(former, record)
      isUnchanged = changes.isEmpty
      text = Self.list(changes.map { $0.words(in: event.stream) }, none: "read again, nothing differs")
      return
    }
    guard let kind = EventKind(rawValue: event.kind) else {
      text = event.kind
      return
    }
    isUnchanged = kind == .recordPolled || kind == .recordFetched
    do {
      text = try Self.words(kind, JSONValue(parsing: event.body))
    } catch {
      text = "its body cannot be read"  // shown for what it is: `verify` says more
    }
  }

  private static func words(_ kind: EventKind, _ body: JSONValue) throws -> String {
    switch kind {
    case .recordPolled, .recordFetched:
      body["lags"]?.bool == true
        ? "an older state than was known: the reading lags, and decides nothing" : "unchanged"
    case .recordDeleted: "gone: its source says that it was deleted"
    case .recordNotShown: "not shown: a whole reading did not show it, nor did a second look"
    case .recordLeft: try left(RecordLeft(json: body))
    case .linkMade: try made(LinkMade(json: body))
    case .linkRemoved: try removed(LinkRemoved(json: body))
    case .subjectStated: try stated(SubjectStated(json: body))
    case .questionAsked: try asked(QuestionAsked(json: body))
    case .questionAnswered: try answered(QuestionAnswered(json: body))
    case .questionWithdrawn: try withdrawn(QuestionWithdrawn(json: body))
    case .linkReserved: "reserved for a create"
    case .decisionMade: try decided(DecisionMade(json: body))
    case .callSent: try sent(CallSent(json: body))
    case .callAnswered: try answered(CallAnswered(json: body))
    case .writeIntended: try intended(WriteIntended(json: body))
    case .writeAnswered: try answered(WriteAnswered(json: body))
    case .writeProbed: try probed(WriteProbed(json: body))
    case .writeConfirmed: try confirmed(WriteConfirmed(json: body))
    case .writeFailed, .writeSettled, .writeAbandoned: try ended(kind, WriteEnded(json: body))
    default: kind.rawValue
    }
  }

  /// Some phrases as one; a long list says how many more there are.
  static func list(_ phrases: [String], none: String) -> String {
    guard !phrases.isEmpty else { return none }
    let shown = phrases.prefix(8).joined(separator: "; ")
    return phrases.count > 8 ? "\(shown); and \(phrases.count - 8) more" : shown
  }
}

/// `1 field`, `3 fields`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

extension StoredEvent {
  /// The record that an observation shows verbatim; nil for one that only confirms the last, for one that shows an older
  /// state than was known, and for all else.
  var observedRecord: JSONObject? { lags ? nil : observed?["record"]?.object }

  /// It shows an older state than was known, which decided nothing.
  var lags: Bool { observed?["lags"]?.bool ?? false }

  private var observed: JSONValue? {
    guard
      kind == EventKind.recordPolled.rawValue || kind == EventKind.recordFetched.rawValue
    else { return nil }
    // A body that cannot be read shows nothing; its sentence says so.
    return try? JSONValue(parsing: body)
  }
}

extension HistoryEntry.Change {
  /// `ALPH: "Old" → "New"`, without the table's prefix and the padding of JDE.
  fileprivate func words(in stream: String) -> String {
    let prefix = stream.hasPrefix("jde/") ? StreamKey.parts(of: stream)[1] + "_" : ""
    let name = field.hasPrefix(prefix) ? String(field.dropFirst(prefix.count)) : field
    return "\(name): \(Self.shown(from)) → \(Self.shown(to))"
  }

  private static func shown(_ value: JSONValue?) -> String {
    switch value {
    case nil: "absent"
    case .some(.null): "blank"
    case .some(.string(let string)):
      "\"\(string.value.split(separator: " ", omittingEmptySubsequences: false).trimmedEnd.joined(separator: " "))\""
    case .some(let value): value.text
    }
  }
}

extension Array where Element == Substring {
  /// Without the empty pieces at the end.
  fileprivate var trimmedEnd: ArraySlice<Substring> {
    guard let last = lastIndex(where: { !$0.isEmpty }) else { return [] }
    return self[...last]
  }
}

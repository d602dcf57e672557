import Decisions
import EventLog
import JSONText
import TestSupport

/// Random events of every kind over few records, so that they meet each other.
///
/// Repeats, late answers and answers to nothing are among them: a fold must take any log, not only a story.
struct RandomLog {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// So many events.
  mutating func events(_ count: Int) -> [NewEvent] { (0..<count).map { _ in event() } }

  private mutating func event() -> NewEvent {
    let kind = Self.kinds[below(Self.kinds.count)]
    let (stream, body) = shape(of: kind)
    return NewEvent(
      kind: kind.rawValue, stream: stream, cause: flip() ? .sequence(1) : nil,
      run: flip() ? .sequence(1) : nil,
      body: body.bytes)
  }

  /// All but those that the log itself appends.
  static let kinds: [EventKind] = EventKind.allCases.filter {
    ![.ledgerOpened, .clockJumped, .tailQuarantined].contains($0)
  }

  private mutating func shape(of kind: EventKind) -> (String, JSONValue) {
    switch kind {
    case .recordPolled, .recordFetched, .recordDeleted, .recordNotShown:
      let (stream, id) = recordStream()
      let record: JSONObject = ["id": JSONValue(id), "value": JSONValue(below(3)), "at": JSONValue(text())]
      return (stream, below(4) == 0 ? Body.unchanged(record) : Body.seen(record))
    case .metadataRead:
      return ("meta/zoho/users", MetadataRead(hash: text(), answer: flip() ? [JSONValue(text())] : nil).json)
    case .pollStarted, .pollProgressed, .pollCompleted, .watermarkMoved:
      return (StreamKey.poll(flip() ? .jde : .zoho, text()), poll(kind))
    case .linkMade, .linkRemoved, .recordLeft, .decisionMade, .subjectStated, .questionAsked,
      .questionAnswered, .questionWithdrawn:
      let key = flip() ? number() : String(below(60) + 1)
      return (StreamKey.link("customer", key), pairing(kind, key))
    case .linkReserved:
      return (
        StreamKey.reservation("customer", "key", number()),
        LinkReserved(entity: "customer", key: number(), generation: 1).json
      )
    case .callSent: return (StreamKey.call("c"), Body.sent(["o\(below(6))"], attempt: 1 + below(2)))
    case .writeIntended, .writeAnswered, .writeProbed, .writeConfirmed, .writeFailed, .writeSettled,
      .writeAbandoned:
      let operation = "o\(below(6))"
      return (StreamKey.operation(operation), write(kind, operation))
    default:
      return (["ledger", "command", "session/jde"][below(3)], whole(kind))
    }
  }

  private mutating func recordStream() -> (String, String) {
    let id = number()
    let streams = [
      "jde/F0101/\(id)", "jde/F0116/\(id)/2026080\(below(3))", "jde/F0111/\(id)/\(below(3))",
      "zoho/Accounts/z\(id)",
      "jde/F0005/01/ST/\(id)",
    ]
    return (streams[below(streams.count)], id)
  }

  private mutating func poll(_ kind: EventKind) -> JSONValue {
    switch kind {
    case .pollStarted:
      PollStarted(mode: .full, from: nil, columns: [text()], resumedAfter: flip() ? [1] : nil).json
    case .pollProgressed: PollProgressed(page: below(9), rows: below(9), lastKey: flip() ? [2] : nil).json
    case .pollCompleted:
      PollCompleted(pages: below(9), rows: below(9), changed: 1, serverTime: nil, skewSeconds: below(3)).json
    default: WatermarkMoved(to: text(), columns: [text()]).json
    }
  }

  private mutating func pairing(_ kind: EventKind, _ key: String) -> JSONValue {
    switch kind {
    case .linkMade: Body.linkMade(key, zohoID())
    case .subjectStated: statement(key)
    case .questionAsked where flip(): Body.asked(key, candidates: flip() ? [zohoID()] : [])
    case .questionAsked:
      Body.conflict(key, text(), jde: .value(text()), zoho: [.absent, .blank, .value("v")][below(3)])
    case .questionAnswered: Body.answered(key, .takeSide, field: flip() ? text() : nil)
    case .questionWithdrawn: Body.withdrawn(key, field: flip() ? text() : nil)
    case .linkRemoved: Body.removed(key, zohoID())
    case .recordLeft: RecordLeft(entity: "customer", key: key, reason: text(), policy: "keep").json
    default: decision(key)
    }
  }

  private mutating func statement(_ key: String) -> JSONValue {
    switch SubjectStated.Says.allCases[below(SubjectStated.Says.allCases.count)] {
    case let says where says == .apart || says == .theseTwo: Body.stated(key, says, .record(.zoho, zohoID()))
    case .takeSide: Body.stated(key, .takeSide, .side(field: text(), .jde, Body.pair(text())))
    case .takeValue:
      Body.stated(key, .takeValue, .value(field: text(), .value(text()), Body.pair(text())))
    case .takenBack: Body.stated(key, .takenBack, .statement(UInt64(below(40) + 1)))
    case let says: Body.stated(key, says)
    }
  }

  private mutating func decision(_ key: String) -> JSONValue {
    let rule: MergeRule = [.foreignEditReverted, .personTookJDE][below(2)]
    let field = DecisionMade.Field(
      id: text(), rule: rule.rawValue, action: "write", to: .zoho, jde: .blank, zoho: .absent, value: .blank)
    return Body.decided(
      key, [.write, .held, .base, .ask][below(4)], action: flip() ? "mark" : "update",
      held: flip() ? "off" : nil,
      fields: flip() ? [field] : [], base: flip() ? [text(): Body.pair(text())] : [:],
      owed: flip() ? [Body.unreadable(text(), [.jde, .zoho][below(2)])] : nil,
      marks: flip() ? KeptMarks(jde: IdentityMarks(name: text())) : nil, fingerprint: text())
  }

  private mutating func write(_ kind: EventKind, _ operation: String) -> JSONValue {
    switch kind {
    case .writeIntended:
      Body.intended(operation, number(), flip() ? .insert : .update, id: flip() ? zohoID() : nil)
    case .writeAnswered:
      Body.answered(operation, [.applied, .rejected, .unknown][below(3)], id: flip() ? zohoID() : nil)
    case .writeProbed:
      Body.probed(
        operation, WriteFinding.allCases[below(WriteFinding.allCases.count)], id: flip() ? zohoID() : nil)
    case .writeConfirmed:
      Body.confirmed(operation, number(), id: zohoID(), pairs: [text(): Body.pair(text())])
    default: Body.ended(operation, number())
    }
  }

  private mutating func whole(_ kind: EventKind) -> JSONValue {
    switch kind {
    case .commandStarted:
      CommandStarted(verb: text(), arguments: [], user: text(), checkpointSize: nil, checkpointRoot: nil).json
    case .commandEnded:
      CommandEnded(verb: text(), exitCode: below(4), decidedThrough: flip() ? 5 : nil, figures: ["n": 1]).json
    case .planMade, .planApplied:
      PlanNoted(
        hash: text(), entities: [text()], configuration: "c", items: below(9), left: below(9),
        isComplete: flip()
      ).json
    case .configLoaded:
      ConfigLoaded(hash: text(), files: [:], keys: ["Accounts": flip() ? ["value"] : ["value", "at"]]).json
    case .ledgerBound: LedgerBound(environment: text(), organisation: text()).json
    case .dayTurned: DayTurned(from: nil, to: text()).json
    default: ["reason": JSONValue(text())]
    }
  }

  private mutating func number() -> String { String(below(9) + 1) }
  private mutating func zohoID() -> String { "z\(below(3))" }
  private mutating func text() -> String { ["a", "b", "c"][below(3)] }
  private mutating func flip() -> Bool { below(2) == 0 }
  private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }
}

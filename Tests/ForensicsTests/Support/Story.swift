import Decisions
import EventLog
import JSONText
import Projections
import TestSupport

/// Random stories of two customers and three Zoho records, told as a sync would: seen, linked, written, unlinked.
///
/// Beside each event it keeps the plain facts, so that a test can fold them again without the code under test.
struct Story {
  /// An event as a test can fold it.
  struct Fact {
    let kind: EventKind
    let stream: String
    let body: JSONValue
  }

  private(set) var facts: [Fact] = []
  private var random: SeededGenerator
  /// What each stream showed last, as its source has it.
  private var shown: [String: JSONObject] = [:]
  private var linked: [String: String] = [:]
  private var operations = 0

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// The events of so many more scenes.
  mutating func scenes(_ count: Int) -> [NewEvent] {
    let start = facts.count
    for _ in 0..<count { scene() }
    return facts[start...].map { NewEvent(kind: $0.kind.rawValue, stream: $0.stream, body: $0.body.bytes) }
  }

  private mutating func scene() {
    switch below(6) {
    case 0, 1:
      look(["jde/F0101/1", "jde/F0101/2", "jde/F0111/1/0", "jde/F0111/1/1", "jde/F0116/2/-"][below(5)])
    case 2: look("zoho/Accounts/z\(below(3))")
    case 3: pair()
    case 4: write()
    default: end()
    }
  }

  /// The source shows the record: changed, the same, or as an echo.
  private mutating func look(_ stream: String) {
    let same = shown[stream] != nil && below(3) > 0
    let record: JSONObject =
      same ? shown[stream] ?? [:] : ["id": JSONValue(stream), "v": JSONValue(below(50))]
    shown[stream] = record
    let hash = fingerprint(of: .object(record))
    if same {
      tell(
        below(2) == 0 ? .recordFetched : .recordPolled, stream, RecordObserved(unchangedWithHash: hash).json)
    } else {
      tell(.recordPolled, stream, RecordObserved(record: record, hash: hash).json)
    }
  }

  private mutating func pair() {
    let key = String(below(2) + 1)
    let stream = StreamKey.link("customer", key)
    if let id = linked.removeValue(forKey: key) {
      let body = LinkRemoved(
        entity: "customer", key: key, generation: 1, module: "Accounts", zohoID: id, by: "ann", reason: nil)
      tell(.linkRemoved, stream, body.json)
    } else {
      let id = "z\(below(3))"
      linked[key] = id
      let body = LinkMade(
        entity: "customer", key: key, generation: 1, module: "Accounts", zohoID: id, how: "tax_id",
        explanation: [:])
      tell(.linkMade, stream, body.json)
    }
  }

  /// A write with one of its ends: read back, not read back yet, rejected, unknown, found by a look.
  private mutating func write() {
    guard let (key, id) = linked.sorted(by: { $0.key < $1.key }).first else { return }
    operations += 1
    let operation = "o\(operations)"
    let stream = StreamKey.operation(operation)
    let row: JSONObject = ["v": JSONValue(1_000 + operations)]
    tell(
      .writeIntended, stream,
      WriteIntended(
        operation: operation, entity: "customer", key: key, generation: 1,
        target: .zoho("Accounts", id), action: .update, row: row,
        before: [:], pairs: [:], unmodifiedSince: nil
      ).json)
    tell(
      .callSent, StreamKey.call(operation),
      CallSent(
        call: operation, side: .zoho, kind: "Accounts", operations: [operation], attempt: 1, serverDate: nil,
        landsUntil: nil
      ).json)
    let outcome: WriteAnswered.Outcome = [.applied, .applied, .rejected, .unknown][below(4)]
    tell(.writeAnswered, stream, WriteAnswered(operation: operation, outcome: outcome, id: id).json)
    if outcome == .unknown {
      let found: WriteFinding = below(2) == 0 ? .applied : .notApplied
      tell(.writeProbed, stream, WriteProbed(operation: operation, found: found, id: id).json)
    }
    guard outcome == .applied, below(2) == 0 else { return }
    let zoho = StreamKey.zoho("Accounts", id)
    let record: JSONObject = ["id": JSONValue(zoho), "v": JSONValue(1_000 + operations)]
    shown[zoho] = record
    tell(.recordFetched, zoho, RecordObserved(record: record, hash: fingerprint(of: .object(record))).json)
    tell(
      .writeConfirmed, stream,
      WriteConfirmed(
        operation: operation, entity: "customer", key: key, generation: 1, id: id, pairs: [:]
      ).json)
  }

  private mutating func end() {
    let stream = "zoho/Accounts/z\(below(3))"
    guard shown[stream] != nil else { return }
    shown[stream] = nil
    tell(.recordDeleted, stream, [:])
  }

  private mutating func tell(_ kind: EventKind, _ stream: String, _ body: JSONValue) {
    facts.append(Fact(kind: kind, stream: stream, body: body))
  }

  private mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }
}

/// What a plain fold over the facts says: the second way to the answer.
struct PlainFold {
  private(set) var records: [String: JSONObject] = [:]
  private(set) var gone: Set<String> = []
  private(set) var links: [String: String] = [:]
  /// What was written to a Zoho stream and not seen since.
  private(set) var written: [String: [JSONObject]] = [:]
  private var intents: [String: (stream: String, row: JSONObject)] = [:]

  mutating func take(_ fact: Story.Fact) {
    switch fact.kind {
    case .recordPolled, .recordFetched:
      if let record = fact.body["record"]?.object { records[fact.stream] = record }
      gone.remove(fact.stream)
      written[fact.stream] = nil
    case .recordDeleted: gone.insert(fact.stream)
    case .linkMade: links[fact.stream] = fact.body["zoho_id"]?.string
    case .linkRemoved: links[fact.stream] = nil
    case .writeIntended:
      let id = fact.body["target"]?["id"]?.string ?? ""
      intents[fact.stream] = (StreamKey.zoho("Accounts", id), fact.body["row"]?.object ?? [:])
    case .writeAnswered where fact.body["outcome"] == "applied",
      .writeProbed where fact.body["found"] == "applied":
      guard let intent = intents[fact.stream] else { return }
      written[intent.stream, default: []].append(intent.row)
    default: break
    }
  }

  /// A record with what was written since it was seen; nil where neither happened.
  func values(_ stream: String) -> JSONObject? {
    guard records[stream] != nil || written[stream] != nil else { return nil }
    var values = records[stream] ?? [:]
    for row in written[stream] ?? [] {
      for member in row { values[member.key.value] = member.value }
    }
    return values
  }
}

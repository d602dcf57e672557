import Decisions
import JSONText

/// Bodies of events that tests append, short where what they hold does not matter.
enum Body {
  /// An observation; equal records have equal hashes.
  static func seen(_ record: JSONObject) -> JSONValue {
    RecordObserved(record: record, hash: fingerprint(of: .object(record))).json
  }

  /// An observation of nothing new.
  static func unchanged(_ record: JSONObject) -> JSONValue {
    RecordObserved(unchangedWithHash: fingerprint(of: .object(record))).json
  }

  static func linkMade(
    _ key: String, _ id: String, generation: Int = 1, entity: String = "customer", how: String = "tax_id"
  ) -> JSONValue {
    LinkMade(
      entity: entity, key: key, generation: generation, module: "Accounts", zohoID: id, how: how,
      explanation: [:]
    ).json
  }

  static func removed(_ key: String, _ id: String = "z1", entity: String = "customer") -> JSONValue {
    LinkRemoved(
      entity: entity, key: key, generation: 1, module: "Accounts", zohoID: id, by: "ann", reason: nil
    ).json
  }

  static func stated(
    _ key: String, _ says: SubjectStated.Says, _ about: SubjectStated.About = .subject,
    entity: String = "customer"
  ) -> JSONValue {
    SubjectStated(
      subject: SubjectKey(entity: entity, key: key), says: says, about: about, by: "ann", because: nil
    ).json
  }

  static func asked(_ key: String, candidates: [String] = [], entity: String = "customer") -> JSONValue {
    QuestionAsked.match(
      SubjectKey(entity: entity, key: key), module: "Accounts", reason: "weak_only", ground: ["name": "Acme"],
      candidates: candidates.map { ["zoho_id": JSONValue($0)] }
    ).json
  }

  static func conflict(_ key: String, _ field: String, jde: FieldValue, zoho: FieldValue) -> JSONValue {
    QuestionAsked.conflict(
      SubjectKey(entity: "customer", key: key),
      FieldOutcome(
        field: field, rule: .conflict, action: .ask(.conflict), jde: JDEField(jde), zoho: zoho)
    ).json
  }

  static func question(_ key: String, field: String? = nil) -> QuestionID {
    QuestionID(SubjectKey(entity: "customer", key: key), field: field)
  }

  static func answered(_ key: String, _ says: SubjectStated.Says, field: String? = nil) -> JSONValue {
    QuestionAnswered(question(key, field: field), says: says, by: "ann").json
  }

  static func withdrawn(_ key: String, field: String? = nil) -> JSONValue {
    QuestionWithdrawn(question(key, field: field), why: "agreed").json
  }

  static func decided(
    _ key: String, _ outcome: DecisionMade.Outcome, action: String = "update", held: String? = nil,
    fields: [DecisionMade.Field] = [], base: Base = [:], owed: [DecisionMade.Owed]? = nil,
    marks: KeptMarks? = nil,
    fingerprint: String = "f1",
    entity: String = "customer"
  ) -> JSONValue {
    DecisionMade(
      entity: entity, key: key, action: action, outcome: outcome, held: held, inputs: [], configuration: 1,
      fields: fields, base: base, owed: owed, marks: marks, fingerprint: fingerprint
    ).json
  }

  static func unreadable(
    _ field: String, _ side: Side = .jde, _ reason: UnreadableReason = .masked
  ) -> DecisionMade.Owed {
    DecisionMade.Owed(UnreadableField(field: field, side: side, reason: reason))
  }

  static func intended(
    _ operation: String, _ key: String, _ action: WriteIntended.Action = .update, id: String? = "z1",
    row: JSONObject = ["Phone": "1"], entity: String = "customer"
  ) -> JSONValue {
    WriteIntended(
      operation: operation, entity: entity, key: key, generation: 1, target: .zoho("Accounts", id),
      action: action, row: row, before: [:], pairs: [:], unmodifiedSince: nil
    ).json
  }

  static func answered(
    _ operation: String, _ outcome: WriteAnswered.Outcome, id: String? = nil, errorClass: ErrorClass? = nil
  ) -> JSONValue {
    WriteAnswered(operation: operation, outcome: outcome, id: id, errorClass: errorClass).json
  }

  /// A call with these writes that may land for five minutes from noon.
  static func sent(_ operations: [String], attempt: Int = 1) -> JSONValue {
    CallSent(
      call: "c\(attempt)", side: .zoho, kind: "Accounts", operations: operations, attempt: attempt,
      serverDate: "2026-11-23T12:00:00Z", landsUntil: "2026-11-23T12:05:00Z"
    ).json
  }

  static func probed(
    _ operation: String, _ found: WriteFinding, id: String? = nil, at: String? = nil
  ) -> JSONValue {
    WriteProbed(operation: operation, found: found, id: id, at: at).json
  }

  static func confirmed(
    _ operation: String, _ key: String, id: String = "z1", pairs: Base = [:], generation: Int = 1,
    entity: String = "customer"
  ) -> JSONValue {
    WriteConfirmed(
      operation: operation, entity: entity, key: key, generation: generation, id: id, pairs: pairs
    ).json
  }

  static func ended(_ operation: String, _ key: String, entity: String = "customer") -> JSONValue {
    WriteEnded(
      operation: operation, entity: entity, key: key, generation: 1, errorClass: .invalid, message: "no"
    ).json
  }

  static func pair(_ text: String) -> FieldPair { FieldPair(jde: .value(text), zoho: .value(text)) }
}

package import Decisions
import Diagnostics

/// The pairing of one record, and what both sides last agreed on.
package struct LinkState: Hashable, Sendable {
  /// Whether a pairing holds.
  package enum State: String, Hashable, Sendable {
    case linked
    case removed
  }

  package let entity: String
  package let key: String
  /// Counts the pairings of the record, from 1.
  package let generation: Int
  package let module: String
  package let zohoID: String
  package let state: State
  /// `reference`, `tax_id`, `email`, `created` or `person`.
  package let how: String
  package let madeSequence: UInt64
  package let removedSequence: UInt64?
  /// Empty until a write is confirmed or both sides were seen to agree.
  package let base: Base
  /// What moved the base last; `madeSequence` before that.
  package let baseSequence: UInt64
  /// Its record left the scope; nil where it did not, or came back and was decided about.
  package let left: LeftScope?
  package let lastDecision: LastDecision?
}

/// Two records that were linked at some time.
package struct FormerPair: Hashable, Sendable {
  package let record: SubjectKey
  package let module: String
  package let zohoID: String
  package let firstSequence: UInt64
}

/// What an ended pair goes on from where it is made again (law 6).
package struct FormerBase: Hashable, Sendable {
  package let key: String
  package let zohoID: String
  /// What both sides had agreed on; doubtful where another record had the pair's meanwhile.
  package let base: Base
  /// Another record was paired with the pair's since it ended.
  let wasOthers: Bool
}

/// That a record left its entity's scope.
package struct LeftScope: Hashable, Sendable {
  package let reason: String
  /// `keep`, `mark` or `unlink`.
  package let policy: String
  /// What its record was marked with, and what stood there before.
  package let marks: [LeavingMark]
  package let sequence: UInt64
}

/// The newest decision about a record.
package struct LastDecision: Hashable, Sendable {
  package let sequence: UInt64
  /// `create`, `update` or `mark`.
  package let action: String
  package let outcome: DecisionMade.Outcome
  package let fingerprint: String
}

extension LinkState {
  /// The columns of `links` as `l`, left-joined with `decisions` as `d`.
  static let columns = """
    l.entity, l.key, l.generation, l.module, l.zoho_id, l.state, l.how, l.made_seq, l.removed_seq, l.base, l.base_seq, \
    l.left_reason, l.left_policy, l.left_marks, l.left_seq, d.seq, d.action, d.outcome, d.fingerprint
    """
  static let tables = "links l LEFT JOIN decisions d ON d.entity = l.entity AND d.key = l.key"

  init(_ cells: inout CellReader) throws(Failure) {
    entity = try cells.text()
    key = try cells.text()
    generation = try cells.count()
    module = try cells.text()
    zohoID = try cells.text()
    state = try cells.choice()
    how = try cells.text()
    madeSequence = try cells.sequence()
    removedSequence = try cells.optionalSequence()
    base = Base(json: try cells.json())
    baseSequence = try cells.sequence()
    left = try LeftScope(&cells)
    lastDecision = try LastDecision(optional: &cells)
  }
}

extension FormerPair {
  static let columns = "entity, key, module, zoho_id, first_seq"

  init(_ cells: inout CellReader) throws(Failure) {
    record = SubjectKey(entity: try cells.text(), key: try cells.text())
    module = try cells.text()
    zohoID = try cells.text()
    firstSequence = try cells.sequence()
  }
}

extension FormerBase {
  /// The columns of `pairs` as `p`.
  static let columns = """
    p.key, p.zoho_id, p.base, EXISTS (SELECT 1 FROM pairs other WHERE other.zoho_id = p.zoho_id \
    AND other.entity = p.entity AND other.key <> p.key AND other.made_seq > p.ended_seq)
    """
  /// Of the pairs of an entity, `?`, those that hold no longer.
  static let isEnded = "p.entity = ? AND p.ended_seq IS NOT NULL"

  init(_ cells: inout CellReader) throws(Failure) {
    key = try cells.text()
    zohoID = try cells.text()
    let agreed = Base(json: try cells.json())
    wasOthers = try cells.count() == 1
    base = wasOthers ? agreed.mapValues(\.doubtful) : agreed
  }
}

extension LeftScope {
  fileprivate init?(_ cells: inout CellReader) throws(Failure) {
    let reason = try cells.optionalText()
    let policy = try cells.optionalText()
    let marks = LeavingMark.list(json: try cells.optionalJSON())
    let sequence = try cells.optionalSequence()
    guard let reason, let policy, let sequence else { return nil }
    self.init(reason: reason, policy: policy, marks: marks, sequence: sequence)
  }
}

extension LastDecision {
  static let columns = "seq, action, outcome, fingerprint"

  init(_ cells: inout CellReader) throws(Failure) {
    sequence = try cells.sequence()
    action = try cells.text()
    outcome = try cells.choice()
    fingerprint = try cells.text()
  }

  fileprivate init?(optional cells: inout CellReader) throws(Failure) {
    let sequence = try cells.optionalSequence()
    let action = try cells.optionalText()
    let outcome = try cells.optionalText().flatMap(DecisionMade.Outcome.init)
    let fingerprint = try cells.optionalText()
    guard let sequence, let action, let outcome, let fingerprint else { return nil }
    self.init(sequence: sequence, action: action, outcome: outcome, fingerprint: fingerprint)
  }
}

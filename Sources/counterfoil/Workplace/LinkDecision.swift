import Decisions
import Diagnostics
import JSONText
import Sync

/// What a person said about the pairing of one record.
struct LinkDecision: Hashable, Sendable {
  let record: RecordArgument
  let answer: LinkSettled.Answer
  let zohoID: String?
  let because: String?

  /// The decisions in a CSV text, in its order; every row is judged before the first is taken.
  static func decisions(in text: String, file: String) throws(Failure) -> [LinkDecision] {
    let sheet = try DecisionSheet(text, file: file, columns: ["entity", "key", "decision"])
    var decisions: [LinkDecision] = []
    var answered: [RecordArgument: LinkDecision] = [:]
    for row in sheet.rows {
      guard let decision = try decision(row, of: sheet) else { continue }
      if decision.answer != .keepApart {
        if let other = answered[decision.record], other != decision {
          throw sheet.mistake(
            "\(decision.record.entity)/\(decision.record.key) is answered twice: \(other.answer.rawValue) and "
              + decision.answer.rawValue, in: row)
        }
        answered[decision.record] = decision
      }
      decisions.append(decision)
    }
    return decisions
  }

  private static func decision(
    _ row: DecisionSheet.Row, of sheet: DecisionSheet
  ) throws(Failure) -> LinkDecision? {
    let said = row["decision"].lowercased().replacing("-", with: "_").replacing(" ", with: "_")
    guard !said.isEmpty else { return nil }
    guard let answer = LinkSettled.Answer(rawValue: said), LinkSettled.Answer.spoken.contains(answer) else {
      let known = LinkSettled.Answer.spoken.map(\.rawValue).joined(separator: ", ")
      throw sheet.mistake("\"\(said)\" is no decision; known are \(known)", in: row)
    }
    let record = try sheet.record(row)
    let needsID = answer == .link || answer == .keepApart
    if needsID, row["zoho_id"].isEmpty { throw sheet.mistake("\(said) needs a zoho_id", in: row) }
    return LinkDecision(
      record: record, answer: answer, zohoID: needsID ? row["zoho_id"] : nil,
      because: row["because"].isEmpty ? nil : row["because"])
  }
}

extension EngineRun {
  /// Records answers of a person, one event each.
  func settle(_ decisions: [LinkDecision]) async throws(Failure) -> Answer {
    try await answer { engine throws(Failure) in
      for decision in decisions {
        try await engine.answer(
          review: decision.record.entity, key: decision.record.key, decision.answer, zohoID: decision.zohoID,
          reason: decision.because)
      }
      return Answer(
        decisions.count.counted("answer") + " recorded", result: ["answers": JSONValue(decisions.count)],
        next: "counterfoil plan")
    }
  }
}
